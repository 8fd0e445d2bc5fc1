import type { EnvironmentDefinition } from "../../environments/index.ts";
import { type Evaluation, evaluate } from "../../experience/index.ts";
import type { Report } from "../../learning/index.ts";
import type { Keeping, RunRecord } from "../folder/run-record.ts";
import type { ResolvedSettings } from "../settings.ts";
import type { RecentReturns } from "./recent-returns.ts";

/** The evaluations of a run. They have environments and generators of their own, and change nothing of the training. */
export interface Evaluations {
  /** Evaluates the policy of a report, if it is time for it. */
  during(report: Report): Evaluation | undefined;
  /** Evaluates the trained policy, in other episodes: those of the evaluations before have chosen the best policy. */
  atTheEnd(report: Report): Evaluation;
}

export interface EvaluationSettings
  extends Pick<Keeping, "evaluateEvery" | "evaluationEpisodes" | "stochastic"> {
  /** Given to every reset. */
  readonly resetOptions: ResolvedSettings["resetOptions"];
  /** Copies that play at once. */
  readonly environments: number;
  /** Steps that the training had taken before. */
  readonly steps: number;
}

const seeds = { atTheEnd: 0, during: 1 } as const;

export function createEvaluations(
  environment: EnvironmentDefinition,
  { evaluateEvery, evaluationEpisodes, steps, ...settings }: EvaluationSettings,
): Evaluations {
  const { environments, stochastic = false, resetOptions } = settings;
  const common = { environments, stochastic, ...(resetOptions && { resetOptions }) };
  let before = steps;
  return {
    during({ steps, policy }) {
      const isDue = evaluateEvery && Math.floor(steps / evaluateEvery) > Math.floor(before / evaluateEvery);
      before = steps;
      if (!isDue) return undefined;
      const episodes = evaluationEpisodes ?? 20;
      return evaluate(policy, environment, { ...common, episodes, seed: seeds.during });
    },
    atTheEnd({ policy }) {
      const episodes = evaluationEpisodes ?? 100;
      return evaluate(policy, environment, { ...common, episodes, seed: seeds.atTheEnd });
    },
  };
}

/** The return that a run was to end at, if it has it: that of the evaluation where there are such. */
export function returnReached(
  { until, evaluateEvery }: Pick<Keeping, "until" | "evaluateEvery">,
  recent: RecentReturns,
  evaluation: Evaluation | undefined,
): RunRecord["reached"] {
  if (until === undefined) return undefined;
  const found = evaluateEvery === undefined ? recent.mean() : evaluation;
  if (found === undefined || !(found.mean >= until)) return undefined;
  const { mean, episodes } = found;
  return { mean, of: evaluateEvery === undefined ? "episodes" : "evaluation", episodes };
}
