/** Chains above the size up to which they are eliminated: every way in which they are solved. */
import { describe, expect, test } from "vitest";
import { chainSolver } from "../../../src/mdp/chains/chain-solver.ts";
import { denseChain } from "../../../src/mdp/chains/dense-chain.ts";
import {
  ConvergenceError,
  createMdp,
  evaluatePolicy,
  policyGradient,
  softmaxPolicy,
} from "../../../src/mdp/index.ts";
import type { CompressedRows } from "../../../src/mdp/linear-algebra/compressed-rows.ts";
import { denseElimination } from "../../../src/mdp/linear-algebra/dense-elimination.ts";
import { extended } from "../../../src/mdp/linear-algebra/extended-vector.ts";
import { gmres } from "../../../src/mdp/linear-algebra/gmres.ts";
import { incompleteLu } from "../../../src/mdp/linear-algebra/incomplete-lu.ts";
import type { MMatrix } from "../../../src/mdp/linear-algebra/m-matrix.ts";
import { sparseElimination } from "../../../src/mdp/linear-algebra/sparse-elimination.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { expectNear } from "../near.ts";
import { randomLogits, randomMdp } from "../random-mdp.ts";

/** I − γP for a random chain, and what it makes of a vector. */
function randomSystem(size: number, discount: number, seed: number) {
  const generator = createGenerator(seed);
  const rows = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (_, j) => (i === j ? 0 : generator.random() / size)),
  );
  const matrix: MMatrix = {
    size,
    factor: discount,
    weights: compressed(rows.map((row) => [...row])),
    sums: extended(Float64Array.from({ length: size }, () => 0.1 * generator.random())),
  };
  const x = Float64Array.from({ length: size }, () => generator.normal());
  const b = matrix.sums.high.map((sum, i) => sum * x[i]);
  const transposed = b.slice();
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      b[i] += discount * rows[i][j] * (x[i] - x[j]);
      transposed[i] += discount * (rows[i][j] * x[i] - rows[j][i] * x[j]);
    }
  }
  return { matrix, x, b, transposed };
}

/** Those above 0. */
function compressed(rows: readonly (readonly number[])[]): CompressedRows {
  const starts = [0];
  const columns: number[] = [];
  const entries: number[] = [];
  for (const row of rows) {
    row.forEach((entry, j) => {
      if (entry > 0) {
        columns.push(j);
        entries.push(entry);
      }
    });
    starts.push(columns.length);
  }
  return {
    size: rows.length,
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
    entries: Float64Array.from(entries),
  };
}

// Blocks of 32 with tiles of 4 rows and 2 columns: all remainders.
describe.each([
  ["dense", denseElimination],
  ["sparse", (matrix: MMatrix) => sparseElimination(matrix)!],
] as const)("%s elimination", (_, eliminate) => {
  test.each([1, 2, 5, 31, 32, 33, 34, 63, 64, 67, 98, 131])("solves %i equations, both ways", (size) => {
    const { matrix, x, b, transposed } = randomSystem(size, 0.9, size);
    const solver = eliminate(matrix);
    expectNear(solver.solve(extended(b)).high, x, 1e-12);
    expectNear(solver.solveTransposed(transposed), x, 1e-12);
  });

  test("says when nothing leaves a state, for all that can be computed", () => {
    const weights = compressed([
      [0, 1e-200, 0],
      [1e-200, 0, 1],
      [0, 1, 0],
    ]);
    const sums = extended(Float64Array.of(1e-200, 0, 0));
    expect(() => eliminate({ size: 3, factor: 1e-200, weights, sums }).solve(sums)).toThrow(
      /leaving state \d for good is below/,
    );
  });
});

test("GMRES says when it did not converge", () => {
  // A cyclic shift: not one of the searched directions helps before all are there.
  const size = 50;
  const shift = (x: Float64Array, y: Float64Array) =>
    x.forEach((value, i) => {
      y[(i + 1) % size] = value;
    });
  const b = new Float64Array(size).fill(0);
  b[0] = 1;
  const options = { matrix: shift, tolerance: 1e-14 };
  const short = gmres(b, { ...options, restart: 10, maxIterations: 1000 });
  expect(short.converged).toBe(false);
  expect(short.residual).toBeGreaterThan(0.1);
  expect(gmres(b, { ...options, restart: 50, maxIterations: 1000 })).toMatchObject({
    converged: true,
    iterations: 50,
  });
  expect(gmres(new Float64Array(size), { ...options, maxIterations: 9 })).toMatchObject({
    converged: true,
    iterations: 0,
  });
});

test("the incomplete factorization of a tridiagonal matrix is exact, both ways", () => {
  const size = 40;
  const jumps = compressed(
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (j === i - 1 ? 0.3 : j === i + 1 ? 0.6 : 0)),
    ),
  );
  const generator = createGenerator(3);
  const x = Float64Array.from({ length: size }, () => generator.normal());
  const b = x.slice();
  const transposed = x.slice();
  for (let i = 0; i < size; i++) {
    for (let at = jumps.starts[i]; at < jumps.starts[i + 1]; at++) {
      b[i] -= jumps.entries[at] * x[jumps.columns[at]];
      transposed[jumps.columns[at]] -= jumps.entries[at] * x[i];
    }
  }
  const { apply, applyTransposed } = incompleteLu(jumps);
  apply(b);
  expectNear(b, x, 1e-13);
  applyTransposed(transposed);
  expectNear(transposed, x, 1e-13);
});

