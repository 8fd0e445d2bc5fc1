import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeDemonstrations, reinforce } from "../../src/algorithms/index.ts";
import { normalizeObservation, observationStatistics } from "../../src/environments/index.ts";
import { loadPolicy as loadActingPolicy } from "../../src/inference/index.ts";
import { loadPolicy, policiesIn } from "../../src/policies/index.ts";
import { loadRun, train } from "../../src/runs/index.ts";

const options = { steps: 200, episodesPerUpdate: 2, seed: 1 };
const environment = normalizeObservation("CartPole-v1");
const folder = join(mkdtempSync(join(tmpdir(), "logpi-kinds-")), "run");
const files: Record<string, Uint8Array> = {};

beforeAll(async () => {
  const settings = { environment, algorithm: "reinforce", options, run: folder, evaluationEpisodes: 1 };
  for await (const { event, record } of train(settings)) {
    if (event !== "done") continue;
    files.run = readFileSync(join(folder, `checkpoint-${record.steps}.safetensors`));
    files.policy = readFileSync(join(folder, "policy.safetensors"));
  }
  for (const report of reinforce(environment, options)) files.training = report.checkpoint();
  files.demonstrations = encodeDemonstrations({
    observations: new Float32Array(4),
    actions: new Int32Array(1),
  });
});

const what = {
  policy: "the bytes of policy.save(), for loadPolicy",
  run: "the checkpoint file of a run, for loadRun(folder, { checkpoint: steps }) and train({ resume: folder })",
  training: "the bytes of report.checkpoint(), for { resume } of its algorithm",
  demonstrations: "demonstrations, for the option data of behavior-cloning",
};
type Kind = keyof typeof what;

const readers: Record<string, { readonly reads: readonly Kind[]; read(bytes: Uint8Array): unknown }> = {
  loadPolicy: { reads: ["policy"], read: (bytes) => loadPolicy(bytes) },
  "loadPolicy of logpi/inference": { reads: ["policy"], read: (bytes) => loadActingPolicy(bytes) },
  policiesIn: { reads: ["policy"], read: policiesIn },
  observationStatistics: { reads: ["training", "run"], read: observationStatistics },
};

describe.each(Object.entries(readers))("%s", (name, { reads, read }) => {
  it.each(Object.keys(what) as Kind[])("reads a file of the kind %s, or says what that is", (kind) => {
    if (reads.includes(kind)) {
      expect(read(files[kind])).toBeDefined();
      return;
    }
    const [owner] = name.split(" ");
    const [expected] = what[reads[0]].split(", for");
    expect(() => read(files[kind])).toThrow(`${owner}: expected ${expected}; found ${what[kind]}`);
  });
});

it.each(["runs/x/checkpoint-1.safetensors", [1, 2], undefined])(
  "names bytes where statistics are asked of %j",
  (bytes) => {
    expect(() => observationStatistics(bytes as never)).toThrow(
      "observationStatistics: expected the bytes of a file",
    );
  },
);

it("gives the same statistics of a run's checkpoint as of its training's", () => {
  const { mean, count } = observationStatistics(files.run);
  expect({ mean, count }).toEqual({
    mean: observationStatistics(files.training).mean,
    count: observationStatistics(files.training).count,
  });
});

it("is what the message says: loadRun loads the policy of a run's checkpoint", () => {
  const { record } = loadRun(folder);
  const load = () => loadRun(folder, { checkpoint: record.steps });
  expect(load().policy.weights()).toEqual(loadPolicy(files.policy).weights());
});

it.each(["run", "policy", "demonstrations"])(
  "says what resume takes, given a file of the kind %s",
  (kind) => {
    const resume = () => reinforce(environment, options, { resume: files[kind] })[Symbol.iterator]().next();
    expect(resume).toThrow(
      /^resume: these bytes are no checkpoint: .*Give what report\.checkpoint\(\) returned; a run goes on by train\(/,
    );
  },
);

it("says that the resumed run is named by its folder", async () => {
  const settings = { resume: files.training as never };
  await expect(train(settings).next()).rejects.toThrow(
    /^train: resume is .*; it must be the folder of a run, a text; report\.checkpoint\(\) is for the algorithm itself/,
  );
});
