import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limitSteps } from "../../../src/environments/limit-steps.ts";
import { make, ppo } from "../../../src/index.ts";
import {
  checkpointName,
  checkpointsIn,
  readCheckpoint,
} from "../../../src/runs/checkpoints/checkpoint-files.ts";
import {
  loadRun,
  parametersHash,
  readMetrics,
  type TrainingEvent,
  type TrainSettings,
  train,
} from "../../../src/runs/index.ts";
import { decodeState, encodeState } from "../../../src/state/index.ts";
import { corridor } from "../../algorithms/corridor.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(parent, { recursive: true }));
const folder = (name: string) => join(parent, name);

async function collect(settings: TrainSettings): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of train({ evaluationEpisodes: 2, ...settings })) all.push(event);
  return all;
}

/** A training in which every update has a line of metrics and may have a checkpoint: a clock that no update is faster than. */
const environment = "CartPole-v1";
const options = {
  environments: 2,
  rolloutSteps: 16,
  minibatchSize: 32,
  epochs: 1,
  hidden: [4],
  seed: 1,
  steps: 192,
};
const slowClock = () => {
  let time = 0;
  return () => (time += 1000);
};

/** What a run ended with: all of it but the time that it took. */
function endOf(directory: string) {
  const { record, policy } = loadRun(directory);
  const { run, training } = readCheckpoint(directory, checkpointsIn(directory).at(-1)!);
  const lines = readMetrics(directory).map(({ seconds: _, ...line }) => line);
  const { status, updates, steps, evaluation } = record;
  return {
    ...{ status, updates, steps, evaluation, lines, recent: run.recent },
    weights: parametersHash(policy),
    training: createHash("sha256").update(training).digest("hex"),
  };
}

/** Copies the folder after an update, as a process that is killed then would leave it. */
async function runThatIsKilled(settings: TrainSettings, copy: string, after: number): Promise<void> {
  for await (const event of train(settings)) {
    if (event.event !== "report" || event.report.update !== after) continue;
    cpSync(event.directory, copy, { recursive: true });
    return;
  }
}

