/** Chains that are hard to compute with, against their closed forms. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createMdp,
  evaluatePolicy,
  gainFromStart,
  type PolicyEvaluation,
  policyGradient,
  softmaxPolicy,
  type TransitionRow,
} from "../../../src/mdp/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { exactly, type Fraction, minus, plus, times, toNumber, zero } from "../fraction.ts";
import { expectNear } from "../near.ts";
import { exactLongRun, exactRows, exactValues } from "./exact-chain.ts";

/** The relative error of each number is below the tolerance. */
function expectRelative(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) {
    const off = Math.abs(found[i] - expected[i]);
    if (!(off <= tolerance * Math.abs(expected[i])))
      expect.fail(`element ${i}: ${found[i]} is not within a part ${tolerance} of ${expected[i]}`);
  }
}

type Step = readonly [state: number, next: number, probability: number];

interface ChainOptions {
  readonly size: number;
  readonly steps: readonly Step[];
  readonly reward: (state: number) => number;
  readonly discount?: number;
  readonly terminal?: readonly number[];
}

/** A chain as a sparse MDP of one action that begins in state 0. */
function chain({ size, steps, reward, discount = 0.9, terminal = [] }: ChainOptions): PolicyEvaluation {
  const mdp = createMdp({
    transitions: steps.map(([state, next, probability]): TransitionRow => [state, 0, next, probability]),
    rewards: Array.from({ length: size }, (_, state) => [reward(state)]),
    start: Array.from({ length: size }, (_, state) => (state === 0 ? 1 : 0)),
    discount,
    terminal,
  });
  return evaluatePolicy(mdp, softmaxPolicy(mdp));
}

const states = (size: number) => Array.from({ length: size }, (_, state) => state);

describe("a line of states on which a policy goes up with probability p, and down otherwise", () => {
  /** The reward is the state; all states have the same logits, 0 and log(p/(1 − p)). */
  function line(size: number, p: number) {
    const mdp = createMdp({
      transitions: states(size).flatMap((s): TransitionRow[] => [
        [s, 0, Math.max(s - 1, 0), 1],
        [s, 1, Math.min(s + 1, size - 1), 1],
      ]),
      rewards: states(size).map((s) => [s, s]),
      start: states(size).map((s) => (s === 0 ? 1 : 0)),
      discount: 0.9,
    });
    return evaluatePolicy(
      mdp,
      softmaxPolicy(
        mdp,
        states(size).flatMap(() => [0, Math.log(p / (1 - p))]),
      ),
    );
  }

  // 10,000 states span (0.3/0.7)^10000, far below the least number: those are 0.
  test.each([
    [257, 0.45],
    [257, 0.55],
    [257, 0.5],
    [2000, 0.3],
    [2000, 0.7],
    [10_000, 0.3],
    [10_000, 0.7],
    [5000, 0.5],
  ])(
    "%i states, p = %d: d(s) ∝ (p/(1 − p))ˢ, and the gradient of the gain along p is its variance",
    (size, p) => {
      const evaluation = line(size, p);
      const { stationary, gain } = evaluation;
      const ratio = p / (1 - p);
      const top = ratio > 1 ? size - 1 : 0; // counted from where it is most often
      const weights = states(size).map((s) => ratio ** (s - top));
      const total = weights.reduceRight((sum, weight) => sum + weight, 0);
      const expected = weights.map((weight) => weight / total);
      const mean = expected.reduceRight((sum, d, s) => sum + d * (s - top), 0);
      expectRelative([gain], [top + mean], 1e-13);
      for (let s = 0; s < size; s++) {
        if (expected[s] > 1e-280) expectRelative([stationary[s]], [expected[s]], 1e-10);
        else expect(stationary[s]).toBeLessThan(1e-279);
      }
      const gradient = policyGradient(evaluation, "averageReward");
      const variance = expected.reduceRight((sum, d, s) => sum + d * (s - top - mean) ** 2, 0);
      expectRelative([states(size).reduce((sum, s) => sum + gradient[2 * s + 1], 0)], [variance], 1e-11);
    },
  );

  test("257 states, p = 0.45: the gain and the bias as mpmath has them (60 digits)", () => {
    const { gain, bias } = chain({
      size: 257,
      steps: states(257).flatMap((s): Step[] => [
        [s, Math.min(s + 1, 256), 0.45],
        [s, Math.max(s - 1, 0), 0.55],
      ]),
      reward: (s) => s,
    });
    expectRelative([gain], [4.499999999999999], 5e-16);
    expectRelative(
      bias.subarray(0, 4),
      [-247.49999999999977, -237.49999999999977, -217.4999999999998, -187.4999999999998],
      1e-15,
    );
  });
});

