import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { hasGnuGo } from "../../gnu-go.ts";
import { type FakeProcessOptions, fakeProcess } from "../fake-context.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], options: FakeProcessOptions = {}) {
  const fake = fakeProcess(args, options);
  const code = await runCommandLine(fake.context);
  expect(fake.listening()).toBe(false);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const small = (count: number) => [
  ...["go", "games", "--count", `${count}`, "--size", "5", "--seed", "3", "--out", join(folder, "games.sgf")],
];

describe("logpi go games", () => {
  it.skipIf(!hasGnuGo)(
    "can be interrupted, and goes on with the same file to what it would have been",
    async () => {
      const { code, stdout } = await run(small(100), {
        isTTY: true,
        onWrite: (text, fake) => {
          if (text.includes("1 of 100")) fake.interrupt("SIGINT");
        },
        now: (() => {
          let time = 0;
          return () => (time += 500);
        })(),
      });
      expect(code).toBe(130);
      expect(stdout).toContain("1 of 100 games  1.00 games/s  1 min 39 s left");
      expect(stdout).toContain(`Stopped: 1 games in ${join(folder, "games.sgf")}.\n`);
      const begun = readFileSync(join(folder, "games.sgf"), "utf8");

      const more = await run([...small(2), "--json", "--processes", "2"]);
      expect([more.code, more.stderr]).toEqual([0, ""]);
      expect(more.stdout).toMatch(
        /^{"event":"games","games":1,"count":2}\n{"event":"game","games":2,"count":2,"moves":\d+}\n$/,
      );
      const text = readFileSync(join(folder, "games.sgf"), "utf8");
      expect(text.startsWith(begun) && text.split("\n").length === 3).toBe(true);

      const again = await run(small(2));
      expect(again.stdout).toContain(`Done: 2 games in ${join(folder, "games.sgf")}.\n`);
      expect(readFileSync(join(folder, "games.sgf"), "utf8")).toBe(text);
    },
  );

  it.each([
    [["--level", "11"], "gnuGo: level is 11; it must be at most 10"],
    [["--komi", "half"], '--komi is "half"; it must be a number, such as 7.5 or 0.'],
    [["--size", "20"], "goRules: size is 20; it must be an integer from 1 to 19"],
    [["--count", "0"], '--count is "0"; it must be a whole number from 1.'],
    [["--process", "2"], "go games: there is no option --process. Did you mean --processes?"],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await run(["go", "games", ...args]);
    expect(code).toBe(2);
    expect(stderr).toBe(`logpi: ${message}\nSee npx logpi go games --help.\n`);
  });

  it("is found among the commands of go", async () => {
    const { code, stdout } = await run(["go", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}go games \[options\] {2}/m);
    expect(stdout).not.toContain("train");
    const { stderr } = await run(["go", "game"]);
    expect(stderr).toContain('there is no command "go game". Did you mean go games?');
  });
});
