import { describe, expect, it } from "vitest";
import { jsonDisplay, plainDisplay, terminalDisplay } from "../../../src/cli/commands/train-display.ts";
import type { Policy } from "../../../src/policies/index.ts";
import type { RunRecord, TrainingEvent } from "../../../src/runs/index.ts";
import { fakeProcess } from "../fake-context.ts";

const record: RunRecord = {
  format: "logpi-run-1",
  status: "finished",
  environment: "CartPole-v1",
  algorithm: "ppo",
  preset: "tuned",
  seed: 3,
  options: { steps: 4000, seed: 3 },
  versions: { logpi: "0.1.0", node: "20.0.0" },
  platform: "linux-x64",
  started: "2026-01-01T00:00:00.000Z",
  updates: 4,
  steps: 4000,
  seconds: 0.5,
  stepsPerSecond: 8000,
  parameters: "c0ffee",
};
const run = { directory: "runs/CartPole-v1-ppo-1", record };

/** Training at 8,000 steps a second: the report after `update` thousand steps. */
const report = (update: number): TrainingEvent => ({
  ...run,
  event: "report",
  seconds: update / 8,
  report: {
    update,
    steps: 1000 * update,
    totalSteps: 4000,
    episodes: { count: 100, meanReturn: 100 * update, meanLength: 10, info: {}, infoCounts: {} },
    metrics: { policyLoss: -0.5, explainedVariance: Number.NaN },
    warnings: update < 2 ? [] : ["it learns too fast"],
    players: 1,
    workers: 1,
    exactResume: true,
    checkpoint: () => new Uint8Array(0),
    policy: {} as Policy,
  },
});
const start: TrainingEvent = { ...run, event: "start" };
const evaluating: TrainingEvent = { ...run, event: "evaluating" };
const stopped: TrainingEvent = { ...run, event: "stopped" };
const done: TrainingEvent = {
  ...run,
  event: "done",
  evaluation: {
    ...{ episodes: 100, mean: 499.96, std: 0.4, standardError: 0.04, min: 496, max: 500 },
    ...{ meanLength: 499.96, returns: [], lengths: [], info: {}, infoCounts: {}, warnings: [] },
  },
};

