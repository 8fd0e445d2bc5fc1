import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ArchitectureFunction, dense } from "../../src/networks/index.ts";
import { loadRun, type TrainingEvent, train } from "../../src/runs/index.ts";

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(runs, { recursive: true }));

const architecture: ArchitectureFunction = ({ name, inputs, outputs, outputGain: gain, generator }) =>
  dense(`${name}.only`, { inputs, outputs, gain, generator });
const short = { environments: 2, rolloutSteps: 32, minibatchSize: 32, epochs: 2, seed: 1 };

async function lastOf(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent> {
  let last: TrainingEvent | undefined;
  for await (const event of events) last = event;
  return last!;
}

it("a run whose networks a function builds is loaded and goes on with that function, and says so without it", async () => {
  const settings = {
    environment: "CartPole-v1",
    preset: "defaults",
    runs,
    checkpointEvery: 64,
    evaluationEpisodes: 1,
  };
  const trainFor = (steps: number, run: string) =>
    lastOf(train({ ...settings, run: join(runs, run), options: { ...short, steps, architecture } }));
  await trainFor(256, "whole");
  await trainFor(128, "half");
  const half = join(runs, "half");

  expect(() => loadRun(half)).toThrow(
    /policy\.safetensors: loadPolicy: the network of this policy was built by a function, which a file cannot hold/,
  );
  const { record } = loadRun(half, { architecture });
  expect(record.options.architecture).toEqual({ kind: "function" });

  const goOn = (options: object) => lastOf(train({ resume: half, options: { steps: 256, ...options } }));
  await expect(goOn({})).rejects.toThrow(
    "architecture: it was a function, which is not written down, only that there was one; give that function",
  );
  await goOn({ architecture });
  const weights = (run: string) => loadRun(join(runs, run), { architecture }).policy.weights();
  expect(weights("half")).toEqual(weights("whole"));
});
