import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { loadPolicy } from "../../../src/policies/index.ts";
import { loadRun } from "../../../src/runs/index.ts";
import { randomGames, sgfOf } from "../../go/positions/random-games.ts";
import { fakeProcess } from "../fake-context.ts";

async function run(...args: readonly string[]) {
  const fake = fakeProcess(args);
  const code = await runCommandLine(fake.context);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

let folder: string;
const runs: Record<string, string> = {};
const out = () => join(folder, "models", "go-5x5.safetensors");
const withAll = () => Object.entries(runs).flatMap(([name, directory]) => [`--${name}`, directory]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  const games = join(folder, "games.sgf");
  writeFileSync(games, sgfOf(randomGames(12)));
  const small = ["layers=1", "filters=4", "minibatchSize=32", "minibatchesPerUpdate=1", "heldOut=0"].flatMap(
    (each) => ["--set", each],
  );
  const train = (name: string, command: string, ...more: readonly string[]) => {
    runs[name] = join(folder, name);
    return run("go", command, ...more, "--workers", "1", "--seed", "3", "--run", runs[name]);
  };
  const learn = ["--games", games, "--size", "5", "--planes", "board", "--steps", "32", ...small];
  await train("imitation", "imitate", ...learn);
  const more = join(folder, "more.sgf");
  writeFileSync(more, sgfOf(randomGames(2, { seed: 1 })));
  await train("value", "value", ...learn.with(1, `${games},${more}`));
  await train(
    "apprentice",
    "imitate",
    "--policy",
    runs.imitation,
    ...learn.slice(0, 2),
    "--steps",
    "32",
    ...small.slice(4),
  );
  const few = ["gamesPerUpdate=4", "matchGames=0"].flatMap((each) => ["--set", each]);
  await train("reinforced", "reinforce", "--policy", runs.imitation, "--from", more, "--steps", "50", ...few);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("logpi go model", () => {
  it("puts the networks of runs into one file, with what made them and without where it lay", async () => {
    const { code, stdout, stderr } = await run("go", "model", ...withAll(), "--out", out(), "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const bytes = readFileSync(out());
    expect(bytes.toString("latin1")).not.toContain(folder);
    expect(readdirSync(join(folder, "models"))).toEqual(["go-5x5.safetensors"]);
    const { networks, ...model } = JSON.parse(stdout);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(model).toEqual({ event: "model", file: out(), bytes: bytes.length, sha256, prior: "apprentice" });
    expect(networks.map(({ name }: { readonly name: string }) => name).sort()).toEqual(
      Object.keys(runs).sort(),
    );
    for (const { name, parameters, sees, run } of networks) {
      const { policy, record } = loadRun(runs[name]);
      expect(loadPolicy(bytes, { name }).save()).toEqual(policy.save());
      expect([sees, parameters]).toEqual([[5, 5, 14], record.parameters]);
      const { algorithm, seed, steps, seconds } = record;
      expect(run).toMatchObject({ algorithm, seed, steps, seconds, parameters });
      expect(run.options).toEqual(
        name === "reinforced"
          ? { ...record.options, from: "more.sgf" }
          : { ...record.options, games: name === "value" ? "games.sgf,more.sgf" : "games.sgf" },
      );
    }
    const again = await run("go", "model", ...withAll(), "--out", out(), "--json");
    expect(again.stdout).toBe(stdout);
  });

  it("takes networks of files beside those of runs, with what the files tell of them", async () => {
    const [first, second] = ["first", "second"].map((name) => join(folder, `${name}.safetensors`));
    await run("go", "model", ...withAll(), "--out", first);
    const from = (...names: string[]) => names.flatMap((name) => [`--${name}`, `${first}#${name}`]);
    const args = ["--reinforced", runs.reinforced, ...from("imitation", "value"), "--apprentice", first];
    const { code, stderr } = await run("go", "model", ...args, "--out", second);
    expect([code, stderr]).toEqual([0, ""]);
    expect(readFileSync(second)).toEqual(readFileSync(first));
    const other = ["--apprentice", `${first}#imitation`, "--checkpoint", "3"];
    expect((await run("go", "model", ...other)).stderr).toContain(
      "--checkpoint is of the run of --reinforced",
    );
    const single = await run(
      "go",
      "model",
      "--imitation",
      join(runs.imitation, "policy.safetensors"),
      "--out",
      second,
    );
    expect([single.code, single.stderr]).toEqual([0, ""]);
    const none = await run("go", "model", "--imitation", `${first}#policy`);
    expect(none.stderr).toContain(`${first} has no network policy, but`);
    const lacking = join(folder, "lacking.safetensors");
    await run("go", "model", "--imitation", runs.imitation, "--out", lacking);
    expect((await run("go", "model", "--reinforced", lacking)).stderr).toContain(
      `${lacking} has no reinforced, but imitation; name one of them`,
    );
    const missing = join(folder, "missing.safetensors");
    expect((await run("go", "model", "--imitation", missing)).stderr).toContain(
      `${missing} cannot be read as a policy: ENOENT`,
    );
  });

  it("shows what a file has", async () => {
    await run("go", "model", ...withAll(), "--prior", "reinforced", "--out", out());
    const { code, stdout } = await run("go", "model", "--show", out());
    expect(code).toBe(0);
    expect(stdout).toContain("A search goes by reinforced.");
    expect(stdout).toMatch(
      /^network +sees +weights +SHA-256 of them\n(\S+ +5×5×14 +[\d,]+ +[0-9a-f]{16}\n){4}/m,
    );
    expect(stdout).toMatch(
      /^value: go-value in Go-5x5-v0, 32 steps in \d\.\d s, seed 3\n {2}.*games=games\.sgf/m,
    );
  });

  it("refuses networks that do not fit together, and what is no run or no such file", async () => {
    const other = join(folder, "other.safetensors");
    const { imitation, reinforced, value } = runs;
    const refused: [string[], string][] = [
      [
        ["--value", value],
        "give at least one of --imitation NAME, --apprentice NAME, --reinforced NAME, or --show FILE.",
      ],
      [["--imitation", value], "imitation is no policy of Go"],
      [["--imitation", imitation, "--value", imitation], "value is no value network beside that policy"],
      [
        ["--imitation", imitation, "--prior", "reinforced"],
        'no policy to search by, which is to be "reinforced"',
      ],
      [
        ["--imitation", imitation, "--prior", "value"],
        '--prior is "value"; it must be one of imitation, apprentice, reinforced.',
      ],
      [["--imitation", imitation, "--checkpoint", "3"], "--checkpoint is of the run of --reinforced"],
      [["--reinforced", reinforced, "--checkpoint", "3"], "checkpoint-3.safetensors"],
      [["--reinforced", join(folder, "none")], "there is none in"],
      [["--show", other, "--prior", "imitation"], "--prior and --show exclude each other."],
    ];
    for (const [args, message] of refused) {
      const given = args.includes("--show") ? args : [...args, "--out", other];
      const { code, stderr } = await run("go", "model", ...given);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
    expect(existsSync(other)).toBe(false);
    const single = await run("go", "model", "--show", join(imitation, "policy.safetensors"));
    expect([single.code, single.stderr]).toEqual([1, expect.stringContaining("it has a single policy")]);
  });
});
