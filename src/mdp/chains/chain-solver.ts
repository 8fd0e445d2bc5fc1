import type { CompressedRows } from "../linear-algebra/compressed-rows.ts";
import { ConvergenceError } from "../linear-algebra/convergence-error.ts";
import { denseElimination } from "../linear-algebra/dense-elimination.ts";
import {
  addTo,
  copyOf,
  type ExtendedVector,
  extended,
  largestOf,
  scaled,
  scaleFor,
} from "../linear-algebra/extended-vector.ts";
import { gmres, type LinearMap } from "../linear-algebra/gmres.ts";
import { incompleteLu } from "../linear-algebra/incomplete-lu.ts";
import type { LinearSolver } from "../linear-algebra/linear-solver.ts";
import { diagonalOf, type MMatrix } from "../linear-algebra/m-matrix.ts";
import {
  precisionOfResidual,
  type Residual,
  residualOf,
  transposedResidual,
} from "../linear-algebra/residual.ts";
import { sparseElimination } from "../linear-algebra/sparse-elimination.ts";
import { once } from "../once.ts";
import { type ChainSystem, systemMatrix } from "./chain-system.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** Chains of up to so many states are eliminated in full, */
const smallSize = 256;
/** and up to so many when nothing else succeeds. */
const largestFullSize = 2000;
/** How many digits are certain of what is returned: an error of this part of what the absolute values come to. */
const certain = 1e-9;

/** A solver for (I − γP) x = b on the kept states. */
export interface ChainSolver {
  /** x, with an error of at most 1e-9 of what |b| comes to, in each state. */
  solve(b: ExtendedVector): ExtendedVector;
  /** x to about 28 digits of what |b| comes to in each state, and a bound on the error: [size]. */
  solvePrecisely(b: ExtendedVector): { readonly x: ExtendedVector; readonly error: Float64Array };
  /** y ≥ 0 with (I − γP)ᵀ y = c for c ≥ 0. Eliminated, each element is accurate; otherwise their sum is, to 1e-9. */
  solveTransposed(c: Float64Array): Float64Array;
  /** (I − γP)⁻¹ 1, the expected number of (discounted) steps within the kept states: [size]. */
  readonly steps: ExtendedVector;
}

interface Method extends LinearSolver {
  /** Whether its solutions need no check: elimination without subtractions is accurate for every matrix. */
  readonly isDirect: boolean;
}

/**
 * Small systems, and sparse ones of which elimination fills in little, are eliminated without subtractions, which is
 * accurate for all of them; others are solved by GMRES, then eliminated in full, or if they are too large for it
 * preconditioned by an incomplete factorization. All solutions are refined by their residuals, and those of iterations
 * are checked: they are exact for probabilities that differ by a part ω each, so that (I − γP)⁻¹, all of whose elements
 * are ≥ 0, differs by a part 2 · size · ω at most (O'Cinneide, “Entrywise perturbation theory and error analysis for Markov
 * chains”, Numerische Mathematik 65, 1993).
 *
 * @throws ConvergenceError when no method reaches nine certain digits
 */
export function chainSolver(system: ChainSystem): ChainSolver {
  const matrix = systemMatrix(system);
  const methods = methodsFor(system, matrix);
  const steps = once(() => solve(extended(new Float64Array(matrix.size).fill(1))).x);

  function solve(b: ExtendedVector, precise = false): Refined {
    const scale = scaleFor(b.high);
    const scaledB = scale === 1 ? b : scaled(b, scale);
    let least = Number.POSITIVE_INFINITY;
    for (const method of methods) {
      const chosen = method();
      const found = refine(matrix, chosen, scaledB, precise);
      const { relative } = found.residual;
      if (chosen.isDirect || 2 * matrix.size * relative <= certain) {
        return scale === 1 ? found : { ...found, x: scaled(found.x, 1 / scale) };
      }
      if (relative < least) least = relative;
    }
    throw noConvergence(matrix.size, 2 * matrix.size * least);
  }

  return {
    solve: (b) => solve(b).x,
    solvePrecisely(b) {
      const { x, residual } = solve(b, true);
      const scale = scaleFor(b.high);
      // |x − A⁻¹ b| ≤ A⁻¹ |b − A x|, since all elements of A⁻¹ are ≥ 0.
      const rest = residual.values.map(
        (value, i) => (Math.abs(value) + precisionOfResidual * residual.sizes[i]) / scale,
      );
      const error = solve(extended(rest)).x.high.map((value) => 1.01 * Math.abs(value));
      return { x, error };
    },
    solveTransposed(c) {
      let least = Number.POSITIVE_INFINITY;
      for (const method of methods) {
        const chosen = method();
        if (chosen.isDirect) return chosen.solveTransposed(c);
        const { y, error } = refineTransposed(matrix, chosen, c, stepsBound(matrix, steps));
        if (error <= certain) return y;
        if (error < least) least = error;
      }
      throw noConvergence(matrix.size, least);
    },
    get steps() {
      return steps();
    },
  };
}

