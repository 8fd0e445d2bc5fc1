import * as fs from "node:fs";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityOf, lockFolder } from "../../../src/runs/folder/folder-lock.ts";
import { loadRun, readPresetFile, train } from "../../../src/runs/index.ts";
import { runTrial } from "../../../src/runs/tuning/run-trial.ts";
import {
  type RunTrial,
  type TuneSettings,
  type TuningEvent,
  tuneWith,
} from "../../../src/runs/tuning/tune.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const learningRate = { kind: "log-uniform", from: 1e-5, to: 1 } as const;
const searched = (out: string, more: Partial<TuneSettings> = {}): TuneSettings => ({
  ...{ environment: "CartPole-v1", algorithm: "a2c", preset: "defaults", ranges: { learningRate } },
  ...{ options: { steps: 800 }, trials: 12, seeds: 2, out: join(folder, out) },
  ...(more as object),
});

/** Trains nothing: the return is −(log₁₀ of the learning rate + 2)², so that 0.01 is the best there is; above 0.3 it fails. */
const known: RunTrial = async ({ options, until }, { onSteps, signal }) => {
  await nextTurn();
  if (signal.aborted) return undefined;
  onSteps(until);
  const rate = options.learningRate as number;
  if (rate > 0.3) return { failure: `diverged at ${rate}` };
  return {
    steps: until,
    mean: -((Math.log10(rate) + 2) ** 2) - (options.seed as number) / 1e6,
    std: 0,
    parameters: "",
  };
};

async function all(settings: TuneSettings, run: RunTrial = known): Promise<TuningEvent[]> {
  const events: TuningEvent[] = [];
  for await (const event of tuneWith(settings, run)) events.push(event);
  return events;
}

const findings = (out: string) =>
  ["table.md", "best.json"].map((name) => readFileSync(join(folder, out, name), "utf8"));
const journal = (out: string) => join(folder, out, "tuning.jsonl");

