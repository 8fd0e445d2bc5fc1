import { describe, expect, it } from "vitest";
import { a2c, reinforce } from "../../src/algorithms/index.ts";
import {
  type BatchEnvironment,
  box,
  discrete,
  type EnvironmentSource,
  vectorize,
} from "../../src/environments/index.ts";

/** A walk from a drawn place, without a state to save. */
function walk(): ReturnType<typeof spaces> & {
  reset(options?: { readonly seed?: number }): { readonly observation: number[] };
  step(action: number): object;
} {
  let place = 0;
  let steps = 0;
  let seed = 0;
  const observation = () => [place];
  return {
    ...spaces(),
    reset(options) {
      seed = ((options?.seed ?? seed) * 48_271 + 1) % 2_147_483_647;
      place = seed % 10;
      steps = 0;
      return { observation: observation() };
    },
    step(action) {
      place += action === 1 ? 1 : -1;
      steps += 1;
      return { observation: observation(), reward: place, terminated: steps === 7, truncated: false };
    },
  };
}

const spaces = () => ({ observationSpace: box({ low: -10, high: 20 }), actionSpace: discrete(2) });

/** The same, which answers later. */
function walkLater() {
  const { reset, step, ...rest } = walk();
  return {
    ...rest,
    reset: async (options?: object) => reset(options),
    step: async (action: number) => step(action),
  };
}

const definitionOf = (create: object) => ({ id: "Walk-v0", description: "For tests.", create });
const [atOnceOne, laterOne] = [walk, walkLater].map(definitionOf);

const common = { workers: 1, seed: 3, learningRate: 0.01 };
const trainings = {
  a2c: (environment: unknown, parts?: { resume: Uint8Array }) =>
    a2c(environment as EnvironmentSource, { ...common, environments: 2, steps: 80 }, parts),
  reinforce: (environment: unknown, parts?: { resume: Uint8Array }) =>
    reinforce(environment as EnvironmentSource, { ...common, episodesPerUpdate: 2, steps: 80 }, parts),
};

describe.each(Object.entries(trainings))("%s in an environment without a state to save", (_, train) => {
  it("goes on from a checkpoint with new episodes, the same ones whether it answers at once or later", async () => {
    let resume: Uint8Array | undefined;
    for await (const report of train(laterOne)) {
      if (report.update === 2) resume = report.checkpoint();
      if (resume) break;
    }
    const [later, atOnce]: number[][] = [[], []];
    for await (const { episodes, update } of train(laterOne, { resume: resume! }))
      later!.push(update, episodes.meanReturn);
    for (const { episodes, update } of train(atOnceOne, { resume: resume! }))
      atOnce!.push(update, episodes.meanReturn);
    expect(later![0]).toBe(3);
    expect(later).toEqual(atOnce);
  });
});

it("a copy that is restored without a state begins an episode of its own length and return", () => {
  const copies = vectorize(walk as EnvironmentSource, { count: 1 });
  const observations = new Float32Array(1);
  copies.reset(observations);
  const saved = copies.saveCopy(0, observations);
  const [first] = observations;
  for (let step = 0; step < 3; step += 1) copies.step(Int32Array.of(1), observations);
  copies.restoreCopy(0, saved, observations);
  copies.beginRestored(observations);
  expect(copies.episodeSteps[0]).toBe(0);
  expect(observations[0]).not.toBe(first);
  for (let step = 0; step < 7; step += 1) copies.step(Int32Array.of(1), observations);
  expect(copies.episodesEnded).toBe(1);
  expect(copies.episodeLengths[0]).toBe(7);
});

describe("a fast path whose copies may answer later", () => {
  const source = (calls: string[], fails = false) => ({
    id: "Later-v0",
    description: "For tests.",
    create: () => {
      throw new Error("the fast path is there");
    },
    batch: (count: number): BatchEnvironment => ({
      ...spaces(),
      count,
      reset: () => void calls.push("reset"),
      step: () => void calls.push("step"),
      async resetLater() {
        calls.push("resetLater");
      },
      async stepLater(_, __, rewards) {
        if (fails) throw new Error("gone");
        calls.push("stepLater");
        rewards.fill(1);
      },
    }),
  });

  it("is waited for", async () => {
    const calls: string[] = [];
    const copies = vectorize(source(calls), { count: 2 });
    const observations = new Float32Array(2);
    await copies.resetLater(() => observations);
    await copies.stepLater(Int32Array.of(0, 1), () => observations);
    expect(calls).toEqual(["resetLater", "resetLater", "stepLater"]);
    expect(Array.from(copies.rewards)).toEqual([1, 1]);
  });

  it("says in which step it failed", async () => {
    const copies = vectorize(source([], true), { count: 2 });
    const observations = new Float32Array(2);
    await copies.resetLater(() => observations);
    await expect(copies.stepLater(Int32Array.of(0, 1), () => observations)).rejects.toThrow(
      "Later-v0, copies 0 to 1, step 1 of the run: gone",
    );
  });
});
