import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { fakeProcess } from "../fake-context.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function elo(...args: string[]) {
  const fake = fakeProcess(["go", "elo", ...args]);
  const code = await runCommandLine(fake.context);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

function write(
  name: string,
  games: readonly (readonly [black: string, white: string, result: string])[],
): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    games.map(([black, white, result]) => `(;SZ[9]PB[${black}]PW[${white}]RE[${result}])\n`).join(""),
  );
  return path;
}

describe("logpi go elo", () => {
  it("shows the players of several matches, the strongest first", async () => {
    const one = write("one.sgf", [["a", "b", "W+3.5"], ["b", "a", "B+R"], ["a", "b", "B+T"], ["a", "b", "0"]]); // biome-ignore format: rows
    const two = write("two.sgf", [["b", "c", "W+3.5"], ["c", "b", "B+3.5"], ["c", "c", "B+1"], ["c", "b", "Void"]]); // biome-ignore format: rows
    const { code, stdout } = await elo(one, two, join(folder, ".", "one.sgf")); // a file that is given twice counts once
    expect(code).toBe(0);
    expect(stdout).toMatch(/^player {2}Elo {2}95 % interval {2}games\nc .*2\nb .*6\na +0 {4}0 to 0 +4\n$/);
    const json = JSON.parse((await elo(one, two, "--json", "--anchor", "c")).stdout);
    expect(json.pairings).toEqual([
      { first: "a", second: "b", wins: 1.5, losses: 2.5 },
      { first: "b", second: "c", wins: 0, losses: 2 },
    ]);
    expect(json.ratings[0]).toEqual({ name: "c", elo: 0, low: 0, high: 0, games: 2 });
    expect(json.ratings.map(({ name }: { name: string }) => name)).toEqual(["c", "b", "a"]);
    expect(json.ratings[2].elo - json.ratings[1].elo).toBeCloseTo(400 * Math.log10(2 / 3), 6);
  });

  it("says what is wrong with a file, and who cannot be compared", async () => {
    const damaged = join(folder, "damaged.sgf");
    writeFileSync(damaged, "(;SZ[9]PB[a]\nPW[b)");
    expect((await elo(damaged)).stderr).toContain(
      `${damaged} cannot be read: SGF, line 2, column 6: expected "]"`,
    );
    writeFileSync(damaged, "(;SZ[9]PB[a])");
    const apart = write("apart.sgf", [["a", "b", "B+1"], ["c", "d", "B+1"]]); // biome-ignore format: rows
    expect((await elo(apart, damaged)).stderr).toContain(
      `${damaged} cannot be read: SGF, line 1, column 2: the game does not say who played; expected PB and PW`,
    );
    const undecided = write("undecided.sgf", [["a", "b", "Void"], ["a", "a", "B+1"]]); // biome-ignore format: rows
    const none = await elo(undecided);
    expect([none.code, none.stdout]).toEqual([1, ""]);
    expect(none.stderr).toContain("there is no game between two players that has a result");
    expect((await elo(apart)).stderr).toContain('"c" has played neither against "a" nor against anybody');
    expect((await elo(apart, "--anchor", "e")).code).toBe(1);
    expect((await elo(join(folder, "none.sgf"))).stderr).toContain("ENOENT");
  });
});