describe("a run that is resumed", () => {
  it("ends with the metrics, weights, evaluation and checkpoint of a run without a stop, in which every update has a line", async () => {
    const settings = { environment, preset: "defaults", options, now: slowClock() };
    await collect({ ...settings, run: folder("whole") });
    const whole = endOf(folder("whole"));
    expect(whole).toMatchObject({ status: "finished", updates: 6, steps: 192 });
    expect(whole.lines.map(({ update }) => update)).toEqual([1, 2, 3, 4, 5, 6]);

    const kill = { ...settings, run: folder("killed"), checkpointEvery: 64 };
    await runThatIsKilled(kill, folder("copy"), 5);
    expect(readMetrics(folder("copy")).length).toBe(5);
    expect(checkpointsIn(folder("copy"))).toEqual([0, 64, 128]);
    const [start] = await collect({ resume: folder("copy"), now: slowClock(), evaluationEpisodes: 2 });
    expect(start!.record.resumed).toMatchObject({ times: 1, updates: 4, steps: 128, exactResume: true });
    expect(endOf(folder("copy"))).toEqual(whole);
  });

  it("trains on for more steps than it was begun with, as if it had been begun with them", async () => {
    const settings = { environment, preset: "defaults", options, now: slowClock() };
    await collect({ ...settings, run: folder("whole") });
    await collect({ ...settings, options: { ...options, steps: 96 }, run: folder("half") });
    await collect({ resume: folder("half"), options: { steps: 192 }, now: slowClock() });
    expect(endOf(folder("half"))).toEqual(endOf(folder("whole")));
    expect(loadRun(folder("half")).record.options).toMatchObject({ steps: 192 });
  });

  it("goes on from the beginning when it was killed before its first update", async () => {
    const settings = { environment, preset: "defaults", options, now: slowClock() };
    await collect({ ...settings, run: folder("whole") });
    for await (const event of train({ ...settings, run: folder("begun") })) {
      if (event.event !== "report") continue;
      break;
    }
    rmSync(join(folder("begun"), checkpointName(32)));
    expect(checkpointsIn(folder("begun"))).toEqual([0]);
    await collect({ resume: folder("begun"), now: slowClock() });
    expect(endOf(folder("begun"))).toEqual(endOf(folder("whole")));
  });

  it("can be asked to stop before it goes on, and go on later", async () => {
    const settings = { environment, preset: "defaults", options, now: slowClock() };
    await collect({ ...settings, run: folder("whole") });
    await runThatIsKilled({ ...settings, run: folder("killed"), checkpointEvery: 64 }, folder("copy"), 3);
    const resume = { resume: folder("copy"), now: slowClock() };
    const stopped = await collect({ ...resume, signal: AbortSignal.abort() });
    expect(stopped.map(({ event }) => event)).toEqual(["start", "stopped"]);
    await collect(resume);
    expect(endOf(folder("copy"))).toEqual(endOf(folder("whole")));
  });

  it("has no episode twice in its lines when it failed just after a checkpoint", async () => {
    let left = 100; // a step of the fourth update
    const fragile = () => {
      const sound = make(environment);
      const step: typeof sound.step = (action) => {
        left -= 1;
        if (left === 0) throw new Error("The simulator is worn out.");
        return sound.step(action);
      };
      return { ...sound, step };
    };
    const settings = {
      ...{ environment: fragile, preset: "defaults", now: () => 0, checkpointEvery: 32 },
      options: { ...options, steps: 320 },
    };
    await expect(collect({ ...settings, run: folder("run") })).rejects.toThrow("worn out");
    await collect({ resume: folder("run"), environment: fragile, now: () => 0 });
    await collect({ ...settings, run: folder("whole") });
    const told = (name: string) =>
      readMetrics(folder(name)).map(({ update, episodes }) => [update, episodes]);
    expect(told("run")).toEqual(told("whole"));
  });

  it("keeps its record and its metrics where a log or the best policy cannot be opened", async () => {
    const settings = { environment, preset: "defaults", options, now: slowClock(), checkpointEvery: 64 };
    await collect({ ...settings, run: folder("run"), log: ["csv"], evaluateEvery: 64 });
    const everything = () =>
      ["run.json", "metrics.jsonl"].map((name) => readFileSync(join(folder("run"), name), "utf8"));
    const before = everything();
    rmSync(join(folder("run"), "metrics.csv"));
    mkdirSync(join(folder("run"), "metrics.csv"));
    const resume = () => collect({ resume: folder("run"), options: { steps: 384 }, now: slowClock() });
    await expect(resume()).rejects.toThrow(/metrics\.csv cannot be written/);
    expect(everything()[0]).toBe(before[0]);
    const best = join(folder("run"), "policy-best.safetensors");
    writeFileSync(best, readFileSync(best).subarray(0, 300));
    await expect(resume()).rejects.toThrow(best);
    expect(everything()).toEqual(before);
  });

  it("goes on in a folder of logs too, in which no line is twice and none is missing", async () => {
    const settings = { environment, preset: "defaults", options, now: slowClock(), log: ["csv"] as const };
    await runThatIsKilled({ ...settings, run: folder("killed"), checkpointEvery: 64 }, folder("copy"), 5);
    await collect({ resume: folder("copy"), now: slowClock() });
    const rows = readFileSync(join(folder("copy"), "metrics.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1);
    expect(rows.map((row) => row.split(",")[0])).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it("ends as a run without a stop whatever the algorithm, its settings, the checkpoints, and when it is killed", async () => {
    const algorithms = {
      ppo: { environments: 2, rolloutSteps: 8, minibatchSize: 16, epochs: 2, steps: 96 },
      a2c: { environments: 3, rolloutSteps: 5, steps: 90 },
      "actor-critic": { environments: 3, rolloutSteps: 5, steps: 90 },
      "average-reward-actor-critic": { environments: 3, rolloutSteps: 5, steps: 90 },
      impala: { environments: 3, rolloutSteps: 5, steps: 90, policyLag: 2 },
      reinforce: { episodesPerUpdate: 2, steps: 150 },
      "natural-policy-gradient": { environments: 2, rolloutSteps: 8, valueMinibatchSize: 16, steps: 96 },
      trpo: { environments: 2, rolloutSteps: 8, valueMinibatchSize: 16, steps: 96 },
      td3: { rolloutSteps: 8, startSteps: 16, batchSize: 8, replaySize: 60, steps: 72 },
      sac: { rolloutSteps: 8, startSteps: 16, batchSize: 8, replaySize: 60, steps: 72 },
    } as const;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          name: fc.constantFrom(...(Object.keys(algorithms) as (keyof typeof algorithms)[])),
          hidden: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
          seed: fc.nat(1000),
          checkpointEvery: fc.integer({ min: 1, max: 60 }),
          keepCheckpoints: fc.integer({ min: 1, max: 3 }),
          evaluateEvery: fc.option(fc.integer({ min: 10, max: 50 }), { nil: undefined }),
        }),
        fc.integer({ min: 1, max: 4 }),
        async ({ name, hidden, seed, evaluateEvery, ...keeping }, killedAfter) => {
          rmSync(parent, { recursive: true });
          const settings = {
            ...{
              environment: name === "sac" || name === "td3" ? "Pendulum-v1" : environment,
              algorithm: name,
              preset: "defaults",
            },
            ...{ options: { ...algorithms[name], hidden, seed }, evaluationEpisodes: 1, now: slowClock() },
            ...keeping,
            ...(evaluateEvery !== undefined && { evaluateEvery }),
          };
          await collect({ ...settings, run: folder("whole") });
          await runThatIsKilled({ ...settings, run: folder("killed") }, folder("copy"), killedAfter);
          await collect({ resume: folder("copy"), now: slowClock(), evaluationEpisodes: 1 });
          expect(endOf(folder("copy"))).toEqual(endOf(folder("whole")));
          expect(loadRun(folder("copy")).record.best).toEqual(loadRun(folder("whole")).record.best);
        },
      ),
      { numRuns: 5, seed: 4 },
    );
  }, 60_000);

  it("says so where an environment has no state to go on from, in the record and for good", async () => {
    const settings = {
      environment: () => limitSteps(corridor(), 20),
      options,
      preset: "defaults",
      now: slowClock(),
    };
    await runThatIsKilled({ ...settings, run: folder("killed"), checkpointEvery: 32 }, folder("copy"), 3);
    const again = { environment: settings.environment, resume: folder("copy"), now: slowClock() };
    const [start] = await collect(again);
    expect(start!.record.resumed).toMatchObject({ times: 1, updates: 3, exactResume: false });
    await collect({ ...again, options: { steps: 256 } });
    expect(loadRun(folder("copy")).record).toMatchObject({
      status: "finished",
      steps: 256,
      resumed: { times: 2, updates: 6, exactResume: false },
    });
  });
});

