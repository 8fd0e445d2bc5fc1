import { describe, expect, test } from "vitest";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { box, defineEnvironment, discrete, vectorize } from "../../src/environments/index.ts";
import { createStepCollector, generalizedAdvantage } from "../../src/experience/index.ts";
import { createActorCritic } from "../../src/learning/index.ts";
import { createEvaluator } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";

/** Observation: the number of steps in this episode; cut off by itself after `length` of them. */
const clock = (length: number) => () => {
  let step = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 100, shape: [1] }),
    actionSpace: discrete(2),
    reset() {
      step = 0;
      return { observation: [step] };
    },
    step() {
      step += 1;
      return { observation: [step], reward: 10 * step, terminated: false, truncated: step === length };
    },
    legalActions: () => [1, step % 2],
  });
};

/** What a policy and a value function with weights of their own collect there. */
function collectorOf(length: number, { count, steps }: { readonly count: number; readonly steps: number }) {
  const environment = vectorize(clock(length), { count });
  const settings = {
    hidden: [3],
    activation: "tanh",
    architecture: "auto",
    valueArchitecture: "auto",
    sharedTower: false,
  } as const;
  const generator = createGenerator(1);
  const actorCritic = createActorCritic([environment], settings, { backend: createWasmBackend(), generator });
  const { valueFunction, policy } = actorCritic;
  const evaluate = createEvaluator(valueFunction, 1, 1, policy.backend);
  const valueAt = (observation: number) => {
    const values = new Float32Array(1);
    evaluate(Float32Array.of(observation), 1, values);
    return values[0];
  };
  const options = {
    ...{ ...actorCritic, steps, team: alone },
    ...{ generators: generator.spawn(count), own: { start: 0, count } },
  };
  return {
    valueAt,
    collector: createStepCollector(environment, options),
    transitions: createStepCollector(environment, { ...options, keepsNext: true }),
  };
}

describe("a collector of steps", () => {
  test("keeps what was acted on, what came of it, and which actions were legal", () => {
    const { collector, valueAt } = collectorOf(3, { count: 2, steps: 4 });
    const rollout = collector.collect();
    expect(Array.from(rollout.observations)).toEqual([0, 0, 1, 1, 2, 2, 0, 0]);
    expect(Array.from(rollout.rewards)).toEqual([10, 10, 20, 20, 30, 30, 10, 10]);
    expect(Array.from(rollout.truncated)).toEqual([0, 0, 0, 0, 1, 1, 0, 0]);
    expect(Array.from(rollout.terminated)).toEqual(new Array(8).fill(0));
    expect(Array.from(rollout.legalActions!)).toEqual([1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0]);
    expect(Array.from(rollout.episodeLengths)).toEqual([0, 0, 0, 0, 3, 3, 0, 0]);
    expect(rollout.episodeReturns[4]).toBe(60);
    expect(Array.from(rollout.values)).toEqual([0, 0, 1, 1, 2, 2, 0, 0].map(valueAt));
    expect(Array.from(rollout.lastValues)).toEqual([1, 1].map(valueAt));
    expect([rollout.finalValues[4], rollout.finalValues[5]]).toEqual([3, 3].map(valueAt));
  });

  test("keeps what each step led to where it is asked for: the final observation where it ended an episode", () => {
    const { collector, transitions } = collectorOf(3, { count: 2, steps: 4 });
    expect(Array.from(transitions.collect().nextObservations)).toEqual([1, 1, 2, 2, 3, 3, 1, 1]);
    expect(Array.from(transitions.collect().nextObservations)).toEqual([2, 2, 3, 3, 1, 1, 2, 2]);
    expect(collector.collect()).toHaveProperty("nextObservations", undefined);
  });

  test("goes on where it stopped", () => {
    const { collector, valueAt } = collectorOf(3, { count: 1, steps: 4 });
    expect(Array.from(collector.collect().stepsBefore)).toEqual([0]);
    const rollout = collector.collect();
    expect(Array.from(rollout.stepsBefore)).toEqual([1]);
    expect(Array.from(rollout.observations)).toEqual([1, 2, 0, 1]);
    expect(rollout.finalValues[1]).toBe(valueAt(3));
  });

  test("has room for any number of truncations", () => {
    const { collector, valueAt } = collectorOf(1, { count: 3, steps: 7 });
    const { truncated, finalValues } = collector.collect();
    expect(Array.from(truncated)).toEqual(new Array(21).fill(1));
    expect(Array.from(finalValues)).toEqual(new Array(21).fill(valueAt(1)));
  });

  test("feeds the estimators of advantages", () => {
    const { collector, valueAt } = collectorOf(2, { count: 1, steps: 3 });
    const rollout = collector.collect();
    const advantages = new Float64Array(3);
    const values = new Float64Array(3);
    generalizedAdvantage({ ...rollout, values, discount: 0.5, lambda: 1, advantages });
    const expected = [10 + 0.5 * (20 + 0.5 * valueAt(2)), 20 + 0.5 * valueAt(2), 10 + 0.5 * valueAt(1)];
    advantages.forEach((advantage, i) => expect(advantage).toBeCloseTo(expected[i], 5));
  });
});
