import { describe, expect, test } from "vitest";
import { ppo, reinforce } from "../../src/algorithms/index.ts";
import {
  batchFromDynamics,
  box,
  type Dynamics,
  discrete,
  type EnvironmentSource,
  environmentFromDynamics,
  make,
  recordEpisodeStatistics,
  transformAction,
  vectorize,
  vectorizeEach,
  vectorizeWithAutoreset,
} from "../../src/environments/index.ts";
import { evaluate, watchEpisodes } from "../../src/experience/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Counts its steps; after the third nothing is legal any more. */
const dynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({ low: 0, high: 9 }),
  actionSpace: discrete(2),
  stateSize: 1,
  reset: (state, at) => void state.fill(0, at, at + 1),
  step(state, at, _, index, rewards, terminated) {
    state[at]! += 1;
    rewards[index] = 1;
    terminated[index] = 0;
  },
  observe: (state, at, observations, offset) => void observations.set([state[at]!], offset),
  legalActions: (state, at, mask, offset) => void mask.fill(state[at]! < 3 ? 1 : 0, offset, offset + 2),
};

const definition = {
  id: "Stuck-v0",
  description: "For tests.",
  create: () => environmentFromDynamics(dynamics),
};
const sources: Readonly<Record<string, EnvironmentSource>> = {
  "copies of their own": definition,
  "the fast path": { ...definition, batch: (count: number) => batchFromDynamics(dynamics, count) },
  "a wrapped environment": recordEpisodeStatistics(definition),
  "a mask through transformAction": transformAction(definition, (action: number) => 1 - action),
};

describe.each(Object.entries(sources))("a mask with no legal action, in %s", (_, source) => {
  const policy = createPolicy(make(definition), { generator: createGenerator(1), masked: true });
  const message =
    /Stuck-v0.*, copy \d+, step 3 of .*: legalActions: expected at least one legal action, .*found none/;
  const stepping =
    (copies: { reset: (into: Float32Array) => void; step: (a: Int32Array, into: Float32Array) => void }) =>
    () => {
      const into = new Float32Array(2);
      copies.reset(into);
      for (let step = 0; step < 4; step += 1) copies.step(new Int32Array(2), into);
    };

  test("is an error with the step, for whoever acts", async () => {
    const short = { steps: 64, environments: 2, hidden: [4] };
    expect(() => [...ppo(source, { ...short, rolloutSteps: 16, minibatchSize: 32 })]).toThrow(message);
    expect(() => [...reinforce(source, { steps: 64, episodesPerUpdate: 2, hidden: [4] })]).toThrow(message);
    expect(() => evaluate(policy as never, source, { episodes: 1 })).toThrow(/step 3 of .*found none/);
    expect(stepping(vectorize(source, { count: 2 }))).toThrow(message);
    expect(stepping(vectorizeEach(source)[0]!)).toThrow(message);
    const byHand = vectorizeWithAutoreset(source, { count: 2 });
    expect(stepping({ reset: () => byHand.reset(), step: byHand.step })).toThrow(message);
    const watched = async () => {
      for await (const _ of watchEpisodes(policy as never, source));
    };
    await expect(watched).rejects.toThrow(/step 3 of .*found none/);
  });

  test("is an error for a policy that acts", () => {
    expect(() => policy.act([3], [0, 0])).toThrow("policy: legalActions: expected at least one legal action");
  });
});
