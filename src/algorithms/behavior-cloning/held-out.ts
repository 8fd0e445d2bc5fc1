import type { DemonstrationRows } from "../../experience/index.ts";
import { scalarRow } from "../../graph/index.ts";
import {
  type Computing,
  compileSum,
  createRowSource,
  type Feed,
  requireFiniteResult,
} from "../../learning/index.ts";
import type { Policy } from "../../policies/index.ts";
import { logLikelihood, measures } from "./likelihood.ts";
import { totalWeight } from "./total-weight.ts";

/** Means over demonstrations, by their weights. */
interface HeldOutMeans {
  readonly logLikelihood: number;
  /** Of choices, the share in which the most probable one was taken; of a box, the mean squared distance. */
  readonly agreement: number;
}

/**
 * Evaluates the policy, as it is when it is called, on demonstrations from which nothing is learned; NaN where there are none.
 *
 * @throws RangeError where none of them counts; at a call, NotFinite for what is not finite
 */
export function compileHeldOutMeans(
  policy: Policy,
  rows: DemonstrationRows & { readonly begins?: Float32Array },
  feed: Feed,
  computing: Computing,
): () => HeldOutMeans {
  const count = rows.weights.length;
  if (count === 0) return () => ({ logLikelihood: Number.NaN, agreement: Number.NaN });
  const total = totalWeight(rows.weights, "that are held out");
  const sums = compileSum(
    {
      source: createRowSource({ ...policy.rows, weights: scalarRow }, feed),
      sums: (seen) => measures(policy, seen, logLikelihood),
    },
    computing,
  );
  const { legalActions, ...others } = rows;
  return () => {
    sums.load({ ...others, ...(legalActions && { legalActions }) }, count);
    sums.run();
    const { likelihood, agreement } = sums.sums;
    requireFiniteResult("heldOutLogLikelihood", likelihood[0]);
    requireFiniteResult("agreement with what is held out", agreement[0]);
    return { logLikelihood: likelihood[0] / total, agreement: agreement[0] / total };
  };
}

type Named = Readonly<
  Record<"accuracy" | "heldOutAccuracy" | "squaredError" | "heldOutSquaredError", number>
>;

/** The agreement by the name of what it is: accuracy of choices, squared error in a box. The other two are not there. */
export function agreementByName({ rows }: Pick<Policy, "rows">, learned: number, heldOut: number): Named {
  const isChoice = rows.actions.dtype === "int";
  const named = isChoice
    ? { accuracy: learned, heldOutAccuracy: heldOut }
    : { squaredError: learned, heldOutSquaredError: heldOut };
  return named as Named;
}
