/** Σ x y. Even and odd places have sums of their own, which do not wait for each other. */
export function dot(x: Float64Array, y: Float64Array): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < x.length; i += 2) {
    even += x[i] * y[i];
    odd += x[i + 1] * y[i + 1];
  }
  if (i < x.length) even += x[i] * y[i];
  return even + odd;
}