function noConvergence(size: number, error: number): ConvergenceError {
  const reached = Number.isFinite(error) ? `only to a part ${error.toExponential(1)}` : "not at all";
  return new ConvergenceError(
    `mdp: a system of ${size} states was solved ${reached}, and not to ${certain}: it mixes too slowly, and is linked too ` +
      "much, for every method. A smaller discount, fewer states, or fewer next states of each would help.",
  );
}

/** Chains that sparse elimination fills in too much: it is not tried again with another discount. */
const linkedTooMuch = new WeakSet<MarkovChain>();

/** Whichever are made, in the order in which they are tried. */
function methodsFor(system: ChainSystem, matrix: MMatrix): readonly (() => Method)[] {
  const full = once((): Method => ({ ...denseElimination(matrix), isDirect: true }));
  if (matrix.size <= smallSize) return [full];
  if (!linkedTooMuch.has(system.chain)) {
    const sparse = sparseElimination(matrix);
    if (sparse) return [() => ({ ...sparse, isDirect: true })];
    linkedTooMuch.add(system.chain);
  }
  const last = matrix.size <= largestFullSize ? full : once(() => iteration(system, matrix, preconditioned));
  return [once(() => iteration(system, matrix, plain)), last];
}

/** How much closer an iteration comes before the residual is computed anew. */
const stepTolerance = 1e-8;

interface IterationOptions {
  readonly maxIterations: number;
  readonly isPreconditioned: boolean;
}
/** Chains that mix fast take few iterations; for others there are better ways than more of them. */
const plain: IterationOptions = { maxIterations: 60, isPreconditioned: false };
const preconditioned: IterationOptions = { maxIterations: 3000, isPreconditioned: true };

/**
 * GMRES for I − J, where J has the probabilities with which kept states follow each other when none is stayed in: the rows
 * of the matrix by its diagonal.
 */
function iteration(
  { chain, discount, kept }: ChainSystem,
  matrix: MMatrix,
  { maxIterations, isPreconditioned }: IterationOptions,
): Method {
  const { size } = matrix;
  const diagonal = diagonalOf(matrix);
  const staying = stayingOf(chain);
  const weights = diagonal.map((value, i) => (kept && !kept[i] ? 0 : discount / value));
  const within = new Float64Array(size);
  const map: LinearMap = (x, result) => {
    for (let i = 0; i < size; i++) within[i] = kept ? kept[i] * x[i] : x[i];
    chain.multiply(within, result);
    for (let i = 0; i < size; i++) result[i] = x[i] - weights[i] * (result[i] - staying[i] * x[i]);
  };
  const transposed: LinearMap = (x, result) => {
    for (let i = 0; i < size; i++) within[i] = weights[i] * x[i];
    chain.multiplyTransposed(within, result);
    for (let i = 0; i < size; i++) {
      const arriving = result[i] - staying[i] * within[i];
      result[i] = x[i] - (kept ? kept[i] * arriving : arriving);
    }
  };
  const factors = isPreconditioned ? incompleteLu(jumpsOf(matrix, diagonal)) : undefined;
  const options = { maxIterations, tolerance: stepTolerance };
  const apart = (x: Float64Array) => x.map((value, i) => value / diagonal[i]);
  return {
    isDirect: false,
    solve: ({ high }) =>
      extended(gmres(apart(high), { ...options, matrix: map, precondition: factors?.apply }).solution),
    solveTransposed: (c) =>
      apart(gmres(c, { ...options, matrix: transposed, precondition: factors?.applyTransposed }).solution),
  };
}

