import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { denseChain } from "../../../src/mdp/chains/dense-chain.ts";
import { longRun } from "../../../src/mdp/chains/long-run.ts";
import { pinnedChain } from "../../../src/mdp/chains/pinned-chain.ts";
import { recurrentClasses } from "../../../src/mdp/chains/recurrent-classes.ts";
import { createMdp, evaluatePolicy, RecurrentClassesError, softmaxPolicy } from "../../../src/mdp/index.ts";
import { expectNear } from "../near.ts";
import { closedClasses } from "./exact-chain.ts";

/** A chain as an MDP of one action. */
function chain(rows: readonly (readonly number[])[], rewards = rows.map(() => 0)) {
  const mdp = createMdp({
    transitions: rows.map((row) => [row]),
    rewards: rewards.map((reward) => [reward]),
    start: rows.map((_, i) => (i === 0 ? 1 : 0)),
    discount: 0.5,
  });
  return evaluatePolicy(mdp, softmaxPolicy(mdp));
}

describe("stationary distributions", () => {
  test("a periodic chain has one", () => {
    const { stationary, gain, bias } = chain(
      [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
      [3, 0, 0],
    );
    expectNear(stationary, [1 / 3, 1 / 3, 1 / 3], 1e-15);
    expectNear([gain], [1], 1e-15);
    // h(s) − h(s′) = r(s) − g along the cycle, with mean 0.
    expectNear(bias, [1, -1, 0], 1e-15);
  });

  test("transient states have 0", () => {
    const { stationary, recurrentClasses } = chain([
      [0.5, 0.25, 0.25],
      [0, 0.4, 0.6],
      [0, 0.2, 0.8],
    ]);
    expect(stationary[0]).toBe(0);
    expectNear(stationary, [0, 0.25, 0.75], 1e-15);
    expect(recurrentClasses.map((members) => [...members])).toEqual([[1, 2]]);
  });

  test("several recurrent classes are an error that names them, and discounted values are still computed", () => {
    const evaluation = chain(
      [
        [0.2, 0.4, 0.4, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 1, 0],
      ],
      [0, 1, 0, 0],
    );
    for (const part of ["stationary", "gain", "bias", "averageValue", "averageReward"] as const) {
      expect(() => evaluation[part]).toThrow(RecurrentClassesError);
    }
    expect(() => evaluation.stationary).toThrow("2 recurrent classes, {1}, {2, 3}");
    expectNear(evaluation.values, [0.4 / 0.9, 2, 0, 0], 1e-15);
  });

  test("the smallest probabilities are as accurate as the largest", () => {
    // Up with probability 1e-6, down with 1/2: d(i + 1)/d(i) = 2e-6.
    const size = 12;
    const up = 1e-6;
    const rows = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => {
        if (j === i + 1) return up;
        if (j === i - 1) return 0.5;
        return j === i ? 1 - (i + 1 < size ? up : 0) - (i > 0 ? 0.5 : 0) : 0;
      }),
    );
    const { stationary } = chain(rows);
    for (let i = 0; i + 1 < size; i++) expect(stationary[i + 1] / stationary[i]).toBeCloseTo(2e-6, 19);
    expect(stationary[size - 1]).toBeLessThan(1e-60);
  });
});

test("recurrent classes are the closed sets of the transitive closure", () => {
  const graphs = fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  );
  fc.assert(
    fc.property(graphs, (weights) => {
      const size = weights.length;
      const edges = weights.map((row) => row.map((weight) => weight === 0));
      edges.forEach((row, i) => {
        if (!row.includes(true)) row[i] = true;
      });
      const p = Float64Array.from(
        edges.flatMap((row) => row.map((edge) => (edge ? 1 / row.filter(Boolean).length : 0))),
      );
      const found = recurrentClasses(denseChain(size, p)).map((members) => [...members]);
      expect(found).toEqual(closedClasses(edges));
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("d P = d, and the bias solves Poisson's equation, also of chains that hardly ever leave a state", () => {
  const chains = fc.integer({ min: 1, max: 8 }).chain((size) =>
    fc.record({
      weights: fc.array(fc.double({ min: -12, max: 0, noNaN: true }), {
        minLength: size * size,
        maxLength: size * size,
      }),
      rewards: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size, maxLength: size }),
    }),
  );
  fc.assert(
    fc.property(chains, ({ weights, rewards }) => {
      const size = rewards.length;
      const p = Float64Array.from(weights, Math.exp);
      for (let i = 0; i < size; i++) {
        const row = p.subarray(i * size, (i + 1) * size);
        const sum = row.reduce((a, b) => a + b);
        row.forEach((value, j) => {
          row[j] = value / sum;
        });
      }
      const chain = denseChain(size, p);
      const pinned = pinnedChain(chain, [Int32Array.from({ length: size }, (_, i) => i)]);
      const { stationary } = pinned;
      const after = new Float64Array(size);
      chain.multiplyTransposed(stationary, after);
      after.forEach((value, i) => expect(Math.abs(value / stationary[i] - 1)).toBeLessThan(1e-12));

      const c = Float64Array.from(rewards);
      const h = longRun(pinned, c).bias.high;
      const next = new Float64Array(size);
      chain.multiply(h, next);
      const average = stationary.reduce((sum, d, i) => sum + d * c[i], 0);
      const scale = 1 + h.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      h.forEach((value, i) => expect(Math.abs(c[i] - average + next[i] - value)).toBeLessThan(1e-12 * scale));
      expect(Math.abs(stationary.reduce((sum, d, i) => sum + d * h[i], 0))).toBeLessThan(1e-12 * scale);
    }),
    { seed: 1, numRuns: 200 },
  );
});
