import { normalQuantile } from "../../math/index.ts";
import { requireFinite, requireFraction } from "../../text/require-number.ts";

/**
 * An interval for a probability, of which `share` was seen in `count` independent trials. Unlike the share plus or minus its
 * standard error, it holds near 0 and 1 and for few trials too (E. B. Wilson, 1927).
 *
 * @param share from 0 to 1
 * @param count from 0; of no trials nothing is known
 * @param confidence default 0.95; 1 gives all that is possible
 * @throws RangeError for a share, a confidence or a count that cannot be
 */
export function wilsonInterval(
  share: number,
  count: number,
  confidence = 0.95,
): readonly [low: number, high: number] {
  requireFraction("wilsonInterval: share", share);
  requireFraction("wilsonInterval: confidence", confidence);
  requireFinite("wilsonInterval: count", count);
  if (count < 0)
    throw new RangeError(`wilsonInterval: count is ${count}; it must be a number of trials from 0`);
  if (count === 0 || confidence === 1) return [0, 1];
  const z = normalQuantile((1 + confidence) / 2);
  const weight = 1 / (1 + (z * z) / count);
  const center = weight * (share + (z * z) / (2 * count));
  const half = weight * z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return [Math.max(0, center - half), Math.min(1, center + half)];
}
