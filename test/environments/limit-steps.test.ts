import { describe, expect, test } from "vitest";
import { box, defineEnvironment, discrete } from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";

/** Terminates by itself at step `length`, or cuts itself off there. */
const countdown = (length: number, end: "terminated" | "truncated") => {
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
      const ended = step === length;
      return {
        observation: [step],
        reward: 1,
        terminated: ended && end === "terminated",
        truncated: ended && end === "truncated",
      };
    },
  });
};

describe("limitSteps", () => {
  const flags = (environment: ReturnType<typeof countdown>, steps: number) => {
    environment.reset();
    return Array.from({ length: steps }, () => {
      const { terminated, truncated } = environment.step(0);
      return `${terminated ? "terminated " : ""}${truncated ? "truncated" : ""}`.trim();
    });
  };

  test("truncates at the limit", () => {
    expect(flags(limitSteps(countdown(9, "terminated"), 3), 3)).toEqual(["", "", "truncated"]);
  });

  test("leaves an earlier end alone, whichever it was", () => {
    expect(flags(limitSteps(countdown(2, "terminated"), 3), 2)).toEqual(["", "terminated"]);
    expect(flags(limitSteps(countdown(2, "truncated"), 3), 2)).toEqual(["", "truncated"]);
  });

  test("keeps both flags where the task ends in the very step of the limit", () => {
    expect(flags(limitSteps(countdown(3, "terminated"), 3), 3)).toEqual(["", "", "terminated truncated"]);
  });

  test("counts anew after a reset", () => {
    const environment = limitSteps(countdown(9, "terminated"), 2);
    expect(flags(environment, 2)).toEqual(["", "truncated"]);
    expect(flags(environment, 1)).toEqual([""]);
    expect(flags(environment, 2)).toEqual(["", "truncated"]);
  });

  test("refuses a step after the end", () => {
    const environment = limitSteps(countdown(9, "terminated"), 1);
    flags(environment, 1);
    expect(() => environment.step(0)).toThrow(
      "step: no episode is running. Call reset() first, and after every end.",
    );
  });

  test("passes optional methods on, and only those there are", () => {
    const plain = limitSteps(countdown(9, "terminated"), 2);
    expect(plain.legalActions).toBeUndefined();
    const masked = limitSteps({ ...countdown(9, "terminated"), legalActions: () => [1, 0] }, 2);
    expect(masked.legalActions!()).toEqual([1, 0]);
  });
});
