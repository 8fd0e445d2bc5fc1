import { valueInText } from "../../text/value-in-text.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import type { Rendering } from "../rendering.ts";
import { tabularDynamics } from "./tabular-dynamics.ts";
import type { TransitionTable } from "./transition-table.ts";

/**
 * An environment of finitely many states, which are observed: observations are states, actions are actions, both discrete.
 * Give it to `ppo` as it is, and to `mdpFromEnvironment` of `logpi/mdp` for the exact MDP.
 */
export interface TabularEnvironment extends EnvironmentDefinition<number, number> {
  /** Makes the table of all that can happen. */
  readonly table: () => TransitionTable;
}

/**
 * The environment that a table describes. The table is made when the first environment is, not before.
 *
 * @param definition.dynamics makes the laws to act by; default: those of the table
 * @param definition.render what is to be seen of a state; default: nothing
 * @throws TypeError unless `table` is a function. `create` and `batch` throw a RangeError or TypeError for a table that is
 *   wrong; the message says where
 * @example
 * const coin = tabularEnvironment({
 *   id: "Coin-v0",
 *   description: "Call heads, which a worn coin shows in 6 of 10 throws.",
 *   table: () => ({
 *     states: 2, // before the throw, and after it
 *     actions: 2,
 *     start: [1, 0],
 *     outcomes: (state, action) =>
 *       state === 1
 *         ? []
 *         : [
 *             { probability: 0.6, next: 1, reward: action === 0 ? 1 : 0 },
 *             { probability: 0.4, next: 1, reward: action === 1 ? 1 : 0 },
 *           ],
 *   }),
 * });
 */
export function tabularEnvironment({
  dynamics: makeDynamics,
  render,
  ...definition
}: Omit<TabularEnvironment, "create" | "batch"> & {
  readonly dynamics?: () => Dynamics<number, number>;
  readonly render?: (state: number) => Rendering;
}): TabularEnvironment {
  if (typeof definition.table !== "function") {
    throw new TypeError(
      `tabularEnvironment: table is ${valueInText(definition.table)}; it must be a function that makes the table, as in ` +
        "table: () => ({ states, actions, start, outcomes }).",
    );
  }
  let made: Dynamics<number, number> | undefined;
  const dynamics = () => {
    made ??= {
      ...(makeDynamics?.() ?? tabularDynamics(definition.table())),
      ...(render && { render: (state: Float64Array, at: number) => render(state[at]) }),
    };
    return made;
  };
  return {
    ...definition,
    create: () => environmentFromDynamics(dynamics()),
    batch: (count) => batchFromDynamics(dynamics(), count),
  };
}
