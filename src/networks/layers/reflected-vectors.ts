import type { Generator } from "../../random/index.ts";

/** H = I − τ v vᵀ. */
interface Reflection {
  readonly v: Float64Array;
  readonly tau: number;
}

/**
 * Orthonormal vectors from Haar's distribution: the first columns of H₁ H₂ … with signs, where H_k reflects a normal vector
 * of all places from k on to its first (Stewart, “The efficient generation of random orthogonal matrices with an
 * application to condition estimators”, SIAM Journal on Numerical Analysis 17, 1980). Those are the columns of Q in Q R of a
 * normal matrix, with R > 0 on the diagonal. It takes 4/3 n³ operations for n vectors of n numbers, in groups of
 * four, with two reflections at a time, which fit into the cache.
 *
 * @param count at most `length`
 */
export function reflectedVectors(count: number, length: number, generator: Generator): Float64Array[] {
  const reflections: Reflection[] = [];
  const signs = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const v = new Float64Array(length);
    for (let place = k; place < length; place++) v[place] = generator.normal();
    signs[k] = v[k] < 0 ? 1 : -1;
    v[k] -= signs[k] * Math.sqrt(dotFrom(k, v, v));
    const square = dotFrom(k, v, v);
    reflections.push({ v, tau: square === 0 ? 0 : 2 / square });
  }
  // Vectors in groups of four and reflections in pairs; the unused ones are 0.
  const spare = { v: new Float64Array(length), tau: 0 };
  const inner = reflections.map(({ v }, k) =>
    k % 2 === 0 && k + 1 < count ? dotFrom(k, v, reflections[k + 1].v) : 0,
  );
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i += 4) {
    const four = [0, 1, 2, 3].map((j) => {
      const vector = new Float64Array(length);
      if (i + j < count) vector[i + j] = signs[i + j];
      return vector;
    });
    const last = Math.min(i + 3, count - 1);
    for (let k = last - (last % 2); k >= 0; k -= 2) {
      reflect(four, k, reflections[k], reflections[k + 1] ?? spare, inner[k]);
    }
    vectors.push(...four.slice(0, count - i));
  }
  return vectors;
}

function dotFrom(start: number, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = start; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** x ← H₁ H₂ x for four vectors, of which places before `start` do not change. */
function reflect(
  [x0, x1, x2, x3]: readonly Float64Array[],
  start: number,
  first: Reflection,
  second: Reflection,
  inner: number,
): void {
  const { v, tau } = first;
  const { v: u, tau: sigma } = second;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let i = start; i < v.length; i++) {
    const p = v[i];
    const q = u[i];
    const r0 = x0[i];
    const r1 = x1[i];
    const r2 = x2[i];
    const r3 = x3[i];
    a0 += r0 * p;
    a1 += r1 * p;
    a2 += r2 * p;
    a3 += r3 * p;
    b0 += r0 * q;
    b1 += r1 * q;
    b2 += r2 * q;
    b3 += r3 * q;
  }
  // Along the second, and then along the first of what that leaves.
  b0 *= sigma;
  b1 *= sigma;
  b2 *= sigma;
  b3 *= sigma;
  a0 = tau * (a0 - b0 * inner);
  a1 = tau * (a1 - b1 * inner);
  a2 = tau * (a2 - b2 * inner);
  a3 = tau * (a3 - b3 * inner);
  for (let i = start; i < v.length; i++) {
    const p = v[i];
    const q = u[i];
    x0[i] -= a0 * p + b0 * q;
    x1[i] -= a1 * p + b1 * q;
    x2[i] -= a2 * p + b2 * q;
    x3[i] -= a3 * p + b3 * q;
  }
}
