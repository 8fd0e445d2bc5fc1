import {
  copyFileSync,
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
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { make } from "../../src/environments/index.ts";
import { loadRun, parametersHash, type RunRecord, type TrainingEvent, train } from "../../src/runs/index.ts";
import { fakeAlgorithm, shift } from "./fake-algorithm.ts";

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(runs, { recursive: true }));

const environment = "CartPole-v1";
const algorithm = fakeAlgorithm();
const firstRun = () => join(runs, "CartPole-v1-fake-1");
const recordOf = (directory: string): RunRecord =>
  JSON.parse(readFileSync(join(directory, "run.json"), "utf8"));

async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("train", () => {
  it("tells what happens, from the start to the evaluation", async () => {
    const events = await collect(train({ environment, algorithm, runs, evaluationEpisodes: 5 }));
    expect(events.map(({ event }) => event)).toEqual([
      "start",
      ...new Array(5).fill("report"),
      "evaluating",
      "done",
    ]);
    const done = events.at(-1)!;
    expect(done).toMatchObject({
      directory: firstRun(),
      evaluation: { episodes: 5 },
      record: { status: "finished" },
    });
  });

  it("keeps the run in a folder: record, metrics and policy", async () => {
    const options = { seed: 3, learningRate: 0.5 };
    let time = 0;
    const now = () => (time += 250);
    await collect(train({ environment, algorithm, runs, options, evaluationEpisodes: 5, now }));

    const { record, policy } = loadRun(firstRun());
    expect(record).toEqual(recordOf(firstRun()));
    expect(record).toMatchObject({
      format: "logpi-run-1",
      status: "finished",
      environment,
      algorithm: "fake",
      preset: "tuned",
      seed: 3,
      options: { steps: 500, seed: 3, learningRate: 0.5 },
      backend: { name: "wasm", instructionSet: "simd128" },
      versions: { node: process.versions.node },
      updates: 5,
      steps: 500,
      parameters: parametersHash(policy),
      evaluation: { episodes: 5 },
    });
    expect(record.evaluation).not.toHaveProperty("returns");
    expect(record.stepsPerSecond).toBe(Math.round(500 / record.seconds));

    const lines = readFileSync(join(firstRun(), "metrics.jsonl"), "utf8").trimEnd().split("\n");
    const last = JSON.parse(lines.at(-1)!);
    expect(last).toEqual({
      update: 5,
      steps: 500,
      seconds: record.seconds,
      episodes: expect.any(Number),
      meanReturn: expect.any(Number),
      meanLength: 50,
      policyLoss: 1 / 5,
      learningRate: 0.5,
    });
    expect(lines.reduce((episodes, line) => episodes + JSON.parse(line).episodes, 0)).toBe(8);
    expect(record.warnings).toEqual(["It learns nothing."]);
  });

  it("gives the same policy for the same seed", async () => {
    const hashes = [];
    for (const seed of [1, 1, 2]) {
      const events = await collect(
        train({ environment, algorithm, runs, options: { seed }, evaluationEpisodes: 1 }),
      );
      hashes.push(events.at(-1)!.record.parameters);
    }
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it("says that a run is running while it is", async () => {
    for await (const { event, directory } of train({ environment, algorithm, runs, evaluationEpisodes: 1 })) {
      if (event === "start" || event === "report") expect(recordOf(directory).status).toBe("running");
      if (event === "report") expect(existsSync(join(directory, "policy.safetensors"))).toBe(true);
      if (event === "evaluating") expect(recordOf(directory).status).toBe("finished");
    }
  });

  it("stops after the update during which it is asked to", async () => {
    const stop = new AbortController();
    const impatient = fakeAlgorithm((update) => {
      if (update === 2) stop.abort();
    });
    const events = await collect(train({ environment, algorithm: impatient, runs, signal: stop.signal }));
    expect(events.map(({ event }) => event)).toEqual(["start", "report", "report", "stopped"]);
    const { record, policy } = loadRun(firstRun());
    expect(record).toMatchObject({ status: "stopped", steps: 200, parameters: parametersHash(policy) });
    expect(record.evaluation).toBeUndefined();
  });

  it("keeps what it begins with when it was asked to stop before", async () => {
    const settings = { environment, algorithm, runs, signal: AbortSignal.abort() };
    const events = await collect(train(settings));
    expect(events.map(({ event }) => event)).toEqual(["start", "stopped"]);
    expect(loadRun(firstRun()).record).toMatchObject({ status: "stopped", steps: 0 });
    const own = train({ ...settings, signal: AbortSignal.abort(new Error("out of time")) });
    await expect(collect(own)).rejects.toThrow("out of time");
  });

  it("stops when the caller leaves the loop", async () => {
    for await (const event of train({ environment, algorithm, runs })) {
      if (event.event === "report" && event.report.update === 3) break;
    }
    expect(loadRun(firstRun()).record).toMatchObject({ status: "stopped", steps: 300 });
  });

  it("keeps the weights of the last report when the training fails", async () => {
    let good = "";
    const unlucky = fakeAlgorithm((update, policy) => {
      if (update < 3) return;
      good = parametersHash(policy);
      shift(policy, Number.NaN);
      throw new Error("policyLoss became NaN in update 3.");
    });
    const run = collect(train({ environment, algorithm: unlucky, runs }));
    await expect(run).rejects.toThrow("policyLoss became NaN in update 3.");
    const { record, policy } = loadRun(firstRun());
    expect(record).toMatchObject({
      status: "failed",
      message: "policyLoss became NaN in update 3.",
      updates: 2,
      steps: 200,
    });
    expect(parametersHash(policy)).toBe(good);
  });

  it("keeps the weights of the beginning when it fails before the first report", async () => {
    let drawn = "";
    const unlucky = fakeAlgorithm((_, policy) => {
      drawn = parametersHash(policy);
      throw new Error("No luck.");
    });
    await expect(collect(train({ environment, algorithm: unlucky, runs }))).rejects.toThrow("No luck.");
    const { record, policy } = loadRun(firstRun());
    expect(record).toMatchObject({ status: "failed", message: "No luck.", updates: 0, steps: 0 });
    expect(parametersHash(policy)).toBe(drawn);
  });

  it("fails when there is nothing to report", async () => {
    const run = collect(train({ environment, algorithm, runs, options: { steps: 1 } }));
    await expect(run).rejects.toThrow("fake: it ended without a single report.");
    expect(recordOf(firstRun()).status).toBe("failed");
  });

  it.each(["evaluationEnvironments", "default"])(
    "evaluates with the copies that it is told, or as many as the training has: %s",
    async (which) => {
      let open = 0;
      let most = 0;
      const counted = () => {
        most = Math.max(most, ++open);
        return { ...make(environment), close: () => void open-- };
      };
      const options = { steps: 64, environments: 2, rolloutSteps: 32 };
      const settings = { environment: counted, runs, options, evaluationEpisodes: 5 };
      for await (const event of train(
        which === "default" ? settings : { ...settings, evaluationEnvironments: 4 },
      )) {
        if (event.event === "evaluating") most = open;
      }
      expect({ most, open }).toEqual({ most: which === "default" ? 2 : 4, open: 0 });
    },
  );

  it("records an evaluation that fails", async () => {
    let resets = 0;
    const fragile = () => ({
      ...make(environment),
      reset() {
        if (++resets > 3) throw new Error("The simulator is worn out.");
        return { observation: [0, 0, 0, 0] };
      },
      step: () => ({ observation: [0, 0, 0, 0], reward: 1, terminated: false, truncated: false }),
    });
    const limited = { id: "fragile", description: "", maxEpisodeSteps: 64, create: fragile };
    const options = { steps: 64, environments: 1, rolloutSteps: 64 };
    await expect(collect(train({ environment: limited, runs, options }))).rejects.toThrow("worn out");
    const { record } = loadRun(join(runs, "fragile-ppo-1"));
    expect(record).toMatchObject({
      status: "finished",
      evaluationFailure: "fragile, copy 1000000, reset of episode 2: The simulator is worn out.",
    });
    expect(record).not.toHaveProperty("evaluation");
  });

  it("finishes with a warning in the record when an environment cannot be closed", async () => {
    const stuck = () => ({
      ...make(environment),
      close() {
        throw new Error("The simulator is stuck.");
      },
    });
    const limited = { id: "stuck", description: "", maxEpisodeSteps: 64, create: stuck };
    const options = { steps: 64, environments: 1, rolloutSteps: 64 };
    const events = await collect(train({ environment: limited, runs, options }));
    expect(events.at(-1)!.event).toBe("done");
    const { record } = loadRun(join(runs, "stuck-ppo-1"));
    expect(record).toMatchObject({
      status: "finished",
      warnings: ["stuck, copy 0: close: The simulator is stuck."],
      evaluation: { warnings: ["stuck, copy 1000000: close: The simulator is stuck."] },
    });
  });

  it("makes no folder when the settings are wrong", async () => {
    const wrong = [
      { environment: "CartPol-v1" },
      { options: { steps: 0 } },
      { preset: "?" },
      { evaluationEpisodes: 0 },
      { evaluationEnvironments: 0 },
    ];
    for (const settings of wrong) {
      await expect(collect(train({ environment, algorithm, runs, ...settings }))).rejects.toThrow();
    }
    expect(readdirSync(runs)).toEqual([]);
  });

  it.each([
    [
      { options: null },
      "train: options: the options must be an object such as { steps: 50_000 }, found null",
    ],
    [{ resetOptions: 5 }, "train: resetOptions: the options must be an object"],
    [{ run: 5 }, "train: run is 5; it must be a text"],
    [{ resume: 5 }, "train: resume is 5; it must be the folder of a run, a text"],
    [{ preset: 5 }, "train: preset is 5; it must be a text"],
    [{ log: "csv" }, 'train: log is "csv"; it must be a list, such as ["csv"]'],
    [{ signal: new AbortController() }, "train: signal is an object; it must be an AbortSignal"],
    [{ now: 5 }, "train: now is 5; it must be a function, such as performance.now"],
    [{ policy: {} }, "train: the policy is an object without keys; it must be a policy"],
    [{ algorithm: 5 }, "algorithm: it is 5; it must be a name"],
  ])(
    "names a setting of another kind than it must be, and makes no folder: %j",
    async (settings, message) => {
      const wrong = { environment, algorithm, runs, ...settings } as never;
      await expect(collect(train(wrong))).rejects.toThrow(message);
      expect(readdirSync(runs)).toEqual([]);
    },
  );

  it("keeps on writing where it began when the working directory changes", async () => {
    const before = process.cwd();
    const wandering = fakeAlgorithm((update) => process.chdir(update % 2 === 1 ? tmpdir() : before));
    process.chdir(runs);
    try {
      const events = await collect(train({ environment, algorithm: wandering, run: "here" }));
      expect(events.at(-1)!.directory).toBe(join(runs, "here"));
    } finally {
      process.chdir(before);
    }
    const { record, policy } = loadRun(join(runs, "here"));
    expect(record).toMatchObject({ status: "finished", updates: 5, parameters: parametersHash(policy) });
  });

  it.each(["nothing", "another folder"])(
    "fails when its folder is removed and %s takes its place",
    async (what) => {
      const removed = fakeAlgorithm((update) => {
        if (update !== 2) return;
        rmSync(firstRun(), { recursive: true });
        if (what === "another folder") mkdirSync(firstRun());
      });
      await expect(collect(train({ environment, algorithm: removed, runs }))).rejects.toThrow(
        `run: ${firstRun()} cannot be written: it is gone, or another folder is in its place`,
      );
      expect(existsSync(firstRun()) ? readdirSync(firstRun()) : []).toEqual([]);
    },
  );

  it("records what is thrown into it", async () => {
    const events = train({ environment, algorithm, runs });
    await events.next();
    await events.next();
    await expect(events.throw(new Error("stdout is full"))).rejects.toThrow("stdout is full");
    expect(loadRun(firstRun()).record).toMatchObject({
      status: "failed",
      message: "stdout is full",
      updates: 1,
    });
  });

  it("says in the record how far the weights are that were saved, while it is running", async () => {
    let time = 0;
    const saved: number[] = [];
    for await (const event of train({ environment, algorithm, runs, now: () => (time += 2_000) })) {
      if (event.event !== "report") continue;
      const { record, policy } = loadRun(event.directory);
      expect(record).toEqual(event.record);
      expect(record).toMatchObject({ status: "running", steps: 100 * record.updates });
      expect(record.parameters).toBe(parametersHash(policy));
      saved.push(record.updates);
    }
    expect(saved).toEqual([0, 2, 2, 4, 4]);
  });

  it("does not write into a folder that holds a run", async () => {
    const run = join(runs, "mine");
    await collect(train({ environment, algorithm, run, evaluationEpisodes: 1 }));
    const before = readFileSync(join(run, "run.json"), "utf8");
    await expect(collect(train({ environment, algorithm, run }))).rejects.toThrow(
      `run: ${run} already holds a run`,
    );
    expect(readFileSync(join(run, "run.json"), "utf8")).toBe(before);
  });
});

describe("loadRun", () => {
  const finish = () => collect(train({ environment, algorithm, runs, evaluationEpisodes: 1 }));
  const policyFile = () => join(firstRun(), "policy.safetensors");

  it("notices when a single bit of the policy's file has changed, wherever", async () => {
    await finish();
    const written = readFileSync(policyFile());
    for (let bit = 0; bit < 8 * written.length; bit += 41) {
      const damaged = Uint8Array.from(written);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(policyFile(), damaged);
      expect(() => loadRun(firstRun()), `bit ${bit}`).toThrow(/^\/.*policy\.safetensors: /);
    }
    writeFileSync(policyFile(), written);
    expect(loadRun(firstRun()).record.status).toBe("finished");
  });

  it("takes no other policy for that of the run", async () => {
    await finish();
    await collect(train({ environment, algorithm, runs, options: { seed: 9 }, evaluationEpisodes: 1 }));
    const other = join(runs, "CartPole-v1-fake-2");
    const message =
      /policy\.safetensors: its weights are not those of the run: their SHA-256 is \w{64}, and run.json says/;
    copyFileSync(join(other, "policy.safetensors"), policyFile());
    expect(() => loadRun(firstRun())).toThrow(message);
    writeFileSync(policyFile(), loadRun(other).policy.save());
    expect(() => loadRun(firstRun())).toThrow(message);
  });

  it("takes a policy that says nothing of its training when it has the weights of the record", async () => {
    await finish();
    const { policy, record } = loadRun(firstRun());
    writeFileSync(policyFile(), policy.save());
    expect(loadRun(firstRun()).record).toEqual(record);
  });

  it("reads a run again whose returns overflowed", async () => {
    const huge = () => ({ ...make(environment), step: () => ({ ...lastStep, reward: 1e308 }) });
    const lastStep = { observation: [0, 0, 0, 0], terminated: true, truncated: false };
    const events = await collect(train({ environment: huge, algorithm, runs, evaluationEpisodes: 2 }));
    const { record } = loadRun(events.at(-1)!.directory);
    expect(record.evaluation).toMatchObject({
      episodes: 2,
      mean: Infinity,
      std: Infinity,
      min: 1e308,
      max: 1e308,
    });
  });

  it("names the nearest runs when there is none", async () => {
    await finish();
    // Folders that hold no run are not among them, and this one least of all.
    mkdirSync(join(runs, "CartPole-v1-fake-3"));
    expect(() => loadRun(join(runs, "CartPole-v1-fake-3"))).toThrow(
      `run: there is none in ${join(runs, "CartPole-v1-fake-3")}. Did you mean ${firstRun()}?`,
    );
    expect(() => loadRun(runs)).toThrow(
      `run: there is none in ${runs}. It holds runs: take one of them, such as ${firstRun()}.`,
    );
    expect(() => loadRun(join(runs, "CartPole-v1-fake"))).toThrow(
      `run: there is none in ${join(runs, "CartPole-v1-fake")}. Did you mean ${firstRun()}?`,
    );
    expect(() => loadRun("/nowhere/at/all")).toThrow("Give a folder that `logpi train` has made.");
    expect(() => loadRun(join(firstRun(), "run.json"))).toThrow(
      `run: there is none in ${join(firstRun(), "run.json")}. Did you mean its folder, ${firstRun()}?`,
    );
    expect(() => loadRun("")).toThrow("run: the name of its folder is empty. Give a folder that");
    expect(() => loadRun(5 as never)).toThrow("run: its folder is 5; it must be a text. Give a folder that");
    for (const checkpoint of ["bset", 1.5, -1]) {
      expect(() => loadRun(firstRun(), { checkpoint: checkpoint as never })).toThrow(
        `run: checkpoint is ${JSON.stringify(checkpoint)}; it must be "last", "best", or the steps of a checkpoint`,
      );
    }
  });

  it.each([
    ["run.json", "{", /run\.json: it is not JSON .*The file is damaged, or no run of logpi/],
    ["run.json", "", /run\.json: it is not JSON/],
    ["run.json", "null", /run\.json: it: expected Object, found null/],
    [
      "run.json",
      "{}",
      /run\.json: format: expected "logpi-run-1", found undefined\. The file is damaged, or no run/,
    ],
    ["run.json", '{"format":"logpi-run-1"}', /run\.json: status: expected .*, found undefined/],
    ["policy.safetensors", "", /policy\.safetensors: safetensors: the file has 0 bytes/],
    [
      "policy.safetensors",
      "no weights",
      /policy\.safetensors: safetensors: the bytes are no safetensors file/,
    ],
  ])("says what is wrong with a damaged %s, and leaves it alone", async (file, content, message) => {
    await finish();
    writeFileSync(join(firstRun(), file), content);
    expect(() => loadRun(firstRun())).toThrow(message);
    expect(readFileSync(join(firstRun(), file), "utf8")).toBe(content);
  });
});