test.each([1e-3, 1e-12, 1e-17, 1e-100, 1e-290])(
  "three states of which one is nearly apart, ε = %d: the bias is of the size of 1/ε and keeps its differences",
  (epsilon) => {
    const steps: Step[] = [
      [0, 0, 0.5 - epsilon],
      [0, 1, 0.5],
      [0, 2, epsilon],
      [1, 0, 0.5],
      [1, 1, 0.5 - epsilon],
      [1, 2, epsilon],
      [2, 0, epsilon],
      [2, 1, epsilon],
      [2, 2, 1 - 2 * epsilon],
    ];
    const evaluation = chain({ size: 3, steps, reward: (s) => [1, 2, 4][s] });
    expectRelative(evaluation.stationary, [1 / 3, 1 / 3, 1 / 3], 1e-15);
    expectRelative([evaluation.gain], [7 / 3], 1e-15);
    const half = 0.5 / (1 + epsilon);
    const apart = 5 / 9 / epsilon;
    expectRelative(evaluation.bias, [-apart / 2 - half, -apart / 2 + half, apart], 1e-15);
    // What is left of Poisson's equation, although the bias is as large as it is.
    expectNear(evaluation.differentialAdvantages, [0, 0, 0], 1e-14);
    // And discounted, with 1 − γ = ε: V = r + (1 − ε) P V.
    const { values, advantages } = chain({ size: 3, steps, reward: () => 1, discount: 1 - 2 ** -50 });
    expectRelative(values, [2 ** 50, 2 ** 50, 2 ** 50], 1e-15);
    expectNear(advantages, [0, 0, 0], 1e-14);
  },
);

describe("rings of states", () => {
  /** Around from `first` on; the first state leaves for others with these probabilities. */
  const ring = (first: number, size: number, exits: readonly (readonly [number, number])[] = []): Step[] => [
    [first, first + (1 % size), 1 - exits.reduce((sum, [, p]) => sum + p, 0)],
    ...exits.map(([next, p]): Step => [first, next, p]),
    ...states(size - 1).map((s): Step => [first + s + 1, first + ((s + 2) % size), 1]),
  ];

  test.each([1e-3, 1e-13, 1e-200])(
    "one that is left hardly ever is left by the shares of its exits: %d",
    (p) => {
      const size = 402;
      const steps = [
        ...ring(0, 200, [
          [200, p],
          [401, 2 * p],
        ]),
        ...ring(200, 200),
        [400, 400, 1] as const,
        [401, 401, 1] as const,
      ];
      const evaluation = chain({ size, steps, reward: (s) => (s === 401 ? 1 : 0) });
      expect(evaluation.recurrentClasses.length).toBe(3);
      expectRelative([gainFromStart(evaluation)], [2 / 3], 1e-14);
      // As an episode: 1 is earned on the way to 401, with probability 2/3.
      const episode = chain({
        size: 403,
        steps: [...steps.filter(([s]) => s < 200 || s === 400), [401, 402, 1], ...ring(200, 200, [[402, 1]])],
        reward: (s) => (s === 401 ? 1 : 0),
        discount: 1,
        terminal: [400, 402],
      });
      expectRelative(episode.values.subarray(0, 200), new Float64Array(200).fill(2 / 3), 1e-13);
    },
  );

  test.each([1e-3, 1e-13])(
    "two nearly absorbing states are weighted by the exit probability of the other: %d",
    (p) => {
      const evaluation = chain({
        size: 400,
        // Into the state before the exit, so that each visit passes all states.
        steps: [...ring(0, 200, [[201, p]]), ...ring(200, 200, [[1, 2 * p]])],
        reward: (s) => (s < 200 ? 1 : 0),
      });
      expectRelative([evaluation.gain], [2 / 3], 1e-14);
      expectRelative(evaluation.stationary.subarray(0, 200), new Float64Array(200).fill(1 / 300), 1e-13);
    },
  );

  test("a periodic one of 5,000 states: the bias falls by what was earned", () => {
    const size = 5000;
    const { gain, bias } = chain({ size, steps: ring(0, size), reward: (s) => (s === 0 ? size : 0) });
    expectRelative([gain], [1], 1e-14);
    // h(s) = h(s + 1) + r(s) − 1: h(0) is size − 1 above h(1), and from then on it rises by 1.
    expectNear(
      bias,
      states(size).map((s) => (s === 0 ? (size - 1) / 2 : s - (size + 1) / 2)),
      1e-12,
    );
  });
});