describe("a run that cannot be resumed", () => {
  const begin = (settings: object = {}) =>
    collect({
      environment,
      preset: "defaults",
      options: { ...options, steps: 64 },
      run: folder("run"),
      ...settings,
    });
  const everything = () =>
    readdirSync(folder("run")).map((name) => [name, readFileSync(join(folder("run"), name), "base64")]);

  it.each<[string, object, RegExp]>([
    [
      "another seed",
      { options: { seed: 2 } },
      /option seed is 1 there and 2 here.*only steps and workers may differ/,
    ],
    [
      "another environment",
      { environment: "Pendulum-v1" },
      /environment is CartPole-v1 there and Pendulum-v1 here/,
    ],
    [
      "an option that there is not",
      { options: { stps: 2 } },
      /there is no option stps\. Did you mean steps\?/,
    ],
    [
      "fewer steps than are trained",
      { options: { steps: 32 } },
      /^resume: option steps is 32, and .*run has trained 64 steps already\. .*: give more than 64, or leave it out for the 64 /,
    ],
    ["a preset", { preset: "zoo" }, /^train, of a run that is resumed: there is no option preset/],
    ["no count of steps", { checkpointEvery: 0 }, /^checkpointEvery is 0; it must be an integer/],
  ])("says what is wrong, and changes nothing: %s", async (_, settings, message) => {
    await begin();
    const before = everything();
    await expect(collect({ resume: folder("run"), ...settings })).rejects.toThrow(message);
    expect(everything()).toEqual(before);
  });

  it.each([
    ["all", (_: string[]) => undefined],
    ["the last", (lines: string[]) => lines.slice(0, -1)],
  ])("is one of which %s lines of metrics before the checkpoint are gone", async (_, kept) => {
    await begin({ now: slowClock() });
    const file = join(folder("run"), "metrics.jsonl");
    const lines = kept(readFileSync(file, "utf8").trimEnd().split("\n"));
    if (lines) writeFileSync(file, `${lines.join("\n")}\n`);
    else rmSync(file);
    await expect(collect({ resume: folder("run"), options: { steps: 96 } })).rejects.toThrow(
      `${file}: the line of 64 steps, which was written before the checkpoint, is not there. Put the file back`,
    );
  });

  it.each(["evaluateEvery", "keepCheckpoints", "checkpointEvery", "evaluationEpisodes"])(
    "is one whose record has a %s that is no count",
    async (name) => {
      await begin();
      const file = join(folder("run"), "run.json");
      const record = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(file, JSON.stringify({ ...record, keeping: { ...record.keeping, [name]: -5 } }));
      const message = `${file}: keeping.${name}: expected`;
      await expect(collect({ resume: folder("run"), options: { steps: 96 } })).rejects.toThrow(message);
    },
  );

  it("is one that is being trained, by this process or another, but not one whose process was killed, nor a copy", async () => {
    const trained = train({ environment, preset: "defaults", options, run: folder("run") });
    await trained.next();
    await trained.next();
    const resume = () => collect({ resume: folder("run"), evaluationEpisodes: 1 });
    const lock = join(folder("run"), "run.lock");
    const message = (pid: number) =>
      `run: ${folder("run")} is in use by process ${pid}. Wait until that has ended, or end it; if there is no such ` +
      `process, delete ${lock}.`;
    await expect(resume()).rejects.toThrow(message(process.pid));
    cpSync(folder("run"), folder("copy"), { recursive: true });
    await collect({ resume: folder("copy") });
    const own = JSON.parse(readFileSync(lock, "utf8"));
    await trained.return();
    expect(existsSync(lock)).toBe(false);

    const began = readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19];
    writeFileSync(lock, JSON.stringify({ ...own, pid: process.ppid, began }));
    await expect(resume()).rejects.toThrow(message(process.ppid));
    // Another process has got its number since.
    writeFileSync(lock, JSON.stringify({ ...own, pid: process.ppid, began: "1" }));
    await resume();
    expect(existsSync(lock)).toBe(false);
  });

  it("says that there is no checkpoint, and where one is missing which there are", async () => {
    await begin({ checkpointEvery: "none" });
    await expect(collect({ resume: folder("run") })).rejects.toThrow(
      `resume: ${folder("run")} has no checkpoint. Train it again, without checkpointEvery: "none" (--checkpoint-every none).`,
    );
    expect(() => loadRun(folder("run"), { checkpoint: 32 })).toThrow(
      /checkpoint-32\.safetensors: there is no checkpoint of 32 steps\. There is no other/,
    );
    await expect(collect({ resume: folder("nothing") })).rejects.toThrow("run: there is none in");
  });

  it("notices damage of a checkpoint wherever it is, and names the checkpoints before", async () => {
    await begin({ checkpointEvery: 32 });
    const file = join(folder("run"), checkpointName(64));
    const written = readFileSync(file);
    for (const length of [0, 7, 100, written.length - 1]) {
      writeFileSync(file, written.subarray(0, length));
      await expect(collect({ resume: folder("run") })).rejects.toThrow(
        /checkpoint-64\.safetensors: the checkpoint is damaged, or none of logpi: .* There are those of 0, 32 steps; delete the file/,
      );
    }
    // Behind the header no byte may differ.
    const header = 8 + Number(written.readBigUInt64LE(0));
    for (let at = header; at < written.length; at += 97) {
      const damaged = Uint8Array.from(written);
      damaged[at]! ^= 4;
      writeFileSync(file, damaged);
      expect(() => readCheckpoint(folder("run"), 64), `byte ${at}`).toThrow(/its SHA-256 is/);
    }
    rmSync(file);
    await collect({ resume: folder("run") });
    expect(loadRun(folder("run")).record).toMatchObject({ status: "finished", resumed: { steps: 32 } });
  });

  it("checks what a checkpoint says before it is used", async () => {
    await begin();
    const { training } = readCheckpoint(folder("run"), 64);
    const state = decodeState(training) as Record<string, Record<string, unknown>>;
    const changed = (change: (training: Record<string, unknown>) => void) => {
      const copy = structuredClone(state);
      change(copy.training!);
      return () => {
        const resume = encodeState(copy as never);
        return ppo(environment, { ...options, steps: 64 }, { resume })
          [Symbol.iterator]()
          .next();
      };
    };
    expect(changed((training) => (training.update = -1))).toThrow(
      /^resume\.update: it must be a whole number from 0; found -1/,
    );
    expect(changed((training) => (training.copies = []))).toThrow(/copies: it must have 2 entries; found 0/);
    expect(changed((training) => delete training.learner)).toThrow(/it must have update, steps/);
    const order = (training: Record<string, unknown>) =>
      ((training.learner as { algorithm: Record<string, Record<string, Int32Array>> }).algorithm.minibatches!
        .order![3] = 1_000_000);
    expect(changed(order)).toThrow(
      /^resume\.learner\.algorithm\.minibatches\.order: it must hold every number from 0 to 31 once/,
    );
  });
});

