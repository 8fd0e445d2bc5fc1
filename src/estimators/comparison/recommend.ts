import { candidates } from "./candidates.ts";
import type { ComparedEstimator } from "./comparison.ts";
import { significant } from "./significant.ts";

/**
 * The unbiased estimator of least variance at equal budget; of those whose intervals overlap with it, the simplest.
 * Where a biased one has a smaller mean squared error, the reason says so. If only biased ones suit the problem, the one of
 * least variance.
 */
export function recommend(
  estimators: readonly ComparedEstimator[],
  budget: number,
): { readonly name: string; readonly reason: string } {
  const unbiased = estimators.filter((each) => each.unbiased);
  const [least] = unbiased;
  if (least === undefined) {
    const [{ name, effectiveVariance }] = estimators;
    const variance = significant(effectiveVariance.value);
    const reason = `no unbiased one suits the problem; with ${budget} evaluations of f its variance is ${variance}, beside its bias`;
    return { name, reason };
  }
  const rank = ({ name }: ComparedEstimator) => candidates.findIndex((candidate) => candidate.name === name);
  const equals = unbiased.filter(
    ({ effectiveVariance }) => effectiveVariance.low <= least.effectiveVariance.high,
  );
  const chosen = equals.reduce((first, each) => (rank(each) < rank(first) ? each : first));
  const next = unbiased.find((each) => !equals.includes(each));

  const variance = significant(chosen.effectiveVariance.value);
  const parts = [`it is unbiased, and with ${budget} evaluations of f its variance is ${variance}`];
  if (equals.length > 1) {
    const others = equals.filter((each) => each !== chosen).map(({ name }) => name);
    parts.push(`which the intervals do not tell from that of ${others.join(" and ")}`);
  }
  if (next && chosen.effectiveVariance.value > 0) {
    const ratio = next.effectiveVariance.value / chosen.effectiveVariance.value;
    parts.push(`${significant(ratio)} times less than that of ${next.name}`);
  }
  const better = estimators.find(
    (each) => !each.unbiased && (meanSquaredError(each) ?? Infinity) < chosen.effectiveVariance.low,
  );
  const remark = better
    ? `. The biased ${better.name} has a smaller mean squared error here, ${significant(meanSquaredError(better)!)}, ` +
      "which more samples will not lower for ever"
    : "";
  return { name: chosen.name, reason: parts.join(", ") + remark };
}

/** Squared bias, as far as it can be told from chance, plus variance; undefined where the bias is not known. */
function meanSquaredError({ bias, effectiveVariance }: ComparedEstimator): number | undefined {
  return bias?.reduce(
    (sum, { value, low, high }) => sum + (low > 0 || high < 0 ? value ** 2 : 0),
    effectiveVariance.value,
  );
}