describe("tune", () => {
  it.each([false, true])("finds the best that it has drawn, with halving %s", async (halving) => {
    const events = await all(searched("search", { halving }));
    const done = events.at(-1)!;
    const rates = done.plan.trials.map((trial) => (trial.learningRate ?? 7e-4) as number);
    const distance = (rate: number) => (rate > 0.3 ? Infinity : Math.abs(Math.log10(rate) + 2));
    const best = rates.reduce((a, b) => (distance(b) < distance(a) ? b : a));
    expect(done.event === "done" && done.preset).toBe(join(folder, "search", "best.json"));
    expect(readPresetFile(join(folder, "search", "best.json"))).toEqual({
      ...{ algorithm: "a2c", environment: "CartPole-v1", options: { steps: 800, learningRate: best } },
    });
    expect(rates.length).toBe(12);
    if (!halving) expect(done.steps).toBe(done.totalSteps);
    const [table] = findings("search");
    expect(table.split("\n").length).toBe(12 + 3);
    for (const rate of rates.filter((rate) => rate > 0.3))
      expect(table).toContain(`failed: seed 0: diverged at ${rate}`);
  });

  it("comes to the same table and preset with any number of processes", async () => {
    await all(searched("one", { processes: 1, halving: true }));
    await all(searched("five", { processes: 5, halving: true }));
    expect(findings("five")).toEqual(findings("one"));
    await all(searched("other", { seed: 1, halving: true }));
    expect(findings("other")).not.toEqual(findings("one"));
  });

  it("comes to the same when it was stopped, or its last line cut off, and resumed", async () => {
    await all(searched("whole", { halving: true }));
    let runs = 0;
    const stop = new AbortController();
    const stopping: RunTrial = async (task, listener) => {
      if (++runs === 7) stop.abort();
      return known(task, listener);
    };
    const stopped = await all(
      searched("parts", { halving: true, processes: 2, signal: stop.signal }),
      stopping,
    );
    expect(stopped.at(-1)).toMatchObject({ event: "stopped" });
    const resume = { resume: join(folder, "parts") };
    for await (const { event } of tuneWith(resume, known)) if (event === "rung") break;
    const lines = readFileSync(journal("parts"), "utf8");
    writeFileSync(journal("parts"), lines.slice(0, -20));
    const [start, ...rest] = await all(resume);
    expect(start.ranking.length).toBeGreaterThan(0);
    expect(rest.at(-1)).toMatchObject({ event: "done" });
    expect(findings("parts")).toEqual(findings("whole"));
    // What is over stays as it is, and is told again.
    const again = await all(resume, () => Promise.reject(new Error("nothing is left to train")));
    expect(again.map(({ event }) => event)).toEqual(["start", "done"]);
  });

  it("ends where the folder of a run is another process's, and comes to the same when that has ended", async () => {
    await all(searched("whole"));
    const settings = searched("busy", { processes: 1 });
    const busy: RunTrial = async (task, listener) => {
      if (!task.run.endsWith("trial-1-seed-0")) return known(task, listener);
      await runTrial({ ...task, until: 1 }, listener);
      const unlock = lockFolder(fs, task.run, identityOf(task.run)!);
      try {
        return await runTrial(task, listener);
      } finally {
        unlock();
      }
    };
    await expect(all(settings, busy)).rejects.toThrow(/^run: .*trial-1-seed-0 is in use by process/);
    expect(readFileSync(journal("busy"), "utf8")).not.toContain("in use by process");
    await all({ resume: join(folder, "busy") });
    expect(findings("busy")).toEqual(findings("whole"));
  });

  it("is refused while another one goes on in the same folder", async () => {
    const first = tuneWith(searched("twice"), known);
    await first.next();
    const message = `tune: ${join(folder, "twice")} is in use by process ${process.pid}`;
    await expect(all({ resume: join(folder, "twice") })).rejects.toThrow(message);
    await first.return();
    await all({ resume: join(folder, "twice") });
    expect(existsSync(join(folder, "twice", "tune.lock"))).toBe(false);
  });

  it("makes no folder where the algorithm cannot handle the environment's actions", async () => {
    const ranges = undefined as never;
    await expect(all(searched("unfit", { algorithm: "td3", ranges }))).rejects.toThrow(/^td3: .*CartPole-v1/);
    expect(existsSync(join(folder, "unfit"))).toBe(false);
  });

  it("says so where every trial fails", async () => {
    const failing: RunTrial = async () => ({ failure: "out of luck" });
    const done = (await all(searched("failing", { halving: true }), failing)).at(-1)!;
    expect(done).toMatchObject({ event: "done", preset: undefined });
    expect(done.ranking.every(({ failure }) => failure === "seed 0: out of luck")).toBe(true);
  });

  it("ends its trainings when its events are not read on", async () => {
    let running = 0;
    const endless: RunTrial = (_, { signal, onSteps }) => {
      running++;
      onSteps(1);
      return new Promise((resolve) =>
        signal.addEventListener("abort", () => {
          running--;
          resolve(undefined);
        }),
      );
    };
    for await (const { event } of tuneWith(searched("left", { processes: 3 }), endless)) {
      if (event === "progress") break;
    }
    expect(running).toBe(0);
  });
});