describe("an MDP of 300 states", () => {
  const options = { states: 300, actions: 3, seed: 7, successors: 4, discount: 0.95 };
  const dense = randomMdp(options);
  const sparse = randomMdp({ ...options, sparse: true });
  const logits = randomLogits(dense, 8);
  const evaluations = [dense, sparse].map((mdp) => evaluatePolicy(mdp, softmaxPolicy(mdp, logits)));

  test("is solved alike in dense and sparse form", () => {
    const [a, b] = evaluations;
    for (const part of [
      "values",
      "visitation",
      "stationary",
      "bias",
      "actionValues",
      "differentialActionValues",
    ] as const) {
      expectNear(a[part], b[part], 1e-11);
    }
    for (const objective of ["startValue", "averageValue", "averageReward"] as const) {
      expectNear(policyGradient(a, objective), policyGradient(b, objective), 1e-11);
    }
  });

  test.each([0, 1])("satisfies its equations", (i) => {
    const { chain, values, visitation, stationary, bias, gain, rewards, mdp } = evaluations[i];
    const next = new Float64Array(300);
    chain.multiply(values, next);
    expectNear(
      next.map((value, s) => rewards[s] + 0.95 * value),
      values,
      1e-12,
    );
    chain.multiplyTransposed(visitation, next);
    expectNear(
      next.map((value, s) => mdp.start[s] + 0.95 * value),
      visitation,
      1e-12,
    );
    chain.multiplyTransposed(stationary, next);
    next.forEach((value, s) => expect(Math.abs(value / stationary[s] - 1)).toBeLessThan(1e-9));
    chain.multiply(bias, next);
    expectNear(
      next.map((value, s) => rewards[s] - gain + value),
      bias,
      1e-12,
    );
  });
});

/** A walk on a line of `size` places that stays at its ends, up with probability 0.5: it mixes in about size² steps. */
function line(size: number, sparse: boolean, discount: number) {
  const next = (s: number, a: number) => Math.min(Math.max(s + (a === 0 ? -1 : 1), 0), size - 1);
  const rows = Array.from({ length: size * 2 }, (_, i) => [i >> 1, i & 1, next(i >> 1, i & 1), 1] as const);
  const nested = () =>
    Array.from({ length: size }, (_, s) =>
      [0, 1].map((a) => Array.from({ length: size }, (_, j) => (j === next(s, a) ? 1 : 0))),
    );
  return createMdp({
    transitions: sparse ? rows : nested(),
    rewards: Array.from({ length: size }, (_, s) => [s / size, s / size]),
    start: new Array(size).fill(1 / size),
    discount,
  });
}

describe("chains that mix slowly", () => {
  test.each([
    ["in dense form", false],
    ["in sparse form", true],
  ])("%s", (_, sparse) => {
    const size = 400;
    const mdp = line(size, sparse, 0.9999);
    const { values, stationary, gain, bias } = evaluatePolicy(mdp, softmaxPolicy(mdp));
    expectNear(stationary, new Array(size).fill(1 / size), 1e-12);
    expectNear([gain], [(size - 1) / 2 / size], 1e-12);
    // h(s + 1) − h(s) is the sum of the rewards up to s less their mean, twice.
    let slope = 0;
    for (let s = 0; s + 1 < size; s++) {
      slope -= 2 * (s / size - gain);
      expect(Math.abs(bias[s + 1] - bias[s] - slope)).toBeLessThan(1e-7);
    }
    const residual = Array.from(values, (value, s) => {
      const neighbors = values[Math.max(s - 1, 0)] + values[Math.min(s + 1, size - 1)];
      return (s / size + (0.9999 * neighbors) / 2 - value) / value;
    });
    for (const value of residual) expect(Math.abs(value)).toBeLessThan(1e-13);
  });

  test("a sparse system that is linked too much to be eliminated, and mixes too slowly, is an error", () => {
    // Two random graphs of 1,100 states, one of which is left for the other with a probability of 1e-15.
    const half = 1100;
    const generator = createGenerator(6);
    const rows = Array.from({ length: 2 * half }, (_, s) => {
      const first = s < half ? 0 : half;
      const leaves = s === first ? [[s, 0, half - first, 1e-15] as const] : [];
      const others = generator.choice(half, { size: 8, replace: false });
      return [...leaves, ...Array.from(others, (next) => [s, 0, first + next, 1 / 8] as const)];
    }).flat();
    const mdp = createMdp({
      transitions: rows,
      rewards: Array.from({ length: 2 * half }, (_, s) => [s < half ? 1 : 0]),
      start: Array.from({ length: 2 * half }, (_, s) => (s === 0 ? 1 : 0)),
      discount: 0.9,
    });
    const evaluation = evaluatePolicy(mdp, softmaxPolicy(mdp));
    expect(() => evaluation.gain).toThrow(ConvergenceError);
    expect(() => evaluation.stationary).toThrow("a system of 2200 states was solved only to a part");
    expectNear(evaluation.values.subarray(0, 2), [10, 10], 1e-9);
  });
});

test("some states only: the others stay as they are", () => {
  const size = 300;
  const generator = createGenerator(5);
  const p = Float64Array.from({ length: size * size }, () => generator.random() / size);
  for (let i = 0; i < size; i++) {
    p[i * size + i] = 0;
    p[i * size + i] = 1 - p.subarray(i * size, (i + 1) * size).reduce((sum, value) => sum + value);
  }
  const kept = Uint8Array.from({ length: size }, (_, i) => (i % 3 === 0 ? 0 : 1));
  const b = Float64Array.from({ length: size }, () => generator.normal());
  const x = chainSolver({ chain: denseChain(size, p), discount: 0.9, kept }).solve(extended(b)).high;
  for (let i = 0; i < size; i++) {
    let expected = b[i];
    if (kept[i]) for (let j = 0; j < size; j++) if (kept[j]) expected += 0.9 * p[i * size + j] * x[j];
    expect(Math.abs(x[i] - expected)).toBeLessThan(1e-12);
  }
});