describe("a run that is evaluated during training", () => {
  const evaluated = { environment, preset: "defaults", options, evaluateEvery: 64, now: slowClock() };

  it("keeps the best policy, says what it achieved, and trains no other weights", async () => {
    const events = await collect({ ...evaluated, run: folder("evaluated") });
    await collect({ environment, preset: "defaults", options, run: folder("plain"), now: slowClock() });
    const [end, plain] = [endOf(folder("evaluated")), endOf(folder("plain"))];
    expect([end.weights, end.training]).toEqual([plain.weights, plain.training]);
    expect(events.map(({ event }) => event).filter((event) => event === "evaluation")).toHaveLength(3);

    const evaluations = events.flatMap((each) => (each.event === "evaluation" ? [each] : []));
    expect(evaluations.map(({ report }) => report.steps)).toEqual([64, 128, 192]);
    const means = evaluations.map(({ evaluation }) => evaluation.mean);
    const best = 64 * (1 + means.indexOf(Math.max(...means)));
    const { record, policy } = loadRun(folder("evaluated"), { checkpoint: "best" });
    expect(record).toMatchObject({ steps: best, parameters: parametersHash(policy) });
    expect(record.best).toMatchObject({ steps: best, evaluation: { episodes: 2, mean: Math.max(...means) } });
    expect(readMetrics(folder("evaluated")).map((line) => line.evaluationReturn ?? "none")).toEqual([
      ...["none", means[0], "none", means[1], "none", means[2]],
    ]);
    // The last policy is evaluated in other episodes than those by which the best one was chosen.
    expect(record.evaluation!.mean).not.toBe(means[2]);
  });

  it("ends at the return that it was to reach, of an evaluation or else of the last episodes, and says which", async () => {
    const reached = await collect({ ...evaluated, until: 5, run: folder("evaluated") });
    expect(reached.at(-1)!.record).toMatchObject({
      ...{ status: "finished", steps: 64, keeping: { until: 5, evaluateEvery: 64 } },
      reached: { of: "evaluation", episodes: 2 },
    });
    const long = { ...options, steps: 20_000 };
    const episodes = await collect({
      environment,
      preset: "defaults",
      options: long,
      until: 5,
      run: folder("episodes"),
    });
    const { record } = episodes.at(-1)!;
    expect(record).toMatchObject({ status: "finished", reached: { of: "episodes" } });
    expect(record.reached!.episodes).toBeGreaterThanOrEqual(100);
    expect(record.steps).toBeLessThan(20_000);
    expect(await collect({ ...evaluated, until: 500, run: folder("never") })).toHaveLength(12);
  });

  it("may draw the actions of its evaluations", async () => {
    const events = await collect({ ...evaluated, stochastic: true, run: folder("drawn") });
    const { record } = events.at(-1)!;
    await collect({ ...evaluated, run: folder("greedy") });
    expect(record.keeping).toMatchObject({ stochastic: true });
    expect(record.evaluation).not.toEqual(loadRun(folder("greedy")).record.evaluation);
    expect(endOf(folder("drawn")).training).toBe(endOf(folder("greedy")).training);
  });

  it("says that there is no best policy where there were no evaluations", async () => {
    await collect({ environment, preset: "defaults", options, run: folder("plain") });
    expect(() => loadRun(folder("plain"), { checkpoint: "best" })).toThrow(
      "has no best policy (no policy-best.safetensors): it was not evaluated during training. Train with --evaluate-every STEPS",
    );
    const { record, policy } = loadRun(folder("plain"), { checkpoint: 0 });
    expect(record).toMatchObject({ updates: 0, steps: 0, parameters: parametersHash(policy) });
  });
});

