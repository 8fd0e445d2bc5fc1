import { type ChainSystem, denseSystem, sparseSystem, systemMaps } from "./chain-system.ts";
import type { CompressedRows } from "./linear-algebra/compressed-rows.ts";
import { ConvergenceError } from "./linear-algebra/convergence-error.ts";
import { gmres, type LinearMap } from "./linear-algebra/gmres.ts";
import { incompleteLu } from "./linear-algebra/incomplete-lu.ts";
import type { LinearSolver } from "./linear-algebra/linear-solver.ts";
import { luSolver } from "./linear-algebra/lu.ts";
import { once } from "./once.ts";

/** Chains of up to so many states are solved by elimination, however they are held. */
export const directSize = 256;

/** When an iteration has solved a system: ‖b − A x‖ ≤ 1e-14 (‖b‖ + ‖x‖), as near as elimination comes. */
const tolerance = 1e-14;
/** What is taken of a sparse system when no more progress is made. */
const acceptable = 1e-12;
/** Chains that mix fast take few iterations; for others there are better ways than more of them. */
const maxPlainIterations = 60;
const maxPreconditionedIterations = 5000;

/**
 * A solver for I − γP on the kept states. Small systems are eliminated, large ones go to {@link iterativeSolver}, and a
 * dense one that does not converge soon is eliminated after all.
 */
export function chainSolver(system: ChainSystem): LinearSolver {
  const eliminated = once(() => luSolver(system.chain.size, denseSystem(system)));
  return system.chain.size <= directSize ? eliminated() : iterativeSolver(system, eliminated);
}

/**
 * A solver by GMRES. What does not converge soon is handed on: dense systems to `eliminated`, sparse ones to GMRES
 * preconditioned by the incomplete factorization of I − γP, in memory that is linear in its entries. That throws a
 * {@link ConvergenceError} when it does not reach ‖b − A x‖ ≤ 1e-12 (‖b‖ + ‖x‖).
 */
export function iterativeSolver(system: ChainSystem, eliminated: () => LinearSolver): LinearSolver {
  const [matrix, transposed] = systemMaps(system);
  const { rows } = system.chain;
  const next = rows === undefined ? eliminated : once(() => preconditionedSolver(system, rows));
  const solve = (map: LinearMap, b: Float64Array, otherwise: () => Float64Array) => {
    const { solution, converged } = gmres(b, { matrix: map, maxIterations: maxPlainIterations, tolerance });
    return converged ? solution : otherwise();
  };
  return {
    solve: (b) => solve(matrix, b, () => next().solve(b)),
    solveTransposed: (b) => solve(transposed, b, () => next().solveTransposed(b)),
  };
}

function preconditionedSolver(system: ChainSystem, rows: CompressedRows): LinearSolver {
  const [matrix, transposed] = systemMaps(system);
  const { apply, applyTransposed } = incompleteLu(sparseSystem(rows, system));
  const solve = (map: LinearMap, b: Float64Array, precondition: (x: Float64Array) => void) => {
    const maxIterations = maxPreconditionedIterations;
    const result = gmres(b, { matrix: map, precondition, maxIterations, tolerance });
    if (result.residual <= acceptable) return result.solution;
    throw new ConvergenceError(
      `mdp: after ${result.iterations} iterations the residual of a system of ${rows.size} states is ` +
        `${result.residual.toExponential(1)} of its size, more than ${acceptable}. The chain mixes too slowly for ` +
        "this method: a smaller discount, or fewer states, would help.",
    );
  };
  return {
    solve: (b) => solve(matrix, b, apply),
    solveTransposed: (b) => solve(transposed, b, applyTransposed),
  };
}
