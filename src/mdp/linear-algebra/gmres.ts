import { dot } from "./dot.ts";

/** result ← A x; x is left alone. */
export type LinearMap = (x: Float64Array, result: Float64Array) => void;

export interface GmresOptions {
  /** A. */
  readonly matrix: LinearMap;
  /** x ← M⁻¹ x in place, with M near A; default: the identity. */
  readonly precondition?: ((x: Float64Array) => void) | undefined;
  /** Iterations until the search begins anew from what was found; default 60. */
  readonly restart?: number;
  readonly maxIterations: number;
  /** Solved when ‖b − A x‖ ≤ tolerance · ‖b‖, in the Euclidean norm. */
  readonly tolerance: number;
}

export interface GmresResult {
  readonly solution: Float64Array;
  /** ‖b − A x‖ / ‖b‖, computed anew from the solution. */
  readonly residual: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * The generalized minimal residual method (Saad and Schultz 1986), restarted, preconditioned from the right so that
 * the residual is that of A x = b itself. Its memory is `restart + 3` vectors.
 */
export function gmres(b: Float64Array, options: GmresOptions): GmresResult {
  const { matrix, precondition = () => {}, restart = 60, maxIterations, tolerance } = options;
  const size = b.length;
  const solution = new Float64Array(size);
  const scratch = new Float64Array(size);
  const basis: Float64Array[] = [new Float64Array(size)];
  const normOfB = norm(b);
  let iterations = 0;
  let previous = Number.POSITIVE_INFINITY;

  for (;;) {
    const [residualVector] = basis;
    if (iterations === 0) residualVector.set(b);
    else {
      matrix(solution, residualVector);
      for (let i = 0; i < size; i++) residualVector[i] = b[i] - residualVector[i];
    }
    const residualNorm = norm(residualVector);
    const residual = normOfB === 0 ? 0 : residualNorm / normOfB;
    const converged = residual <= tolerance;
    // After a restart with little progress the next one makes little progress too.
    const stalled = !(residual < 0.9 * previous);
    if (converged || stalled || iterations >= maxIterations) {
      return { solution, residual, iterations, converged };
    }
    previous = residual;

    for (let i = 0; i < size; i++) residualVector[i] /= residualNorm;
    const columns: Float64Array[] = []; // of the triangular factor
    const rotations: { readonly cosine: number; readonly sine: number }[] = [];
    const rightSide = [residualNorm];
    while (columns.length < restart && iterations < maxIterations) {
      const k = columns.length;
      iterations++;
      scratch.set(basis[k]);
      precondition(scratch);
      if (basis.length === k + 1) basis.push(new Float64Array(size));
      const next = basis[k + 1];
      matrix(scratch, next);
      const column = new Float64Array(k + 2);
      for (let i = 0; i <= k; i++) {
        column[i] = dot(basis[i], next);
        addScaled(next, -column[i], basis[i]);
      }
      const length = norm(next);
      column[k + 1] = length;
      for (let i = 0; i < k; i++) rotate(column, i, rotations[i]);
      const hypotenuse = Math.hypot(column[k], column[k + 1]);
      if (!(hypotenuse > 0)) break; // no new direction was found, or numbers overflow
      const rotation = { cosine: column[k] / hypotenuse, sine: column[k + 1] / hypotenuse };
      rotations.push(rotation);
      rotate(column, k, rotation);
      columns.push(column);
      rightSide[k + 1] = -rotation.sine * rightSide[k];
      rightSide[k] *= rotation.cosine;
      // Half of the tolerance leaves room for rounding.
      if (Math.abs(rightSide[k + 1]) <= 0.5 * tolerance * normOfB || length === 0) break;
      for (let i = 0; i < size; i++) next[i] /= length;
    }

    scratch.fill(0);
    const weights = backSubstitute(columns, rightSide);
    weights.forEach((weight, i) => addScaled(scratch, weight, basis[i]));
    precondition(scratch);
    for (let i = 0; i < size; i++) solution[i] += scratch[i];
  }
}

/** The Givens rotation of elements i and i + 1. */
function rotate(column: Float64Array, i: number, { cosine, sine }: { cosine: number; sine: number }): void {
  const [a, b] = [column[i], column[i + 1]];
  column[i] = cosine * a + sine * b;
  column[i + 1] = cosine * b - sine * a;
}

function backSubstitute(columns: readonly Float64Array[], rightSide: readonly number[]): Float64Array {
  const x = Float64Array.from(rightSide.slice(0, columns.length));
  for (let i = x.length - 1; i >= 0; i--) {
    x[i] /= columns[i][i];
    for (let j = 0; j < i; j++) x[j] -= columns[i][j] * x[i];
  }
  return x;
}

function norm(x: Float64Array): number {
  return Math.sqrt(dot(x, x));
}

function addScaled(target: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * x[i];
}
