import type { Expression, Operand } from "../../graph/index.ts";
import { diagonalNormal } from "../continuous/diagonal-normal.ts";
import { tanhTransform } from "./transform.ts";
import { type Transformed, transformed } from "./transformed.ts";

/**
 * Independent normals squashed into (−1, 1) by tanh (Haarnoja et al. 2018): y = tanh u, with
 * log p(y) = log N(u; μ, σ) − Σ 2 (log 2 − u − softplus(−2u)).
 *
 * Where samples are known only as numbers, keep u (`base.sample(noise)`) and take `logProbFromBase(u)`: in float64
 * tanh u is 1 for u above 19, in float32 above 9. `logProb` of samples as an expression through which no gradient flows does so itself.
 * The median is tanh μ; mean, mode and entropy have no closed form, `kl` is that of the normals.
 *
 * @param mean μ: [...batch, dimensions]
 * @param logStandardDeviation log σ, of a shape that broadcasts with the mean's
 */
export function squashedNormal(mean: Expression, logStandardDeviation: Operand): Transformed {
  return transformed(diagonalNormal(mean, logStandardDeviation), tanhTransform);
}
