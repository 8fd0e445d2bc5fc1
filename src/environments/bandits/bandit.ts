import { knownOptions } from "../../text/known-options.ts";
import { OptionsError } from "../../text/options-error.ts";
import { requireFinite, requireFraction } from "../../text/require-number.ts";
import { type TabularEnvironment, tabularEnvironment } from "../tabular/tabular-environment.ts";
import { type Outcome, requireDeviation } from "../tabular/transition-table.ts";

/** A number for each arm; or, where what an arm pays depends on a context, such a list for each context. */
export type BanditArms = readonly number[] | readonly (readonly number[])[];

/** A bandit whose rewards are normal: see {@link gaussianBandit}. */
export interface GaussianBanditOptions {
  /** Of the rewards; default 1. */
  readonly standardDeviation?: number;
}

/**
 * A bandit whose arms pay 1 with a probability, and else 0: one pull is an episode. Where there are contexts, each is
 * equally likely.
 *
 * - Observation: the context; after the pull the number of contexts.
 * - Actions: the arms.
 * - Reward: 1 or 0.
 * - Terminated: after one step.
 *
 * @param probabilities of paying: of each arm, or by contexts of each arm
 * @throws OptionsError or RangeError for what are no such lists
 * @example
 * const coins = bernoulliBandit([0.2, 0.5, 0.7]);
 */
export function bernoulliBandit(probabilities: BanditArms): TabularEnvironment {
  const contexts = contextsOf("bernoulliBandit: probabilities", probabilities);
  for (const probability of contexts.flat()) requireFraction("bernoulliBandit: a probability", probability);
  return banditOf("BernoulliBandit", contexts, (probability, next) => [
    { probability, next, reward: 1 },
    { probability: 1 - probability, next, reward: 0 },
  ]);
}

/**
 * A bandit whose arms pay a normal reward: one pull is an episode. Where there are contexts, each is equally likely. With ten
 * arms whose means are drawn from a standard normal it is the testbed of Sutton and Barto (2018, section 2.3).
 *
 * - Observation: the context; after the pull the number of contexts.
 * - Actions: the arms.
 * - Reward: normal around the mean of the arm.
 * - Terminated: after one step.
 *
 * @param means of the rewards: of each arm, or by contexts of each arm
 * @throws OptionsError or RangeError for what are no such lists
 * @example
 * const testbed = gaussianBandit(Array.from(createGenerator(1).fillNormal(new Float64Array(10))));
 */
export function gaussianBandit(means: BanditArms, options: GaussianBanditOptions = {}): TabularEnvironment {
  const { standardDeviation = 1 } = knownOptions("gaussianBandit", options, ["standardDeviation"]);
  const contexts = contextsOf("gaussianBandit: means", means);
  for (const mean of contexts.flat()) requireFinite("gaussianBandit: a mean", mean);
  requireDeviation("gaussianBandit: standardDeviation", standardDeviation);
  const id = `GaussianBandit${standardDeviation === 1 ? "" : `-deviation${standardDeviation}`}`;
  return banditOf(id, contexts, (reward, next) => [{ probability: 1, next, reward, standardDeviation }]);
}

type Contexts = readonly (readonly number[])[];

function contextsOf(name: string, arms: BanditArms): Contexts {
  const isList = Array.isArray(arms) && arms.length > 0;
  const contexts = isList && arms.every(Array.isArray) ? (arms as Contexts) : [arms as readonly number[]];
  const count = contexts[0]?.length;
  const isSound = (row: readonly number[]) => Array.isArray(row) && row.length === count && count > 0;
  if (isList && contexts.every(isSound)) return contexts;
  throw new OptionsError([
    `${name} must be a list of numbers, one for each arm, or such lists of equal length.`,
  ]);
}

/** @param outcomesOf what an arm leads to, from its number and the state after the pull */
function banditOf(
  name: string,
  contexts: Contexts,
  outcomesOf: (arm: number, next: number) => readonly Outcome[],
): TabularEnvironment {
  const after = contexts.length;
  return tabularEnvironment({
    id: `${name}-${contexts.map((arms) => arms.join(",")).join(";")}-v0`,
    description: `Pull the arm that pays best${after > 1 ? " in each context" : ""}.`,
    table: () => ({
      states: after + 1,
      actions: contexts[0].length,
      start: [...contexts.map(() => 1 / after), 0],
      outcomes: (state, action) => (state === after ? [] : outcomesOf(contexts[state][action], after)),
    }),
  });
}
