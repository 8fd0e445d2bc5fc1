/** x to the power of a small integer n ≥ 0, by repeated multiplication. */
export function integerPower(x: number, n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= x;
  return power;
}
