import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { fakeProcess } from "../fake-context.ts";

/** What is written when a person types these lines. */
async function session(args: readonly string[], lines: readonly string[]) {
  const fake = fakeProcess(["go", "play", ...args]);
  const stdin = Readable.from(lines.map((line) => `${line}\n`));
  const code = await runCommandLine({ ...fake.context, stdin });
  return { code, text: fake.stdout(), errors: fake.stderr() };
}

const small = ["--player", "random", "--size", "3", "--komi", "0.5"];

describe("logpi go play", () => {
  it("answers each move of the person, and takes both back", async () => {
    const { code, text } = await session(small, ["B2", "undo", "undo", "quit"]);
    expect(code).toBe(0);
    expect(text).toContain("You have Black (X). Type a point such as D4, pass, undo, resign, or quit.");
    expect(text.match(/White \(O\): \S+$/gm)).toHaveLength(1);
    expect(text).toContain("you have not moved yet");
    expect(text.match(/X/g)!.length).toBeGreaterThan(0);
    expect(text.slice(text.lastIndexOf("you have not moved yet"))).not.toMatch(/^ *2.*[XO].*$/m);
  });

  it("says what is wrong with a move, and asks again", async () => {
    const { code, text } = await session(small, ["Z9", "B2 B3", "", "B2", "B2", "quit"]);
    expect(code).toBe(0);
    expect(text).toContain('vertex "Z9" is not on a board of 3×3, which ends at C3');
    expect(text.match(/^> type a point/gm)).toHaveLength(2);
    expect(text).toContain("illegal move");
  });

  it("begins where the person has White, and ends by resignation and at the end of the lines", async () => {
    const resigned = await session([...small, "--color", "w"], ["resign"]);
    expect(resigned.text).toMatch(/You have White \(O\).*\nBlack \(X\): \S+\n.*> B\+Resign\n$/s);
    expect(await session([...small, "--color", "white"], [])).toMatchObject({ code: 0, errors: "" });
  });

  it("counts the board when both have passed", async () => {
    const { text } = await session(
      ["--player", "search:200", "--size", "1", "--komi", "0.5"],
      ["pass", "quit"],
    );
    expect(text).toMatch(
      /White \(O\): PASS\n.*Both have passed: W\+0\.5, with every stone on the board alive\.\n$/is,
    );
  });

  it("takes what the protocol would pass over for no move", async () => {
    const { text } = await session(["--player", "search:200", "--size", "1"], ["pass#", "quit"]);
    expect(text).toContain("> type a point");
    expect(text).not.toContain("White (O):");
  });

  it("refuses other colors, and players that there are not", async () => {
    expect(await session(["--color", "red"], [])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('--color is "red"; it must be black or white.'),
    });
    expect(await session(["--player", "nobody"], [])).toMatchObject({ code: 2 });
  });
});
