// Rewards near the largest float64: what does not fit is refused, and never a NaN.
import { describe, expect, it } from "vitest";
import { sqrt, subtract, variable } from "../../src/graph/index.ts";
import {
  compatibleApproximation,
  createMdp,
  evaluatePolicy,
  expressionPolicy,
  gradientAscent,
  linearSoftmaxPolicy,
  naturalGradient,
  type Objective,
  policyGradient,
  sampleGradient,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { twoStates } from "./two-states.ts";

const objectives: readonly Objective[] = ["startValue", "averageValue", "averageReward"];

/** Two states in which the first and the second action pay ± a reward. */
const paying = (reward: number, discount = 0.9) =>
  createMdp({
    ...twoStates,
    rewards: [
      [reward, -reward],
      [-reward, reward],
    ],
    discount,
  });

/** What a function returns, or undefined where it refuses the rewards. */
function unlessRefused<Value>(compute: () => Value): Value | undefined {
  try {
    return compute();
  } catch (error) {
    expect((error as Error).message).toMatch(
      /^mdp: the .* (of parameter|of state|in state) \d+ is (NaN|-?Infinity): the rewards are too large\. Divide all of them/,
    );
    return undefined;
  }
}

describe("rewards near the largest float64", () => {
  it("are refused where a gradient is not finite", () => {
    const evaluation = evaluatePolicy(paying(1e308), softmaxPolicy(paying(1e308)));
    for (const gradient of [policyGradient, naturalGradient]) {
      expect(() => gradient(evaluation)).toThrow(
        "mdp: the gradient of parameter 0 is NaN: the rewards are too large. Divide all of them by a number.",
      );
    }
    // The gradient fits, the natural gradient does not.
    const natural = evaluatePolicy(paying(1e307), softmaxPolicy(paying(1e307), [0, 1, 2, -1]));
    expect(() => naturalGradient(natural)).toThrow("mdp: the natural gradient of parameter 2 is -Infinity");
    expect(() =>
      sampleGradient(paying(1e307), softmaxPolicy(paying(1e307)), {
        episodes: 10,
        generator: createGenerator(0),
      }),
    ).toThrow("the rewards are too large");
  });

  it.each([1e300, 1e304, 1e306, 1e307, 1e308, 1.7e308])(
    "of %s give finite numbers or are refused",
    (reward) => {
      for (const discount of [0, 0.1, 0.9, 0.99]) {
        const mdp = paying(reward, discount);
        const features = [1, 0, 0, 0, 0, 1, 1, 1];
        for (const policy of [
          softmaxPolicy(mdp),
          softmaxPolicy(mdp, [0, 1, 2, -1]),
          linearSoftmaxPolicy(mdp, features, [1, -0.5]),
        ]) {
          const evaluation = evaluatePolicy(mdp, policy);
          const numbers = [
            () => evaluation.values,
            () => evaluation.actionValues,
            () => evaluation.advantages,
            () => evaluation.bias,
            () => evaluation.differentialActionValues,
            () => evaluation.differentialAdvantages,
            ...objectives.flatMap((objective) => [
              () => Float64Array.of(evaluation[objective]),
              () => policyGradient(evaluation, objective),
              () => naturalGradient(evaluation, objective),
              () => compatibleApproximation(evaluation, objective).advantages,
            ]),
          ];
          for (const compute of numbers) {
            expect((unlessRefused(compute) ?? []).every(Number.isFinite)).toBe(true);
          }
        }
      }
    },
  );

  it("have the norm of their gradient, although not its square", () => {
    const norm = (reward: number) => {
      const mdp = paying(reward);
      const [report] = gradientAscent(mdp, softmaxPolicy(mdp), {
        learningRate: 1 / reward / 1e5,
        updates: 1,
      });
      return report.gradientNorm;
    };
    expect(norm(1e300) / 1e300).toBeCloseTo(norm(1), 12);
    expect(norm(1e-200) / 1e-200).toBeCloseTo(norm(1), 12);
  });
});

describe("a policy without a finite derivative", () => {
  it("is not taken for rewards that are too large", () => {
    const mdp = paying(1);
    const x = variable("x", [2, 2], [0, 1, 1, 0]);
    const policy = expressionPolicy(mdp, { parameters: [x], probabilities: sqrt(x) });
    expect(() => policyGradient(evaluatePolicy(mdp, policy))).toThrow(
      /^expressionPolicy: the derivative with respect to parameter 0 is (NaN|-?Infinity); the probabilities must have finite/,
    );
    const y = variable("y", [2, 2], [0.5, 0.5, 0.5, 0.5]);
    const large = expressionPolicy(paying(1e308), { parameters: [y], probabilities: subtract(1, y) });
    expect(() => policyGradient(evaluatePolicy(paying(1e308), large))).toThrow("the rewards are too large");
  });
});
