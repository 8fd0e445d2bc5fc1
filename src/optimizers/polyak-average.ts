import type { Update } from "../compiler/index.ts";
import { add, multiply, type Operand, subtract, type Variable } from "../graph/index.ts";

/**
 * Moves target copies towards the variables that they follow: θ̄ ← θ̄ + τ (θ − θ̄) (Polyak and Juditsky 1992; Lillicrap et
 * al. 2016).
 *
 * @param targets as many as sources, of the same shapes
 * @param rate τ, from 0 to 1: a number or a scalar expression
 */
export function polyakAverage(
  targets: readonly Variable[],
  sources: readonly Variable[],
  rate: Operand,
): Update[] {
  return targets.map((target, index) => ({
    kind: "assign",
    target,
    value: add(target, multiply(subtract(sources[index], target), rate)),
  }));
}
