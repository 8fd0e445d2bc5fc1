import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generalizedAdvantage, nStepReturns, vTrace } from "../../src/experience/index.ts";
import { evaluatePolicy, policyFromProbabilities } from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { expectedNext } from "../mdp/expected-next.ts";
import { twoSteps } from "../mdp/two-steps.ts";
import { type ArbitraryTransitions, arbitraryTransitions, tail } from "./arbitrary-transitions.ts";

interface Coefficients {
  readonly discount: number;
  readonly lambda: number;
  readonly maxRho: number;
  readonly maxC: number;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const bound = fc.double({ min: 0.01, max: 3, noNaN: true });
const coefficients: fc.Arbitrary<Coefficients> = fc.record({
  discount: share,
  lambda: share,
  maxRho: bound,
  maxC: bound,
});

const targets = (transitions: ArbitraryTransitions, ratios: Float64Array, given: Partial<Coefficients>) => {
  const advantages = new Float64Array(ratios.length);
  const returns = new Float64Array(ratios.length);
  vTrace({ ...transitions, discount: 0.9, ...given, ratios, advantages, returns });
  return { advantages, returns };
};
const withRatios = arbitraryTransitions.chain((transitions) => {
  const { length } = transitions.rewards;
  return fc.tuple(
    fc.constant(transitions),
    fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: length, maxLength: length }),
  );
});

describe("vTrace", () => {
  test("is the sum that defines it: V(s_t) + Σ γᵏ c_t … c_{t+k−1} δ_{t+k}", () => {
    fc.assert(
      fc.property(withRatios, coefficients, ([transitions, list], { discount, lambda, maxRho, maxC }) => {
        const { steps, count, rewards, values, terminated, truncated, finalValues, lastValues } = transitions;
        const ratios = Float64Array.from(list);
        const { returns, advantages } = targets(transitions, ratios, { discount, lambda, maxRho, maxC });
        const isEnd = (at: number) =>
          terminated[at] === 1 || truncated[at] === 1 || at + count >= steps * count;
        const following = (at: number, next: Float64Array) => {
          if (terminated[at]) return 0;
          if (truncated[at]) return finalValues[at];
          return at + count < steps * count ? next[at + count] : lastValues[at % count];
        };
        for (let start = 0; start < steps * count; start++) {
          let [sum, weight] = [values[start], 1];
          for (const at of tail(transitions, Math.floor(start / count), start % count)) {
            const rho = Math.min(maxRho, ratios[at]);
            sum += weight * rho * (rewards[at] + discount * following(at, values) - values[at]);
            weight *= discount * lambda * Math.min(maxC, ratios[at]);
            if (isEnd(at)) break;
          }
          expect(returns[start]).toBeCloseTo(sum, 8);
          const rho = Math.min(maxRho, ratios[start]);
          const target = rewards[start] + discount * following(start, returns);
          expect(advantages[start]).toBeCloseTo(rho * (target - values[start]), 8);
        }
      }),
    );
  });

  test("on policy is the λ-return, for bounds of 1 and more, and with λ = 1 the n-step return", () => {
    fc.assert(
      fc.property(
        arbitraryTransitions,
        share,
        share,
        fc.double({ min: 1, max: 5, noNaN: true }),
        (steps, discount, lambda, most) => {
          const ratios = new Float64Array(steps.rewards.length).fill(1);
          const bounds = { maxRho: most, maxC: most };
          const expected = new Float64Array(ratios.length);
          const advantages = new Float64Array(ratios.length);
          generalizedAdvantage({ ...steps, discount, lambda, advantages, returns: expected });
          targets(steps, ratios, { discount, lambda, ...bounds }).returns.forEach((each, at) =>
            expect(each).toBeCloseTo(expected[at], 9),
          );
          nStepReturns({ ...steps, discount, horizon: Number.POSITIVE_INFINITY, returns: expected });
          targets(steps, ratios, { discount, ...bounds }).returns.forEach((each, at) =>
            expect(each).toBeCloseTo(expected[at], 9),
          );
        },
      ),
    );
  });

  test.each([0.6, 1, 2, 100])(
    "leaves the values of the policy ∝ min(ρ̄ μ, π) as they are on average: ρ̄ = %d",
    (maxRho) => {
      const mdp = twoSteps(0.7);
      const generator = createGenerator(3);
      const draw = () => {
        const p = Array.from({ length: mdp.states }, () => 0.1 + 0.8 * generator.random());
        return Float64Array.from(p.flatMap((each) => [each, 1 - each]));
      };
      const [target, behavior] = [draw(), draw()];
      const bounded = target.map((p, pair) => Math.min(maxRho * behavior[pair], p));
      const between = bounded.map((p, pair) => p / (bounded[pair] + bounded[pair ^ 1]));
      const { values } = evaluatePolicy(mdp, policyFromProbabilities(mdp, between));
      const { discount } = mdp;
      for (const start of [0, 1]) {
        let mean = 0;
        let mass = 0;
        for (const first of [0, 1]) {
          const odds = (to: number) =>
            expectedNext(
              mdp,
              Float64Array.from(values, (_, s) => (s === to ? 1 : 0)),
            )[2 * start + first];
          for (const middle of [2, 3]) {
            for (const second of [0, 1]) {
              const pairs = [2 * start + first, 2 * middle + second];
              const probability = behavior[pairs[0]] * odds(middle) * behavior[pairs[1]];
              const { returns } = targets(
                {
                  ...{ steps: 2, count: 1, lastValues: Float64Array.of(0), finalValues: new Float64Array(2) },
                  ...{ terminated: Uint8Array.of(0, 1), truncated: new Uint8Array(2) },
                  rewards: Float64Array.from(pairs, (pair) => mdp.rewards[pair]),
                  values: Float64Array.of(values[start], values[middle]),
                },
                Float64Array.from(pairs, (pair) => target[pair] / behavior[pair]),
                { discount, maxRho, maxC: 0.8 },
              );
              mean += probability * returns[0];
              mass += probability;
            }
          }
        }
        expect(mass).toBeCloseTo(1, 12);
        expect(mean).toBeCloseTo(values[start], 12);
      }
    },
  );

  test("refuses coefficients out of range", () => {
    const [number, flag] = [() => Float64Array.of(1), Uint8Array.of(0)];
    const one = {
      ...{ steps: 1, count: 1, terminated: flag, truncated: flag, rewards: number(), values: number() },
      ...{ lastValues: number(), ratios: number(), advantages: number(), returns: number(), discount: 0.9 },
    };
    expect(() => vTrace({ ...one, maxRho: -1 })).toThrow("maxRho is -1");
    expect(() => vTrace({ ...one, lambda: 2 })).toThrow("lambda is 2");
    expect(() => vTrace({ ...one, ratios: new Float64Array(0) })).toThrow("ratios");
    expect(() => vTrace({ ...one, maxC: Number.NaN })).toThrow("maxC is NaN");
    const game = { ...one, rewards: Float64Array.of(1, -1), players: 2 };
    expect(() => vTrace(game)).toThrow("vTrace: players is 2; it must be 1");
  });

  test("takes ρ̄ and c̄ of infinity, which leave all ratios as they are", () => {
    fc.assert(
      fc.property(arbitraryTransitions, (transitions) => {
        const ratios = transitions.values.map((_, i) => 1 + 3 * i);
        const above = { maxRho: 10 * ratios.length, maxC: 10 * ratios.length };
        const unbounded = { maxRho: Infinity, maxC: Infinity };
        expect(targets(transitions, ratios, unbounded)).toEqual(targets(transitions, ratios, above));
      }),
    );
  });
});
