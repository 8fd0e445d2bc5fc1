import type { Generator } from "../../random/index.ts";
import { reflectedVectors } from "./reflected-vectors.ts";

/** Up to so many multiplications, as for 512 vectors of 512 numbers, one vector after another is quick enough. */
const mostQuickWork = 512 ** 3;

/**
 * `count` vectors of `length` numbers, orthonormal and without a preferred direction (Haar's distribution): normal vectors,
 * each made orthogonal to those before it.
 *
 * @param count at most `length`
 */
export function orthonormalVectors(count: number, length: number, generator: Generator): Float64Array[] {
  const isQuick = count * count * length <= mostQuickWork;
  return (isQuick ? gramSchmidt : reflectedVectors)(count, length, generator);
}

function gramSchmidt(count: number, length: number, generator: Generator): Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, () => generator.normal());
    // Twice: the second pass removes what rounding left of the earlier directions.
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) removeComponent(vector, other);
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

function removeComponent(vector: Float64Array, direction: Float64Array): void {
  const along = dot(vector, direction);
  for (let i = 0; i < vector.length; i++) vector[i] -= along * direction[i];
}
