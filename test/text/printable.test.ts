import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonLine, printable, printableLines, quoted, shown } from "../../src/text/printable.ts";

describe("printable", () => {
  it("leaves text that can be shown as it is", () => {
    for (const text of ["CartPole-v1", "∇ log π", "naïve 日本語 🙂", ""]) expect(printable(text)).toBe(text);
  });

  it.each([
    ["an escape sequence", "\u001b[31mred", "\\u{1b}[31mred"],
    ["the title of a window", "\u001b]0;title\u0007", "\\u{1b}]0;title\\u{7}"],
    ["a control sequence of one character", "\u009b2J", "\\u{9b}2J"],
    ["a new line", "a\r\nb\u2028c", "a\\u{d}\\u{a}b\\u{2028}c"],
    ["a turn of the direction", "\u202egnp.exe", "\\u{202e}gnp.exe"],
    ["marks without a shape", "a\u200b\u{e0041}", "a\\u{200b}\\u{e0041}"],
    ["half a pair", "\ud83d!", "\\u{d83d}!"],
  ])("writes %s as its code", (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it("cuts long text, and says how much is left out", () => {
    expect(printable("x".repeat(5_000_000))).toBe(`${"x".repeat(100)}… (4999900 more characters)`);
    expect(printable("abcdef", 3)).toBe("abc… (3 more characters)");
  });

  it("never lets a control character through, nor more than eight characters for one of the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const result = printable(text);
        expect(result).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(result.length).toBeLessThan(10 * 100 + 40);
      }),
    );
  });

  it("keeps lines apart where that is wanted, and quotes", () => {
    expect(printableLines("a\u001b\nb")).toBe("a\\u{1b}\nb");
    expect(quoted("a\u0000")).toBe('"a\\u{0}"');
  });

  it("writes JSON that is the same value, without a character that a terminal obeys", () => {
    expect(jsonLine({ "a\u009b": "\u001b\u{e0041}🙂" })).toBe('{"a\\u009b":"\\u001b\\udb40\\udc41🙂"}\n');
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(JSON.parse(jsonLine([text]))).toEqual([text]);
        expect(jsonLine([text]).slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it("shows values as JSON", () => {
    expect(shown([1, "a"])).toBe('[1,"a"]');
    expect(shown(undefined)).toBe("undefined");
    expect(shown(Array(1000).fill(1))).toMatch(/^\[1,1,.*… \(\d+ more characters\)$/);
  });
});