it("shows the codes of control characters, which the name of an environment may have", () => {
  for (const display of [plainDisplay, terminalDisplay, jsonDisplay]) {
    const fake = fakeProcess([]);
    const odd = { directory: "runs/\u009bodd", record: { ...record, environment: "\u001b[31mred" } };
    display(fake.context).show({ ...start, ...odd });
    display(fake.context).show({ ...stopped, ...odd });
    for (const obeyed of ["\u001b[31m", "\u009b"]) expect(fake.stdout()).not.toContain(obeyed);
    expect(fake.stdout()).toMatch(/\\u\{1b\}\[31mred|\\u001b\[31mred/);
  }
});

it("tells what the environment told of the episodes of an evaluation", () => {
  const told = { ...done.evaluation, info: { success: 0.93, distance: 1 / 3 } };
  const show = (display: typeof plainDisplay) => {
    const fake = fakeProcess([]);
    display(fake.context).show({ ...done, evaluation: told });
    return fake.stdout();
  };
  expect(show(plainDisplay)).toContain("over 100 episodes (success 0.93, distance 0.333).");
  expect(JSON.parse(show(jsonDisplay)).evaluation.info).toEqual(told.info);
});

const introduction = "Training CartPole-v1 with ppo (tuned settings, seed 3).\n";
const summary = [
  "Trained 4,000 steps in 0.5 s (8,000 steps/s).",
  "Return while training: 100.0 ▁▃▆█ 400.0",
  "Evaluation: 500.0 ± 0.4 over 100 episodes.",
  "Saved in runs/CartPole-v1-ppo-1. To evaluate it again:",
  "  npx logpi evaluate runs/CartPole-v1-ppo-1",
  "",
].join("\n");

/** What comes of a line that is written over: the last text on every row of the screen. */
const screen = (written: string) =>
  written
    .split("\n")
    .map((row) => row.split("\r\x1b[K").at(-1))
    .join("\n");

describe("the display for a pipe", () => {
  it("writes plain lines, and what came of the run", () => {
    let time = 0;
    const fake = fakeProcess([], { now: () => time });
    const display = plainDisplay(fake.context);
    for (const event of [start, report(1), report(2), report(3), report(4), evaluating, done]) {
      display.show(event);
      time += 200;
    }
    display.close();
    expect(fake.stdout()).toBe(
      introduction +
        "1,000 of 4,000 steps  return 100.0  8,000 steps/s  0.4 s left\n" +
        "4,000 of 4,000 steps  return 400.0  ▁▃▆█  8,000 steps/s  0.0 s left\n" +
        summary,
    );
  });

  it("writes each warning once, to stderr", () => {
    const fake = fakeProcess([]);
    const display = plainDisplay(fake.context);
    for (const event of [start, report(1), report(2), report(3), done]) display.show(event);
    expect(fake.stderr()).toBe("Warning: it learns too fast\n");
  });

  it("speaks of default settings, and quotes the folder in the command that it suggests", () => {
    const fake = fakeProcess([]);
    const changed = { directory: "my runs/$1's", record: { ...record, preset: "defaults" } };
    const display = plainDisplay(fake.context);
    for (const event of [start, report(4), done]) display.show({ ...event, ...changed });
    expect(fake.stdout()).toContain("Training CartPole-v1 with ppo (default settings, seed 3).\n");
    expect(fake.stdout()).toMatch(/\n {2}npx logpi evaluate 'my runs\/\$1'\\''s'\n$/);
  });

  it("says that the run was stopped", () => {
    const fake = fakeProcess([]);
    const display = plainDisplay(fake.context);
    for (const event of [start, report(4), stopped]) display.show(event);
    expect(fake.stdout()).toMatch(
      /Trained 4,000 steps.*\n.*\nStopped\. Saved in runs\/CartPole-v1-ppo-1\.\nTo go on:\n {2}npx logpi train --resume runs\/CartPole-v1-ppo-1\n$/,
    );
  });
});

describe("the display for a terminal", () => {
  it("writes one line over and over, ten times a second, and clears it in the end", () => {
    let time = 0;
    const fake = fakeProcess([], { isTTY: true, now: () => time });
    const display = terminalDisplay(fake.context);
    display.show(start);
    for (let i = 0; i < 30; i++) {
      display.show(report(2));
      time += 10;
    }
    expect(fake.stdout().match(/2,000 of 4,000/g)).toHaveLength(3);
    display.show(report(4));
    expect(screen(fake.stdout())).toMatch(/\n4,000 of 4,000 steps {2}return 400\.0 [^\n]*$/);
    display.show(evaluating);
    expect(screen(fake.stdout())).toBe(`${introduction}evaluating …`);
    display.show(done);
    display.close();
    expect(screen(fake.stdout())).toMatch(
      /^Training .*\nTrained .*\nReturn .*\nEvaluation: .*\n.*\n {2}npx .*\n$/,
    );
  });

  it("keeps one column free, however the terminal is resized", () => {
    let time = 0;
    const fake = fakeProcess([], { isTTY: true, now: () => time });
    const stdout = { ...fake.context.stdout, columns: 80 };
    const display = terminalDisplay({ ...fake.context, stdout });
    for (const columns of [200, 80, 50, 20, 3, 1, 120]) {
      stdout.columns = columns;
      time += 1000;
      display.show(report(3));
      const [line] = screen(fake.stdout()).split("\n").slice(-1);
      expect(line!.length).toBeLessThan(columns);
      if (columns >= 50) expect(line).toMatch(/^3,000 of 4,000 steps {2}return 300\.0/);
    }
  });
});

describe("the display for programs", () => {
  it("writes a warning once, and short reports together", () => {
    const fake = fakeProcess([]);
    const display = jsonDisplay(fake.context);
    const short = (update: number) => {
      const event = report(update) as Extract<TrainingEvent, { event: "report" }>;
      return { ...event, report: { ...event.report, steps: 300 * update }, seconds: update / 100 };
    };
    for (const update of [1, 2, 3, 4, 5]) display.show(short(update));
    display.show(stopped);
    const events = fake
      .stdout()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events).toMatchObject([
      { event: "report", update: 1, steps: 300, episodes: 100, meanReturn: 100 },
      { event: "warning", message: "it learns too fast" },
      { event: "report", update: 5, steps: 1500, episodes: 400, meanReturn: 350 },
      { event: "stopped" },
    ]);
  });

  it("writes an object per report and one for the end, and nothing else", () => {
    const fake = fakeProcess([]);
    const display = jsonDisplay(fake.context);
    for (const event of [start, report(1), evaluating, done]) display.show(event);
    display.close();
    const lines = fake.stdout().trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        event: "report",
        update: 1,
        steps: 1000,
        totalSteps: 4000,
        seconds: 0.125,
        episodes: 100,
        meanReturn: 100,
        meanLength: 10,
        policyLoss: -0.5,
        explainedVariance: null,
      },
      {
        event: "done",
        environment: "CartPole-v1",
        algorithm: "ppo",
        seed: 3,
        steps: 4000,
        seconds: 0.5,
        stepsPerSecond: 8000,
        evaluation: { episodes: 100, mean: 499.96, std: 0.4 },
        parameters: "c0ffee",
        run: "runs/CartPole-v1-ppo-1",
      },
    ]);
  });
});
