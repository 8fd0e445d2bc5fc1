import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { readGames } from "../../../src/go/index.ts";
import { hasGnuGo } from "../../gnu-go.ts";
import { tinyGoModel, tinyGoPolicy } from "../../go/tiny-go-model.ts";
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
      const fewer = await run(small(1));
      expect(fewer.stdout).toContain(
        `Done: 2 games in ${join(folder, "games.sgf")}, of which --count asks for 1; all are kept.\n`,
      );
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

  it("plays games of a search by a file of networks", async () => {
    const model = join(folder, "go-5x5.safetensors");
    writeFileSync(model, tinyGoModel(5));
    const out = join(folder, "games", "of", "search.sgf");
    const args = ["go", "games", "--player", `${model}:3`, "--count", "2", "--opening", "2", "--out", out];
    const { code, stdout, stderr } = await run([...args, "--temperature", "0.5"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Done: 2 games in ${out}.\n`);
    const { count, columns } = readGames(readFileSync(out));
    expect([count, columns]).toEqual([2, 5]);
    const more = await run([...args, "--temperature", "0.5", "--json"], { isTTY: true });
    expect(more.stdout).toBe('{"event":"games","games":2,"count":2}\n');
    const ofKomi = await run([...args.slice(0, -1), `${out}.komi`, "--komi", "24.5"]);
    expect([ofKomi.code, ofKomi.stderr]).toEqual([0, ""]);
    expect(readFileSync(`${out}.komi`, "utf8").match(/KM\[[\d.]+\]/g)).toEqual(["KM[24.5]", "KM[24.5]"]);
    const other = await run([...args, "--temperature", "0.25"]);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain("it is not game 0 of these settings");
  });

  it("plays games of a search that begin at positions of other games", async () => {
    const model = join(folder, "go-5x5.safetensors");
    writeFileSync(model, tinyGoModel(5));
    const [from, out] = [join(folder, "from.sgf"), join(folder, "search.sgf")];
    // One position: black stones on a and b of the top row, White to move.
    writeFileSync(from, "(;GM[1]SZ[5]AB[aa][ba]PL[W];W[cc])");
    const args = ["go", "games", "--player", `${model}:3`, "--count", "2", "--from", from, "--out", out];
    const { code, stderr } = await run(args);
    expect([code, stderr]).toEqual([0, ""]);
    const { count, stones, moves, given } = readGames(readFileSync(out));
    const start = Array.from({ length: 25 }, (_, point) => Number(point < 2));
    expect([count, ...stones]).toEqual([2, ...start, ...start]);
    expect([moves[0] & 1, given[0], given[1]]).toEqual([1, 0, 0]);

    writeFileSync(from, "(;GM[1]SZ[5]GIVEN[1];B[aa];W[cc])");
    const short = await run([...args.slice(0, -1), `${out}.short`, "--moves", "3"]);
    expect([short.code, short.stderr]).toEqual([0, ""]);
    const left = readGames(readFileSync(`${out}.short`));
    expect([...left.starts, ...left.given, ...left.outcomes]).toEqual([0, 4, 8, 1, 1, 2, 2]);

    writeFileSync(from, "(;GM[1]SZ[5]AB[aa][ba]PL[W];W[aa])");
    const wrong = await run(args);
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining(`go games: --from "${from}": game 0: `),
    ]);
  });

  it("needs networks and simulations for a search, and nothing of GNU Go beside it", async () => {
    const model = join(folder, "go-5x5.safetensors");
    const policy = join(folder, "policy.safetensors");
    writeFileSync(model, tinyGoModel(5));
    writeFileSync(policy, tinyGoPolicy(5).save());
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [["--player", model], "it must be the file of networks and how many simulations a move takes"],
      [["--player", "random"], '--player is "random"; it must be the file of networks'],
      [["--player", `${policy}:3`], `${policy} has no value network; name one behind it`],
      [["--player", `${model}:3`, "--level", "2"], "--level and --player exclude each other"],
      [["--player", `${model}:3`, "--policy", "runs/x"], "--player and --policy exclude each other"],
      [["--player", `${model}:3`, "--temperature", "0"], '--temperature is "0"; it must be a number above 0'],
      [["--player", `${model}:3`, "--workers", "0"], '--workers is "0"; it must be a whole number from 1'],
      [["--temperature", "1"], "--temperature is of a policy or a search"],
      [["--from", "games.sgf"], "--from is of a search: give --player NAME."],
      [["--moves", "4"], "--moves is of a search: give --player NAME."],
      [["--player", `${model}:3`, "--moves", "0"], '--moves is "0"; it must be a whole number from 1'],
      [["--policy", "runs/x", "--from", "games.sgf"], "--from and --policy exclude each other"],
      [["--player", `${model}:3`, "--from", "none.sgf"], '--from "none.sgf": ENOENT'],
      [["--backend", "wasm"], "--backend is of a policy or a search"],
      [["--player", `${model}:3`, "--backend", "gpu"], '--backend is "gpu"; it must be native or wasm.'],
      [
        ["--workers", "2"],
        "--workers is of a policy or a search: give --policy RUN or --player NAME. Games of GNU",
      ],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr } = await run(["go", "games", ...args]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
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