test("a walk of 3,000 states ends with the expected probabilities", () => {
  const size = 3000;
  const inner = states(size - 2).map((s) => s + 1);
  const { values } = chain({
    size,
    // State 0 is where it begins, next to the last; the ends are 1 and the last.
    steps: [
      [0, size - 2, 1],
      ...inner.slice(1).flatMap((s): Step[] => [
        [s, s - 1, 0.5],
        [s, s + 1, 0.5],
      ]),
    ],
    reward: (s) => (s === 2 ? 1 : 0),
    discount: 1,
    terminal: [1, size - 1],
  });
  // Visits of 2 before an end: 2 (size − 1 − s)/(size − 2).
  expectRelative(
    values.subarray(2, size - 1),
    inner.slice(1).map((s) => (2 * (size - 1 - s)) / (size - 2)),
    1e-11,
  );
  expectRelative(values.subarray(0, 1), [2 / (size - 2)], 1e-11);
});

test("500 recurrent classes of two states each are reached by the shares of a tail of transient states", () => {
  const classes = 500;
  const size = 1 + 3 * classes;
  // State 0 chooses a class; its transient state stays with 1 − 1e-9; the two states change places.
  const steps = states(classes).flatMap((k): Step[] => {
    const first = 1 + 3 * k;
    return [
      [0, first, 1 / classes],
      [first, first, 1 - 1e-9],
      [first, first + 1, 1e-9],
      [first + 1, first + 2, 1],
      [first + 2, first + 1, 1],
    ];
  });
  const evaluation = chain({ size, steps, reward: (s) => (s % 3 === 2 ? 2 * Math.floor(s / 3) : 1e9) });
  // The other state of each class has 1e9: gains are (2 k + 1e9)/2.
  expectRelative([gainFromStart(evaluation)], [(classes - 1) / 2 + 5e8], 1e-14);
});

test("reversible chains of 400 states have the distribution by which they are made, to all digits", () => {
  // π_i p_ij = π_j p_ji, for weights and links of very different sizes.
  const size = 400;
  for (const seed of [1, 2, 3]) {
    const generator = createGenerator(seed);
    const weights = states(size).map(() => 10 ** generator.uniform(-20, 0));
    const steps: Step[] = [];
    const leaving = new Float64Array(size);
    const link = (i: number, j: number): void => {
      const flow = Math.min(weights[i], weights[j]) * 0.2 * 10 ** generator.uniform(-15, 0);
      for (const [from, to] of [
        [i, j],
        [j, i],
      ]) {
        steps.push([from, to, flow / weights[from]]);
        leaving[from] += flow / weights[from];
      }
    };
    for (let i = 1; i < size; i++) link(i, generator.integers(Math.max(0, i - 30), i));
    const total = weights.reduce((sum, weight) => sum + weight);
    const most = Math.max(...leaving);
    const all = steps.map(([from, to, p]): Step => [from, to, p / most / 2]);
    const { stationary } = chain({
      size,
      steps: [...all, ...states(size).map((s): Step => [s, s, 1 - leaving[s] / most / 2])],
      reward: () => 0,
    });
    expectRelative(
      stationary,
      weights.map((weight) => weight / total),
      1e-12,
    );
  }
});

test("a constant reward is worth r/(1 − γ), however it is solved and however near 1 the discount is", () => {
  const generator = createGenerator(4);
  for (const [size, successors] of [
    [200, 3],
    [2100, 2],
    [2100, 12],
  ]) {
    for (const gap of [2 ** -7, 2 ** -46]) {
      const steps = states(size).flatMap((s) =>
        states(successors).map((): Step => [s, generator.integers(0, size), 1 / successors]),
      );
      const { values, advantages, visitation } = chain({ size, steps, reward: () => 3, discount: 1 - gap });
      expectRelative(values, new Float64Array(size).fill(3 / gap), 1e-9);
      expectNear(advantages, new Float64Array(size), 1e-9);
      expectRelative([visitation.reduce((sum, value) => sum + value)], [1 / gap], 1e-9);
    }
  }
});

