import { cos } from "../elementary/cos.ts";
import { exp } from "../elementary/exp.ts";
import { expm1 } from "../elementary/expm1.ts";
import { log } from "../elementary/log.ts";
import { sin } from "../elementary/sin.ts";
import { normalQuantile } from "./normal-quantile.ts";

/**
 * The x that Student's t is further from 0 than, to either side, with probability p: how many standard errors a mean of
 * few normal numbers may be off. To a relative 1e-5; exact for 1 and 2 degrees of freedom.
 *
 * Source: G. W. Hill, “Algorithm 396: Student's t-quantiles”, Communications of the ACM 13 (1970).
 *
 * @param p above 0 and below 1
 * @param degreesOfFreedom a positive integer
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  const n = degreesOfFreedom;
  if (n === 1) {
    const angle = (p * Math.PI) / 2;
    return cos(angle) / sin(angle);
  }
  if (n === 2) return Math.sqrt(2 / (p * (2 - p)) - 2);
  const a = 1 / (n - 0.5);
  const b = 48 / (a * a);
  const c = (((20700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n;
  const tail = exp(log(d * p) * (2 / n));
  return Math.sqrt(n * (tail > 0.05 + a ? nearCenter(p, n, { a, b, c, d }) : inTail(tail, n, d)));
}

/** x² / n, by an expansion around the normal quantile. */
function nearCenter(
  p: number,
  n: number,
  { a, b, c: correction, d }: Readonly<Record<"a" | "b" | "c" | "d", number>>,
): number {
  const x = normalQuantile(p / 2);
  const c =
    (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + correction + (n < 5 ? 0.3 * (n - 4.5) * (x + 0.6) : 0);
  const square = x * x;
  const y = (((((0.4 * square + 6.3) * square + 36) * square + 94.5) / c - square - 3) / b + 1) * x;
  return expm1(a * y * y);
}

/** The same, by an expansion for small p. */
function inTail(y: number, n: number, d: number): number {
  const first = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4);
  return ((first * y - 1) * (n + 1)) / (n + 2) + 1 / y;
}
