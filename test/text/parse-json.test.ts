import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/text/parse-json.ts";

describe("parseJson", () => {
  it("gives what JSON.parse gives, however strings and spaces are written", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6, stringUnit: "binary" }), fc.nat(4), (text, indent) => {
        const value = JSON.parse(text);
        expect(parseJson(JSON.stringify(value, undefined, indent), 10)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it("refuses nesting beyond the depth, without going through it", () => {
    expect(parseJson('[{"a":[]}]', 3)).toEqual([{ a: [] }]);
    expect(() => parseJson('[{"a":[]}]', 2)).toThrow("it is nested more than 2 deep");
    expect(() => parseJson("[".repeat(1_000_000), 64)).toThrow("it is nested more than 64 deep");
    expect(() => parseJson('{"a":'.repeat(1_000_000), 64)).toThrow("it is nested more than 64 deep");
    expect(parseJson('"[[[[{{{{"', 0)).toBe("[[[[{{{{");
  });

  it.each([
    ['{"a":1,"a":2}', "a"],
    ['{"a":1,"b":[],"\\u0061" :2}', "a"],
    ['[{"x":{"\\"":0},"y":{"\\"":0,"\\"":1}}]', '"'],
    ['{"\\\\":1,"\\\\":2}', "\\"],
  ])("refuses %s, which has a key twice", (text, key) => {
    expect(() => parseJson(text, 8)).toThrow(`it has "${key}" twice`);
  });

  it("takes equal keys in different objects, and strings that are equal to a key", () => {
    const text = '{"a":{"a":"a"},"b":["a","a",{"a":1},{"a":2}]}';
    expect(parseJson(text, 8)).toEqual(JSON.parse(text));
  });

  it("throws a SyntaxError for what is not JSON", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ua0 ') }), (text) => {
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(() => parseJson(text, 100)).toThrow(SyntaxError);
          return;
        }
        try {
          expect(parseJson(text, 100)).toEqual(expected);
        } catch (error) {
          expect((error as Error).message).toMatch(/twice/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
