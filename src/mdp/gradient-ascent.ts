import { knownOptions } from "../text/known-options.ts";
import { requireChoice } from "../text/require-choice.ts";
import { valueInText } from "../text/value-in-text.ts";
import { evaluatePolicy, type PolicyEvaluation } from "./evaluate-policy.ts";
import { naturalGradient } from "./fisher.ts";
import { dot } from "./linear-algebra/dot.ts";
import { scaleFor } from "./linear-algebra/extended-vector.ts";
import type { Mdp } from "./model/mdp.ts";
import type { TabularPolicy } from "./policies/tabular-policy.ts";
import { type Objective, policyGradient } from "./policy-gradient.ts";

export interface AscentOptions {
  /** What is to grow; default "startValue". */
  readonly objective?: Objective;
  /** Along the gradient itself (default) or the natural gradient. */
  readonly direction?: "gradient" | "natural";
  /** The step along the direction. */
  readonly learningRate: number;
  /** How many steps; default: without end, leave the loop when you have enough. */
  readonly updates?: number;
  /** τ: the weight of the policy's entropy, which is added to every reward; default 0. */
  readonly entropyWeight?: number;
}

/** What the policy is after an update. */
export interface AscentReport {
  /** Updates finished, from 1. */
  readonly update: number;
  /** The objective, entropy bonus included. */
  readonly value: number;
  /** The Euclidean norm of the step's direction. */
  readonly gradientNorm: number;
  readonly policy: TabularPolicy;
  readonly evaluation: PolicyEvaluation;
}

/**
 * Exact gradient ascent, θ ← θ + α ∇J(θ): the steps of a sampled method without its noise. An iterator of reports, so
 * that the caller controls the loop.
 *
 * @throws RangeError when the parameters do not stay finite, as with too large a learning rate
 * @example
 * for (const { update, value } of gradientAscent(mdp, softmaxPolicy(mdp), { learningRate: 1, updates: 100 })) {
 *   console.log(update, value);
 * }
 */
export function* gradientAscent(
  mdp: Mdp,
  start: TabularPolicy,
  options: AscentOptions,
): Generator<AscentReport, void, undefined> {
  const names = ["objective", "direction", "learningRate", "updates", "entropyWeight"] as const;
  knownOptions("gradientAscent", options, names);
  const { objective = "startValue", direction = "gradient", learningRate, entropyWeight = 0 } = options;
  const { updates = Number.POSITIVE_INFINITY } = options;
  requireChoice("gradientAscent: direction", direction, ["gradient", "natural"]);
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new RangeError(
      `gradientAscent: learningRate is ${valueInText(learningRate)}; it must be a finite number above 0.`,
    );
  }
  if (!(typeof updates === "number" && updates >= 0)) {
    throw new RangeError(
      `gradientAscent: updates is ${valueInText(updates)}; it must be 0 or above, or left out.`,
    );
  }
  const directionOf = direction === "natural" ? naturalGradient : policyGradient;
  let policy = start;
  let evaluation = evaluatePolicy(mdp, policy, { entropyWeight });
  for (let update = 1; update <= updates; update++) {
    const step = directionOf(evaluation, objective);
    policy = policy.withParameters(policy.parameters.map((value, i) => value + learningRate * step[i]));
    evaluation = evaluatePolicy(mdp, policy, { entropyWeight });
    yield {
      update,
      value: evaluation[objective],
      gradientNorm: normOf(step),
      policy,
      evaluation,
    };
  }
}

function normOf(vector: Float64Array): number {
  const scale = scaleFor(vector); // for squares that float64 holds
  const near = vector.map((value) => scale * value);
  return Math.sqrt(dot(near, near)) / scale;
}