describe("a search that cannot be", () => {
  it.each([
    [{ trials: 0 }, "tune: trials is 0; it must be an integer from 1"],
    [{ seeds: 1.5 }, "tune: seeds is 1.5; it must be an integer from 1"],
    [{ trials: 1e9 }, "tune: trials is 1000000000; it must be an integer from 1 to 100000"],
    [{ seeds: 1e9 }, "tune: seeds is 1000000000; it must be an integer from 1 to 100000"],
    [{ out: 5 }, "tune: out is 5; it must be the path of a folder"],
    [{ processes: 0 }, "tune: processes is 0; it must be an integer from 1"],
    [{ trails: 3 }, "tune: there is no option trails. Did you mean trials?"],
    [{ options: { seed: 3 } }, "tune: the option seed is given; write seed beside the options"],
    [
      { options: { architecture: () => {} } },
      "tune: options.architecture is a function; it must be plain data",
    ],
    [{ environment: () => ({}) }, "environment"],
    [{ environment: "TicTacToe-v0", algorithm: "self-play" }, "is a game of 2 players"],
    [{ algorithm: "behavior-cloning", ranges: undefined }, "tune: there is nothing to search"],
  ])("is explained: %j", async (more, message) => {
    await expect(all(searched("none", more as object))).rejects.toThrow(message);
    expect(() => readFileSync(journal("none"))).toThrow("ENOENT");
  });

  it("is explained where its folder has another one, or none", async () => {
    await all(searched("taken"));
    await expect(all(searched("taken"))).rejects.toThrow(
      /taken already holds a search\. Go on with it \(--resume /,
    );
    await expect(all({ resume: join(folder, "nothing") })).rejects.toThrow(/there is no search in .*nothing/);
  });

  it("is explained where a line of its journal is none of it", async () => {
    await all(searched("damaged"));
    const lines = readFileSync(journal("damaged"), "utf8").split("\n").slice(0, -1);
    const reading = async (changed: readonly string[]) => {
      writeFileSync(journal("damaged"), changed.map((line) => `${line}\n`).join(""));
      await all({ resume: join(folder, "damaged") });
    };
    await expect(reading(lines.with(3, "{"))).rejects.toThrow(/tuning\.jsonl, line 4: it is damaged: /);
    await expect(reading(lines.with(3, lines[2]))).rejects.toThrow(
      /line 4: there is a result of trial 0 with/,
    );
    await expect(reading(lines.with(0, lines[1]))).rejects.toThrow(
      /line 1: it is damaged: format: expected /,
    );
    await expect(reading([lines[0].replace(/"version":"[^"]*"/, '"version":"0.0.0"')])).rejects.toThrow(
      /was begun with logpi 0\.0\.0, and this is /,
    );
    await expect(reading([lines[0].replace('"learningRate":0.', '"learningRate":-0.')])).rejects.toThrow(
      "a2c: option learningRate is -0.",
    );
  });
});

describe("a search that trains", () => {
  const tiny = (out: string, more: object = {}) =>
    searched(out, {
      ...{
        options: { steps: 320, hidden: [4], environments: 4 },
        trials: 4,
        seeds: 1,
        episodes: 2,
        halving: true,
      },
      ...more,
    });

  it("goes on with the run of the rung before, to the weights of an unbroken training", async () => {
    const events = await all(tiny("search"), runTrial);
    const [best] = events.at(-1)!.ranking;
    expect(best).toMatchObject({ rung: 2, steps: 320 });
    const { plan } = events[0];
    const settings = { environment: "CartPole-v1", algorithm: "a2c", preset: "defaults" };
    const options = { ...plan.options, ...plan.trials[best.trial], seed: 0 };
    for await (const _ of train({
      ...settings,
      options,
      run: join(folder, "unbroken"),
      evaluationEpisodes: 1,
    }));
    const weights = loadRun(join(folder, "unbroken")).record.parameters;
    const last = events.findLast((event) => event.event === "result");
    expect(last!.event === "result" && last!.result).toMatchObject({
      trial: best.trial,
      parameters: weights,
    });
  });

  it("has a trial that cannot be trained as one with the reason, and goes on", async () => {
    const learningRate = { kind: "choice", values: [3e38] } as const;
    const done = (
      await all(tiny("failing", { ranges: { learningRate }, trials: 2, halving: false }), runTrial)
    ).at(-1)!;
    expect(done.ranking.map(({ trial }) => trial)).toEqual([0, 1]);
    expect(done.ranking[1].failure).toMatch(
      /^seed 0: weight .* became .*Infinity in update 1; training stopped/,
    );
  });

  it("begins a run again that was killed before it had a checkpoint", async () => {
    const one = { halving: false, trials: 1 };
    const whole = await all(tiny("whole", one), runTrial);
    await all(tiny("killed", { ...one, signal: AbortSignal.abort() }), runTrial);
    // As a kill leaves the folder behind right after it was made.
    const run = join(folder, "killed", "runs", "trial-0-seed-0");
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, "metrics.jsonl"), "");
    const again = await all({ resume: join(folder, "killed") }, runTrial);
    expect(again.at(-1)!.ranking).toEqual(whole.at(-1)!.ranking);
  });
});
