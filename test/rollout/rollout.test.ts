import { describe, expect, test } from "vitest";
import { box, defineEnvironment, discrete } from "../../src/environments/index.ts";
import {
  createRollout,
  generalizedAdvantage,
  placeFinalValues,
  recordLegalActions,
  recordStep,
  restartRollout,
  type VectorEnvironment,
  vectorize,
} from "../../src/rollout/index.ts";

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

const fill = (rollout: ReturnType<typeof createRollout>, environment: VectorEnvironment) => {
  for (let step = 0; step < rollout.steps; step += 1) {
    recordLegalActions(rollout, step, environment);
    environment.step(rollout.actionRows[step], rollout.observationRows[step + 1]);
    recordStep(rollout, step, environment);
  }
};

describe("Rollout", () => {
  test("keeps what was acted on, what came of it, and the final observations apart", () => {
    const environment = vectorize(clock(3), { count: 2 });
    const rollout = createRollout(environment, 4);
    environment.reset(rollout.observationRows[0]);
    fill(rollout, environment);

    expect(Array.from(rollout.observations)).toEqual([0, 0, 1, 1, 2, 2, 0, 0, 1, 1]);
    expect(Array.from(rollout.rewards)).toEqual([10, 10, 20, 20, 30, 30, 10, 10]);
    expect(Array.from(rollout.truncated)).toEqual([0, 0, 0, 0, 1, 1, 0, 0]);
    expect(Array.from(rollout.terminated)).toEqual(new Array(8).fill(0));
    expect(Array.from(rollout.legalActions!.subarray(0, 8))).toEqual([1, 0, 1, 0, 1, 1, 1, 1]);
    const { count, entries, observations } = rollout.truncations;
    expect(count).toBe(2);
    expect(Array.from(entries.subarray(0, count))).toEqual([4, 5]);
    expect(Array.from(observations.subarray(0, count))).toEqual([3, 3]);
  });

  test("goes on where it stopped", () => {
    const environment = vectorize(clock(3), { count: 1 });
    const rollout = createRollout(environment, 4);
    environment.reset(rollout.observationRows[0]);
    fill(rollout, environment);
    restartRollout(rollout);
    expect(rollout.observations[0]).toBe(1);
    expect(rollout.truncations.count).toBe(0);
    fill(rollout, environment);
    expect(Array.from(rollout.observations)).toEqual([1, 2, 0, 1, 2]);
    expect(Array.from(rollout.truncations.entries.subarray(0, 1))).toEqual([1]);
  });

  test("has room for any number of truncations", () => {
    const environment = vectorize(clock(1), { count: 3 });
    const rollout = createRollout(environment, 7);
    environment.reset(rollout.observationRows[0]);
    fill(rollout, environment);
    const { count, entries, observations } = rollout.truncations;
    expect(count).toBe(21);
    expect(Array.from(entries.subarray(0, count))).toEqual(Array.from({ length: 21 }, (_, i) => i));
    expect(Array.from(observations.subarray(0, count))).toEqual(new Array(21).fill(1));
  });

  test("feeds the estimators of advantages", () => {
    const environment = vectorize(clock(2), { count: 1 });
    const rollout = createRollout(environment, 3);
    environment.reset(rollout.observationRows[0]);
    fill(rollout, environment);
    const finalValues = new Float64Array(3).fill(Number.NaN);
    placeFinalValues(rollout.truncations, [100], finalValues);
    const advantages = new Float64Array(3);
    generalizedAdvantage({
      ...rollout,
      values: new Float64Array(3),
      finalValues,
      lastValues: Float64Array.of(1000),
      discount: 0.5,
      lambda: 1,
      advantages,
    });
    expect(advantages).toEqual(Float64Array.of(10 + 0.5 * 70, 20 + 0.5 * 100, 10 + 0.5 * 1000));
  });
});
