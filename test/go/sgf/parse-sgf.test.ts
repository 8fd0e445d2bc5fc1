import { readdirSync, readFileSync } from "node:fs";
import sabaki from "@sabaki/sgf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSgf, SgfError, type SgfNode, writeSgf } from "../../../src/go/index.ts";
import { plainTree } from "./plain-tree.ts";

const text = fc.string({ unit: fc.constantFrom(..."ab[]\\:;()\n \té好") });
const name = fc.constantFrom("B", "W", "C", "AB", "GN", "XYZ");
const values = fc.array(text, { minLength: 1, maxLength: 3 });
const properties = fc.array(fc.tuple(name, values), { maxLength: 4 }).map((entries) => new Map(entries));
const node = (children: fc.Arbitrary<SgfNode[]>): fc.Arbitrary<SgfNode> =>
  fc.record({ properties, children });
const leaf = node(fc.constant([]));
const tree = node(fc.array(node(fc.array(leaf, { maxLength: 3 })), { maxLength: 2 }));

const errorOf = (text: string): SgfError => {
  try {
    parseSgf(text);
  } catch (error) {
    if (error instanceof SgfError) return error;
  }
  throw new Error("it was read");
};

describe("a collection of games", () => {
  it("is read as it was written, by this parser and by another", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (games) => {
        const written = writeSgf(games);
        const plain = games.map(plainTree);
        expect(parseSgf(written).map(plainTree)).toEqual(plain);
        expect(sabaki.parse(written).map(plainTree)).toEqual(plain);
      }),
    );
  });

  it("is read as another writer wrote it", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (games) => {
        const theirs = sabaki.parse(writeSgf(games));
        expect(parseSgf(sabaki.stringify(theirs)).map(plainTree)).toEqual(theirs.map(plainTree));
      }),
    );
  });

  it.each(["chinese", "complex", "japanese", "korean", "utf16le", "utf8bom"])(
    "is read as the other parser reads a file of its own: %s",
    (name) => {
      const bytes = readFileSync(new URL(`${name}.sgf`, files));
      expect(parseSgf(bytes).map(plainTree)).toEqual(sabaki.parseBuffer(bytes).map(plainTree));
    },
  );

  it("may have older ways of writing, and a mail around it", () => {
    const old =
      "Hello,\n(this is our game)\n\n( ;GaMe[1]PlayerBlack[A\r\nB]\n AddBlack [aa]\n[bb];Black[tt]Comment[a\\\nb\\]\\\\] )\n";
    expect(parseSgf(old).map(plainTree)).toEqual([
      {
        properties: { GM: ["1"], PB: ["A\nB"], AB: ["aa", "bb"] },
        children: [{ properties: { B: ["tt"], C: ["ab]\\"] }, children: [] }],
      },
    ]);
  });

  it("may have variations nested deeper than calls can be", () => {
    const deep = `${"(;B[aa]".repeat(50_000)}${")".repeat(50_000)}`;
    const games = parseSgf(deep);
    expect(writeSgf(games)).toBe(`(${";B[aa]".repeat(50_000)})\n`);
  });

  it.each([
    ["UTF-8", "(;PB[Ō好])", [0x28, 0x3b, 0x50, 0x42, 0x5b, 0xc5, 0x8c, 0xe5, 0xa5, 0xbd, 0x5d, 0x29]],
    ["Latin-1", "(;PB[é])", [0x28, 0x3b, 0x50, 0x42, 0x5b, 0xe9, 0x5d, 0x29]],
  ])("is text in %s where the file does not say otherwise", (_, text, bytes) => {
    expect(parseSgf(Uint8Array.from(bytes)).map(plainTree)).toEqual(parseSgf(text).map(plainTree));
  });

  it("is text in the encoding that it names", () => {
    const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
    const names = (bytes: Uint8Array) => parseSgf(bytes)[0].properties.get("PW");
    expect(names(latin("(;FF[4]CA[ISO-8859-1]PW[\xc3\xa9])"))).toEqual(["Ã©"]);
    expect(names(latin("(;FF[4]CA[utf-8]PW[\xc3\xa9])"))).toEqual(["é"]);
    expect(names(latin("(;CA[Shift_JIS]PW[\x83\x5c])"))).toEqual(["ソ"]); // has a backslash in it
    expect(names(latin("(;CA[nonsense]PW[\xe9])"))).toEqual(["é"]);
  });

  it.each([
    ["", 1, 1, 'expected a game, which begins with "(;"; found the end of the file'],
    ["(;B[aa]\n;W[bb", 2, 6, 'expected "]"; found the end of the file'],
    ["(;B[aa]\r\n;W[bb]\r\n", 3, 1, 'expected ")"; found the end of the file'],
    ["(;B[aa]\n  W)", 2, 4, 'expected "["; found ")"'],
    ["(;B[aa]\n sz[9])", 2, 2, 'expected the name of a property, with a capital letter; found "s"'],
    ["(;B[aa] !)", 1, 9, 'expected ";", "(", ")" or the name of a property; found "!"'],
    ["(;B[aa]()", 1, 9, 'expected a node, which begins with ";"; found ")"'],
    ["(;B[aa](;W[bb]);W[cc])", 1, 16, 'expected "(" or ")"; found ";"'],
    ["(;B[aa]))", 1, 9, 'expected a game, which begins with "(;"; found ")"'],
    ["(;B[aa])\u001b", 1, 9, 'found "\\u{1b}"'],
  ])("that is damaged is refused with the place: %j", (text, line, column, problem) => {
    const error = errorOf(text);
    expect(error.place).toEqual({ line, column });
    expect(error.message).toContain(`SGF, line ${line}, column ${column}: `);
    expect(error.message).toContain(problem);
  });

  it("is not written with properties that have no name, or no value", () => {
    const node = (name: string, values: string[]) => ({
      properties: new Map([[name, values]]),
      children: [],
    });
    expect(() => writeSgf([node("b", ["aa"])])).toThrow(RangeError);
    expect(() => writeSgf([node("B", [])])).toThrow(RangeError);
  });
});

const files = new URL("../../../node_modules/@sabaki/sgf/tests/sgf/", import.meta.url);

it("all files of the other parser are tried, but for those whose bytes stand for nothing or do not name their encoding", () => {
  expect(readdirSync(files).sort()).toEqual(
    ["chinese", "complex", "japanese", "japanese_bad", "korean", "no-ca", "utf16le", "utf8bom"].map(
      (name) => `${name}.sgf`,
    ),
  );
});
