import type { TabularEnvironment } from "../../environments/index.ts";
import { checkTransitionTable } from "../../environments/tabular/transition-table.ts";
import { knownOptions } from "../../text/known-options.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { createMdp } from "./create-mdp.ts";
import type { Mdp } from "./mdp.ts";
import type { TransitionRow } from "./read-transitions.ts";

/**
 * The exact MDP of an environment whose transitions are written down, such as `frozenLake()`, `taxi()`, `cliffWalking()` and
 * what `gridWorld` and `tabularEnvironment` make. Its R(s, a) is the expectation of the reward over what can follow; as an
 * environment it is the one that it was made of. Exact values know no limit on the steps of an episode.
 *
 * @param options.discount γ; default 1
 * @throws RangeError for a table or a discount that is wrong
 * @example
 * const lake = mdpFromEnvironment(frozenLake(), { discount: 0.99 });
 * const { values } = optimalPolicy(lake).evaluation;
 */
export function mdpFromEnvironment(
  environment: TabularEnvironment,
  options: { readonly discount?: number } = {},
): Mdp {
  const { discount = 1 } = knownOptions("mdpFromEnvironment", options, ["discount"]);
  if (typeof environment?.table !== "function") {
    throw new TypeError(
      `mdpFromEnvironment: the environment is ${valueInText(environment)} without a table of transitions; it must be one that has ` +
        "it, such as frozenLake(), or what gridWorld and tabularEnvironment make",
    );
  }
  const { table: makeTable, ...definition } = environment;
  const table = makeTable();
  checkTransitionTable(table);
  const { states, actions, start } = table;
  const transitions: TransitionRow[] = [];
  const rewards = Array.from({ length: states }, () => new Array<number>(actions).fill(0));
  const terminal: number[] = [];
  for (let state = 0; state < states; state++) {
    if (table.outcomes(state, 0).length === 0) terminal.push(state);
    for (let action = 0; action < actions; action++) {
      for (const { probability, next, reward } of table.outcomes(state, action)) {
        transitions.push([state, action, next, probability]);
        rewards[state][action] += probability * reward;
      }
    }
  }
  return { ...createMdp({ transitions, rewards, start, discount, terminal }), ...definition };
}