/** The probabilities of staying where one is: [size]. */
function stayingOf({ size, rows: { starts, columns, entries } }: MarkovChain): Float64Array {
  const staying = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) if (columns[at] === i) staying[i] = entries[at];
  }
  return staying;
}

function jumpsOf({ size, factor, weights }: MMatrix, diagonal: Float64Array): CompressedRows {
  const entries = weights.entries.slice();
  for (let i = 0; i < size; i++) {
    for (let at = weights.starts[i]; at < weights.starts[i + 1]; at++) {
      entries[at] = (factor * entries[at]) / diagonal[i];
    }
  }
  return { ...weights, entries };
}

interface Refined {
  readonly x: ExtendedVector;
  readonly residual: Residual;
}

/** More are never needed: each brings at least a factor 2. */
const maxRefinements = 40;
/** The residuals, relative to their sizes, at which refinement ends. */
const roundedResidual = 2 ** -48;
const preciseResidual = 2 ** -92;

/** Solves for what is left of b, as long as that helps. */
function refine(matrix: MMatrix, method: Method, b: ExtendedVector, precise: boolean): Refined {
  const target = precise ? preciseResidual : roundedResidual;
  let x = method.solve(b);
  let residual = residualOf(matrix, x, b, precise);
  for (let count = 0; count < maxRefinements && residual.relative > target; count++) {
    const nextX = sumOf(x, method.solve(extended(residual.values)));
    const next = residualOf(matrix, nextX, b, precise);
    const helped =
      next.relative < residual.relative / 2 || largestOf(next.values) < largestOf(residual.values) / 2;
    if (next.relative < residual.relative || helped) {
      x = nextX;
      residual = next;
    }
    if (!helped) break;
  }
  return { x, residual };
}

/** How near Σ y comes before it is good enough. */
const sumTolerance = 1e-12;
/** What rounding leaves of the sums of a residual, in parts of Σ y. */
const roundingOfFlows = 2 ** -49;

/** @param steps (A⁻¹ 1)_i or more: what an error in equation i is worth in the sum of all elements of y */
function refineTransposed(matrix: MMatrix, method: Method, c: Float64Array, steps: Float64Array) {
  const rounding = roundingOfFlows * largestOf(steps);
  const precise = rounding > certain / 10;
  const evaluate = (y: ExtendedVector) => {
    const rest = transposedResidual(matrix, y, c, precise);
    const sum = y.high.reduce((total, value) => total + Math.abs(value), 0);
    const off = rest.reduce((total, value, i) => total + Math.abs(value) * steps[i], 0);
    return { y, rest, error: (off === 0 ? 0 : off / sum) + (precise ? 0 : rounding) };
  };
  let best = evaluate(extended(method.solveTransposed(c)));
  const target = sumTolerance + (precise ? 0 : 4 * rounding);
  for (let count = 0; count < maxRefinements && best.error > target; count++) {
    const next = evaluate(sumOf(best.y, extended(method.solveTransposed(best.rest))));
    if (!(next.error < best.error)) break;
    const helped = next.error < best.error / 2;
    best = next;
    if (!helped) break;
  }
  return { y: best.y.high.map((value) => Math.max(value, 0)), error: best.error };
}

function stepsBound({ size, sums }: MMatrix, steps: () => ExtendedVector): Float64Array {
  const least = sums.high.reduce((a, b) => Math.min(a, b));
  return least > 0 ? new Float64Array(size).fill(1 / least) : steps().high;
}

function sumOf(x: ExtendedVector, more: ExtendedVector): ExtendedVector {
  const sum = copyOf(x);
  for (let i = 0; i < sum.high.length; i++) addTo(sum, i, more.high[i], more.low[i]);
  return sum;
}
