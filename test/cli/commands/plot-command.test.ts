import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { train } from "../../../src/runs/index.ts";
import { type FakeProcessOptions, fakeProcess } from "../fake-context.ts";

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  for (const seed of [1, 2]) {
    const options = { steps: 512, environments: 8, rolloutSteps: 32, minibatchSize: 64, seed, workers: 1 };
    const settings = { environment: "CartPole-v1", options, run: runOf(seed), evaluationEpisodes: 1 };
    for await (const _ of train(settings));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runOf = (seed: number) => join(folder, `run-${seed}`);
const both = () => [runOf(1), runOf(2)];

const run = (...args: readonly string[]) => runIn({}, ...args);

async function runIn(terminal: FakeProcessOptions, ...args: readonly string[]) {
  const fake = fakeProcess(["plot", ...args], terminal);
  const code = await runCommandLine(fake.context);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

describe("logpi plot", () => {
  it("draws runs of several seeds as one curve, in the terminal", async () => {
    const { code, stdout, stderr } = await run(...both(), `${runOf(1)}/`); // which is one of them
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^CartPole-v1: return\n[\s\S]*environment steps[\s\S]*━━ ppo \(2 runs: /);
  });

  it.each([20, 33, 80])(
    "draws lines of at most %i characters in a terminal of as many columns",
    async (columns) => {
      const { code, stdout } = await runIn({ isTTY: true, columns }, ...both());
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what colors are made of
      const lines = stdout.replace(/\x1b\[\d+m/g, "").split("\n");
      expect([code, Math.max(...lines.map((each) => each.length))]).toEqual([0, columns]);
    },
  );

  it("refuses --out and --json together, and writes nothing", async () => {
    const out = join(folder, "both.svg");
    const { code, stdout, stderr } = await run(runOf(1), "--json", "--out", out);
    expect([code, stdout, existsSync(out)]).toEqual([2, "", false]);
    expect(stderr).toContain("plot: --out and --json exclude each other");
  });

  it("writes a picture of any metric, and JSON", async () => {
    const out = join(folder, "entropy.svg");
    const { code, stdout } = await run("--metric", "entropy", "--smooth", "0", "--out", out, ...both());
    expect([code, stdout]).toEqual([0, `Drawn in ${out}.\n`]);
    expect(readFileSync(out, "utf8")).toMatch(
      /^<svg [\s\S]*entropy \(nats\)[\s\S]*ppo \(2 runs\)[\s\S]*<\/svg>\n$/,
    );
    const { curves } = JSON.parse((await run(runOf(1), "--json")).stdout);
    expect(curves).toMatchObject([{ label: "ppo", runs: 1 }]);
    expect(curves[0].steps.at(-1)).toBe(512);
  });

  it.each([
    [[], 2, "plot: <run> is missing (the folders of runs)."],
    [["RUN", "--out", "curves.png"], 2, 'plot: --out is "curves.png"; it must be the name of an SVG file'],
    [["RUN", "--smooth", "-1"], 2, `--smooth is "-1"; it must be a whole number from 0.`],
    [["RUN", "--metric", "entorpy"], 1, 'metric: no run has "entorpy". Did you mean entropy?'],
    [["nowhere"], 1, "run: there is none in nowhere."],
    [["RUN", "--out", "/nowhere/curves.svg"], 1, "plot: /nowhere/curves.svg cannot be written: ENOENT"],
  ] as const)("explains what is wrong with %j", async (args, exitCode, message) => {
    const { code, stdout, stderr } = await run(...args.map((arg) => (arg === "RUN" ? runOf(1) : arg)));
    expect([code, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toContain(message);
  });
});
