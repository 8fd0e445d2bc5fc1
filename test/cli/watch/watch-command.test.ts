import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { evaluate, loadRun } from "../../../src/runs/index.ts";
import { type FakeProcess, type FakeProcessOptions, fakeProcess } from "../fake-context.ts";
import { decodeGif } from "./decode-gif.ts";

let folder: string;
let trained: string;
/** The episodes that an evaluation has. */
let lengths: readonly number[];

async function run(args: readonly string[], options: FakeProcessOptions = {}) {
  const fake = fakeProcess(args, options);
  const code = await runCommandLine(fake.context);
  expect(fake.listening()).toBe(false);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const watch = (args: readonly string[], options: FakeProcessOptions = {}) =>
  run(["watch", trained, ...args], options);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  trained = join(folder, "run");
  const size = ["--steps", "64", "--set", "environments=2", "--set", "rolloutSteps=32"];
  await run([
    "train",
    "CartPole-v1",
    ...size,
    "--set",
    "minibatchSize=64",
    "--episodes",
    "1",
    "--run",
    trained,
  ]);
  const { policy } = loadRun(trained);
  lengths = evaluate(policy, "CartPole-v1", { episodes: 2, seed: 0 }).lengths;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const ends = () =>
  lengths
    .map((steps, i) => `Episode ${i + 1}: return ${steps}.0 after ${steps} steps (terminated).\n`)
    .join("");

describe("logpi watch", () => {
  it("plays the episodes of the evaluation, and says without a terminal how to see them", async () => {
    const { code, stdout, stderr } = await watch(["--episodes", "2"]);
    expect([code, stdout]).toEqual([0, ends()]);
    expect(stderr).toBe(
      "The output is no terminal with colors, so the pictures are not shown; --out episode.gif writes them to a file.\n",
    );
  });

  it("writes an animated file with a frame for each moment", async () => {
    const file = join(folder, "episode.gif");
    const { code, stdout } = await watch(["--out", file]);
    const { frames } = decodeGif(readFileSync(file));
    const count = lengths[0] + 1;
    const end = ends().split("\n")[0];
    expect([code, stdout.slice(0, end.length)]).toEqual([0, end]);
    expect(stdout.slice(end.length)).toMatch(
      new RegExp(`^\\nWritten to .*episode\\.gif: ${count} frames, \\d+ kB\\.\n$`),
    );
    expect(frames).toHaveLength(count);
    expect(frames.map(({ delay }) => delay).filter((delay) => delay !== 2)).toEqual([100]);
  });

  it("shows episodes live in a terminal, on a screen of their own that it leaves again", async () => {
    const { stdout } = await watch(["--fps", "1000"], { isTTY: true, columns: 60, rows: 12, now: () => 0 });
    const [enter, leave] = ["\u001b[?1049h\u001b[?25l", "\u001b[?25h\u001b[?1049l"];
    expect(stdout.startsWith(enter)).toBe(true);
    expect(stdout.split(leave)[1]).toMatch(/^Episode 1: return/);
    const pictures = stdout.split("\u001b[H").slice(1);
    expect(pictures).toHaveLength(lengths[0] + 1);
    for (const picture of pictures) expect(picture.split("\n").length).toBeLessThanOrEqual(14);
    expect(pictures[3]).toContain("CartPole-v1  episode 1  step 3  return 3.0");
  });

  it("ends at an interruption, and keeps what was played", async () => {
    const file = join(folder, "broken-off.gif");
    const interrupt = (_: string, fake: FakeProcess) => fake.interrupt("SIGINT");
    const live = await watch([], { isTTY: true, onWrite: interrupt });
    expect(live.code).toBe(130);
    expect(live.stdout).toContain("\u001b[?1049l");
    const written = await watch(["--episodes", "2", "--out", file], { onWrite: interrupt });
    expect(written.code).toBe(130);
    expect(decodeGif(readFileSync(file)).frames).toHaveLength(lengths[0] + 1);
  });

  it("writes the steps of an environment without a picture, and no file", async () => {
    const module = join(folder, "plain.mjs");
    const index = JSON.stringify(new URL("../../../src/index.ts", import.meta.url).href);
    writeFileSync(
      module,
      `import { make } from ${index};\nexport default () => ({ ...make("CartPole-v1"), render: undefined });\n`,
    );
    const { code, stdout } = await watch(["--environment", module]);
    const lines = stdout.trimEnd().split("\n");
    expect([code, lines.length]).toEqual([0, lengths[0] + 2]);
    expect(lines[0]).toMatch(/^begin: observation \[-?0\.\d+,-?0\.\d+,-?0\.\d+,-?0\.\d+\]$/);
    expect(lines[1]).toMatch(/^step 1: action [01], reward 1, observation \[/);
    const refused = await watch(["--environment", module, "--out", join(folder, "none.gif")]);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining("has no picture to write to"),
    ]);
  });

  it.each([
    [["--out", "episode.mp4"], '--out is "episode.mp4"; it must be the name of a GIF file'],
    [["--out", "no/such/episode.gif"], '--out is "no/such/episode.gif"; there is no folder no/such.'],
    [["--fps", "0"], '--fps is "0"; it must be a number from 0.002 to 1000.'],
    // More than a GIF can say of how long a step is shown.
    [["--fps", "0.001"], '--fps is "0.001"; it must be a number from 0.002 to 1000.'],
    [["--episodes", "0"], '--episodes is "0"; it must be a whole number from 1.'],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await watch(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
