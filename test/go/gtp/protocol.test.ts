import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createResponseReader, formatCommand, formatResponse, parseCommand } from "../../../src/go/index.ts";

describe("a command", () => {
  it.each([
    ["genmove black", { id: undefined, name: "genmove", arguments: ["black"] }],
    ["12 play B D4", { id: 12, name: "play", arguments: ["B", "D4"] }],
    ["\t3   komi\t6.5  # half a point", { id: 3, name: "komi", arguments: ["6.5"] }],
    ["na\u0000me\r", { id: undefined, name: "name", arguments: [] }],
    ["2147483647 quit", { id: 2 ** 31 - 1, name: "quit", arguments: [] }],
    ["2147483648 quit", { id: undefined, name: "2147483648", arguments: ["quit"] }],
    ["7", { id: 7, name: "", arguments: [] }],
  ])("is read as GTP 2 says: %j", (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });

  it.each(["", "   ", "\t\r", "# only a comment", "  # 12 name"])(
    "is none where nothing is said: %j",
    (line) => {
      expect(parseCommand(line)).toBeUndefined();
    },
  );

  it("is read as it was written", () => {
    const word = fc
      .string({ minLength: 1, unit: fc.constantFrom(..."abcXYZ019.+-_/é") })
      .filter((text) => !/^\d+$/.test(text));
    const id = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(id, fc.array(word, { minLength: 1 }), (id, words) => {
        const [name, ...rest] = words;
        expect(parseCommand(formatCommand(id, words).trimEnd())).toEqual({ id, name, arguments: rest });
      }),
    );
  });

  it.each([[[]], [["play", "B D4"]], [["name\n2 quit"]], [["komi", "#6"]], [[""]]])(
    "is refused where it would be read as another one: %j",
    (words) => {
      expect(() => formatCommand(1, words)).toThrow(RangeError);
    },
  );
});

/** All responses in a text that comes in pieces which end at the given places. */
function readInPieces(text: string, ends: readonly number[]) {
  const read = createResponseReader();
  const places = [0, ...[...ends].sort((a, b) => a - b), text.length];
  return places.slice(1).flatMap((end, i) => read(text.slice(places[i], end)));
}

describe("a response", () => {
  it.each([
    ["= D4\n\n", { id: undefined, success: true, text: "D4" }],
    ["=12\n\n", { id: 12, success: true, text: "" }],
    ["?3 illegal move\n\n", { id: 3, success: false, text: "illegal move" }],
    ["=4 \r\nA B\r\nC\r\n\r\n", { id: 4, success: true, text: "A B\nC" }],
    ["\n\n=\tQ16\n\n", { id: undefined, success: true, text: "Q16" }],
  ])("is read as GTP 2 says: %j", (text, response) => {
    expect(createResponseReader()(text)).toEqual([response]);
  });

  it("is read as it was written, in whatever pieces it comes", () => {
    const text = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\p{Cc}]/gu, "").trim());
    const response = fc.record({ id: fc.option(fc.nat(), { nil: undefined }), success: fc.boolean(), text });
    fc.assert(
      fc.property(fc.array(response), fc.array(fc.nat(200)), (responses, ends) => {
        const written = responses.map(formatResponse).join("");
        const within = ends.filter((end) => end < written.length);
        expect(readInPieces(written, within)).toEqual(responses);
      }),
    );
  });

  it("has no empty lines, which would end it", () => {
    expect(formatResponse({ id: 1, success: true, text: "a\n\n\r\n  \nb\n" })).toBe("=1 a\nb\n\n");
  });

  it.each(["hello\n\n", "= D4\n\nD4\n\n", "=abc\n\n", "Segmentation fault\n"])(
    "is told from anything else: %j",
    (text) => {
      expect(() => createResponseReader()(text)).toThrow(/expected a response/);
    },
  );

  it("is not waited for without end", () => {
    const read = createResponseReader();
    expect(() => {
      for (let i = 0; i < 200; i++) read(`= ${"x".repeat(10_000)}\n`);
    }).toThrow(/more than 1000000 characters/);
  });
});
