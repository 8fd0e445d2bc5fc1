import { maximumOf } from "../../math/extremes.ts";
import type { ComparedEstimator, Comparison } from "./comparison.ts";
import { significant } from "./significant.ts";

/** A comparison as a table for a terminal, with the recommendation below it. */
export function formatComparison(comparison: Comparison): string {
  const { estimators, exact, skipped, budget, recommendation } = comparison;
  const least = estimators[0].effectiveVariance.value;
  const header = ["estimator", "bias", "variance", "evaluations", `variance at ${budget}`, "ratio"];
  const lines = estimators.map((each) => [
    each.name,
    describeBias(each),
    significant(each.variance.value),
    String(each.evaluationsPerTerm),
    `${significant(each.effectiveVariance.value)} (${significant(each.effectiveVariance.low)} – ${significant(each.effectiveVariance.high)})`,
    least > 0 ? significant(each.effectiveVariance.value / least) : "",
  ]);
  const known = exact
    ? `exact gradient by ${exact.method}: ${comparison.parameters.map((name, i) => `${name} ${significant(exact.gradient[i])}`).join(", ")}`
    : `exact gradient: not known, so neither is the bias (${comparison.noExact})`;
  return [
    known,
    "",
    ...alignColumns([header, ...lines]),
    "",
    `take ${recommendation.name}: ${recommendation.reason}`,
    ...(skipped.length > 0 ? [`not for this problem: ${skipped.map(({ name }) => name).join("; ")}`] : []),
  ].join("\n");
}

/** The entry that lies furthest outside chance, as its bias ± the half of its interval. */
function describeBias({ bias, unbiased }: ComparedEstimator): string {
  if (bias === undefined) return unbiased ? "none" : "unknown";
  const half = ({ low, high }: { low: number; high: number }) => (high - low) / 2;
  const surprise = (each: (typeof bias)[number]) => Math.abs(each.value) / (half(each) || Number.MIN_VALUE);
  const worst = bias.reduce((a, b) => (surprise(b) > surprise(a) ? b : a));
  return `${significant(worst.value)} ± ${significant(half(worst))}${unbiased ? "" : " (biased)"}`;
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => maximumOf(rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}