describe("a run that begins with a policy", () => {
  it("has its weights and architecture, and says so", async () => {
    await collect({ environment, preset: "defaults", options, run: folder("first") });
    const { policy } = loadRun(folder("first"));
    const { hidden: _, ...others } = options;
    const settings = { environment, preset: "defaults", options: { ...others, seed: 5 }, policy };
    await collect({ ...settings, checkpointEvery: 32, keepCheckpoints: 9, run: folder("second") });
    const beginning = loadRun(folder("second"), { checkpoint: 0 });
    expect(beginning.policy.weights()).toEqual(policy.weights());
    expect(beginning.record.initialParameters).toBe(parametersHash(policy));

    const pendulum = { environment: "Pendulum-v1", preset: "defaults" };
    const built = { ...options, head: "squashed-normal", normalizeObservations: true };
    await collect({ ...pendulum, options: built, run: folder("normalized") });
    const normalized = loadRun(folder("normalized")).policy;
    const { steps, rolloutSteps, environments, minibatchSize } = options;
    const like = {
      ...pendulum,
      options: { steps, rolloutSteps, environments, minibatchSize },
      policy: normalized,
    };
    await collect({ ...like, run: folder("like") });
    expect(loadRun(folder("like")).record.options).toMatchObject({
      head: "squashed-normal",
      normalizeObservations: true,
    });
  });
});