/** Up to five states, with probabilities of up to 60 orders of magnitude. */
const smallChains = fc.integer({ min: 1, max: 5 }).chain((size) => {
  const list = <Value>(each: fc.Arbitrary<Value>, length: number) =>
    fc.array(each, { minLength: length, maxLength: length });
  const share = fc.oneof(
    fc.constant(0),
    fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 200 })).map(([m, e]) => m * 2 ** -e),
  );
  return fc.record({
    shares: list(list(share, size), size),
    rewards: list(fc.integer({ min: -9, max: 9 }), size),
    others: list(list(share, size), size),
    discount: fc.constantFrom(0.5, 0.9, 1 - 2 ** -20, 1 - 2 ** -50),
  });
});

/** Rows of which at most 7/8 leaves a state. */
function rowsOf(shares: readonly (readonly number[])[]): number[][] {
  return shares.map((row, i) => {
    const leaving = row.map((share, j) => (i === j ? 0 : share / (8 * row.length)));
    leaving[i] = 1 - leaving.reduce((sum, p) => sum + p, 0);
    return leaving;
  });
}

test("small chains agree with exact rational arithmetic: all quantities, whatever the probabilities", () => {
  fc.assert(
    fc.property(smallChains, ({ shares, others, rewards, discount }) => {
      const actions = [rowsOf(shares), rowsOf(others)];
      const size = rewards.length;
      const mdp = createMdp({
        transitions: states(size).map((s) => [actions[0][s], actions[1][s]]),
        rewards: rewards.map((reward) => [reward, 0]),
        start: states(size).map((s) => (s === 0 ? 1 : 0)),
        discount,
      });
      // Only the first action is taken; the advantages of both are checked.
      const evaluation = evaluatePolicy(
        mdp,
        softmaxPolicy(
          mdp,
          rewards.flatMap(() => [0, Number.NEGATIVE_INFINITY]),
        ),
      );
      const exact = actions.map((rows) =>
        exactRows(
          rows.map((row, s) => {
            const read = row.map(() => 0);
            mdp.transitions.forEachNext(s, actions.indexOf(rows), (next, p) => {
              read[next] = p;
            });
            return read;
          }),
        ),
      );
      const reward = [rewards, rewards.map(() => 0)].map((list) => list.map((value) => exactly(value)));
      const gamma = exactly(discount);

      const values = exactValues(exact[0], reward[0], gamma);
      const ofSizes = exactValues(
        exact[0],
        rewards.map((value) => exactly(Math.abs(value))),
        gamma,
      );
      states(size).forEach((s) => {
        const scale = toNumber(ofSizes[s]);
        expect(Math.abs(evaluation.values[s] - toNumber(values[s]))).toBeLessThanOrEqual(1e-14 * scale);
      });
      expectAdvantages(evaluation.advantages, values, zero, gamma);

      const { stationary, gains, bias } = exactLongRun(exact[0], reward[0]);
      expectNear([gainFromStart(evaluation)], [toNumber(gains[0])], 1e-13);
      if (evaluation.recurrentClasses.length > 1) return;
      expectRelative(evaluation.stationary, stationary.map(toNumber), 1e-13);
      const largest = Math.max(...bias.map((h) => Math.abs(toNumber(h))));
      states(size).forEach((s) => {
        expect(Math.abs(evaluation.bias[s] - toNumber(bias[s]))).toBeLessThanOrEqual(1e-13 * largest);
      });
      expectAdvantages(evaluation.differentialAdvantages, bias, gains[0], exactly(1));

      /** R(s, a) − g − (1 − γ) v(s) + γ Σ P (v(s′) − v(s)), to the digits that its terms have. */
      function expectAdvantages(found: Float64Array, v: Fraction[], gain: Fraction, factor: Fraction): void {
        for (let s = 0; s < size; s++) {
          for (let a = 0; a < 2; a++) {
            const terms = [
              reward[a][s],
              times(exactly(-1), gain),
              times(minus(factor, exactly(1)), v[s]),
              ...states(size).map((next) => times(factor, times(exact[a][s][next], minus(v[next], v[s])))),
            ];
            const expected = toNumber(terms.reduce(plus));
            const scale = terms.reduce((sum, term) => sum + Math.abs(toNumber(term)), 0);
            // What is smaller than v by 28 digits is lost, as it is with two numbers for one.
            const lost = 1e-28 * Math.max(...v.map((value) => Math.abs(toNumber(value))));
            expect(Math.abs(found[s * 2 + a] - expected)).toBeLessThanOrEqual(1e-12 * scale + lost);
          }
        }
      }
    }),
    { seed: 1, numRuns: 150 },
  );
});
