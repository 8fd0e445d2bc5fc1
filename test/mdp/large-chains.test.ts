/** Chains above the size up to which they are eliminated: every way in which they are solved. */
import { describe, expect, test } from "vitest";
import { chainSolver } from "../../src/mdp/chain-solver.ts";
import { denseChain } from "../../src/mdp/dense-chain.ts";
import {
  ConvergenceError,
  createMdp,
  evaluatePolicy,
  policyGradient,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { gmres } from "../../src/mdp/linear-algebra/gmres.ts";
import { incompleteLu } from "../../src/mdp/linear-algebra/incomplete-lu.ts";
import { luSolver } from "../../src/mdp/linear-algebra/lu.ts";
import { createGenerator } from "../../src/random/index.ts";
import { expectNear } from "./near.ts";
import { randomLogits, randomMdp } from "./random-mdp.ts";

/** I − γP for a random chain, and what it makes of a vector. */
function randomSystem(size: number, discount: number, seed: number) {
  const generator = createGenerator(seed);
  const p = Float64Array.from({ length: size * size }, () => generator.random());
  const a = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const sum = p.subarray(i * size, (i + 1) * size).reduce((x, y) => x + y);
    for (let j = 0; j < size; j++) a[i * size + j] = (i === j ? 1 : 0) - (discount * p[i * size + j]) / sum;
  }
  const x = Float64Array.from({ length: size }, () => generator.normal());
  const b = new Float64Array(size);
  const transposed = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      b[i] += a[i * size + j] * x[j];
      transposed[j] += a[i * size + j] * x[i];
    }
  }
  return { a, x, b, transposed };
}

// Blocks of 32 with tiles of 4 rows and 2 columns: all remainders.
test.each([1, 2, 5, 31, 32, 33, 34, 63, 64, 67, 98, 131])(
  "LU solves systems of %i unknowns, both ways",
  (size) => {
    const { a, x, b, transposed } = randomSystem(size, 0.9, size);
    const solver = luSolver(size, a);
    expectNear(solver.solve(b), x, 1e-12);
    expectNear(solver.solveTransposed(transposed), x, 1e-12);
  },
);

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
  const starts = [0];
  const columns: number[] = [];
  const entries: number[] = [];
  for (let i = 0; i < size; i++) {
    for (const j of [i - 1, i, i + 1]) {
      if (j < 0 || j >= size) continue;
      columns.push(j);
      entries.push(i === j ? 1 : j < i ? -0.3 : -0.6);
    }
    starts.push(columns.length);
  }
  const matrix = {
    size,
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
    entries: Float64Array.from(entries),
  };
  const generator = createGenerator(3);
  const x = Float64Array.from({ length: size }, () => generator.normal());
  const b = new Float64Array(size);
  const transposed = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      b[i] += entries[at] * x[columns[at]];
      transposed[columns[at]] += entries[at] * x[i];
    }
  }
  const { apply, applyTransposed } = incompleteLu(matrix);
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
    ["dense: eliminated in the end", false],
    ["sparse: by the preconditioner", true],
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

  test("a sparse system that does not converge is an error, not a number", () => {
    // A directed cycle with a chord: elimination by places fails to see the long way round.
    const size = 5000;
    const rows = Array.from({ length: size }, (_, s) => [s, 0, (s * 2 + 1) % size, 1] as const);
    const mdp = createMdp({
      transitions: rows,
      rewards: Array.from({ length: size }, (_, s) => [Math.sin(s * s)]),
      start: new Array(size).fill(1 / size),
      discount: 1 - 1e-13,
    });
    expect(() => evaluatePolicy(mdp, softmaxPolicy(mdp)).values).toThrow(ConvergenceError);
  });
});

test("some states only: the others stay as they are", () => {
  const size = 300;
  const generator = createGenerator(5);
  const p = Float64Array.from({ length: size * size }, () => generator.random() / size);
  const kept = Uint8Array.from({ length: size }, (_, i) => (i % 3 === 0 ? 0 : 1));
  const b = Float64Array.from({ length: size }, () => generator.normal());
  const x = chainSolver({ chain: denseChain(size, p), discount: 0.9, kept }).solve(b);
  for (let i = 0; i < size; i++) {
    let expected = b[i];
    if (kept[i]) for (let j = 0; j < size; j++) if (kept[j]) expected += 0.9 * p[i * size + j] * x[j];
    expect(Math.abs(x[i] - expected)).toBeLessThan(1e-12);
  }
});
