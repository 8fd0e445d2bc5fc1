import { createParameterVector } from "../../learning/index.ts";
import { copyPolicy, type Policy } from "../../policies/index.ts";
import {
  type Saved,
  type Stateful,
  savedArray,
  savedCount,
  savedList,
  savedRecord,
  within,
} from "../../state/index.ts";

/** A policy with the weights that another one had some updates ago. */
export interface LaggingPolicy extends Stateful {
  readonly policy: Policy;
  /** Before the first update: takes on the weights that the other begins with. */
  begin(): void;
  /** After each update of the other. */
  follow(): void;
}

/** @param lag how many updates it is behind, in the first ones as many as there were */
export function createLaggingPolicy(learned: Policy, lag: number): LaggingPolicy {
  const policy = lag === 0 ? learned : copyPolicy(learned);
  const target = createParameterVector(policy.parameters, policy.backend);
  const source = createParameterVector(learned.parameters, learned.backend);
  /** The weights of the last updates, a row each; the oldest stands where the next are to be written. */
  const history = Array.from({ length: lag }, () => new Float64Array(source.length));
  let updates = 0;
  return {
    policy,
    begin() {
      if (updates > 0 || lag === 0) return;
      for (const weights of history) source.read(weights);
      target.write(history[0]);
    },
    follow() {
      if (lag > 0) {
        const oldest = history[updates % lag];
        target.write(oldest);
        source.read(oldest);
      }
      updates++;
    },
    save() {
      const acting = new Float64Array(target.length);
      target.read(acting);
      return { updates, acting, history: history.map((weights) => weights.slice()) };
    },
    restore(saved: Saved) {
      const state = savedRecord(saved, ["updates", "acting", "history"]);
      updates = within("updates", () => savedCount(state.updates));
      target.write(within("acting", () => savedArray(state.acting, new Float64Array(target.length))));
      const rows = within("history", () => savedList(state.history, lag));
      history.forEach((weights, i) => weights.set(within("history", () => savedArray(rows[i], weights))));
    },
  };
}
