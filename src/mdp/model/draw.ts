/**
 * The first index at which the running sum of `probabilities[from]`, … exceeds `share`, from [0, 1), counted from
 * `from`; where rounding leaves the sum below `share`, the last index of a probability above 0.
 */
export function draw(probabilities: Float64Array, from: number, count: number, share: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < count; i++) {
    const probability = probabilities[from + i];
    if (probability === 0) continue;
    sum += probability;
    if (share < sum) return i;
    last = i;
  }
  return last;
}
