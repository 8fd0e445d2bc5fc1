import { describe, expect, test } from "vitest";
import {
  box,
  defineEnvironment,
  discrete,
  type Environment,
  guardEnvironment,
  make,
  type StepResult,
} from "../../src/environments/index.ts";

/** Does what it should until step 3 of each episode, where its result is changed. */
const breaksAtStepThree = (change: unknown): Environment => {
  let step = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 10, shape: [2] }),
    actionSpace: discrete(2),
    reset() {
      step = 0;
      return { observation: [step, 0] };
    },
    step() {
      step += 1;
      const result = { observation: [step, 0], reward: 1, terminated: false, truncated: false };
      if (step < 3) return result;
      return (change === null ? null : { ...result, ...(change as object) }) as StepResult<Float32Array>;
    },
  });
};

const run = (environment: Environment) => {
  const guarded = guardEnvironment(environment, "corridor, copy 5");
  guarded.reset();
  for (let step = 0; step < 3; step += 1) guarded.step(0);
};

describe("guardEnvironment", () => {
  test.each([
    [
      { observation: [1, Number.NaN] },
      "observation: expected numbers that are finite in float32, found NaN at element 1.",
    ],
    [
      { observation: [1e39, 0] },
      "observation: expected numbers that are finite in float32, found Infinity at element 0.",
    ],
    [{ observation: [1, 2, 3] }, "expected Float32Array or an array of 2 numbers, found an array of 3."],
    [{ observation: [1, "2"] }, 'found an array of 2, whose element 1 is the string "2".'],
    [{ observation: 7 }, "expected Float32Array or an array of 2 numbers, found the number 7."],
    [{ reward: Number.NaN }, "reward: expected a finite number, found the number NaN."],
    [{ reward: -Infinity }, "reward: expected a finite number, found the number -Infinity."],
    [{ reward: undefined }, "reward: expected a finite number, found undefined."],
    [{ terminated: 1 }, "terminated: expected true or false, found the number 1."],
    [{ truncated: undefined }, "truncated: expected true or false, found undefined."],
    [
      null,
      "the result of step: expected an object { observation, reward, terminated, truncated, info? }, found null.",
    ],
  ])("stops at the first break: %j", (change, message) => {
    const environment = breaksAtStepThree(change);
    expect(() => run(environment)).toThrow("corridor, copy 5, step 3 of episode 1: ");
    expect(() => run(environment)).toThrow(message);
  });

  test("recognizes a promise", () => {
    const environment = { ...breaksAtStepThree({}), reset: async () => ({ observation: [0, 0] }) };
    // @ts-expect-error: reset must not be asynchronous
    expect(() => run(environment)).toThrow(/reset of episode 1: .* a promise/);
  });

  test("stops a step after the end and a step before the first reset", () => {
    const guarded = guardEnvironment(breaksAtStepThree({ terminated: true }));
    expect(() => guarded.step(0)).toThrow(
      "environment: step() while no episode is running. Call reset() first",
    );
    guarded.reset();
    for (let step = 0; step < 3; step += 1) guarded.step(0);
    expect(() => guarded.step(0)).toThrow(/Call reset\(\) first, and after every end/);
  });

  test("leaves results as they are and keeps the observation as floats", () => {
    const plain = make("CartPole-v1");
    const guarded = guardEnvironment(make("CartPole-v1"));
    expect(guarded.reset({ seed: 4 })).toEqual(plain.reset({ seed: 4 }));
    for (let step = 0; step < 5; step += 1) {
      const result = guarded.step(step % 2);
      expect(result).toEqual(plain.step(step % 2));
      expect(guarded.flatObservation).toEqual(result.observation);
    }
  });
});

test("a guarded environment is one, and has both of save and restore or neither", () => {
  expect(() => guardEnvironment({} as Environment, "mine")).toThrow(
    "mine: observationSpace: expected a space, as made by box(), discrete(), …; found undefined.",
  );
  const halves = { ...make("CartPole-v1"), restore: undefined } as object as Environment;
  expect(() => guardEnvironment(halves, "mine")).toThrow(
    "mine: restore: expected both of save and restore, or neither; found undefined.",
  );
});
