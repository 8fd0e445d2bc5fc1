import type { TransitionRow } from "../model/read-transitions.ts";

/** What an action leads to. */
export interface Outcome {
  readonly reward: number;
  /** Next states with their probabilities. */
  readonly next: readonly (readonly [state: number, probability: number])[];
}

/** Up to so many numbers are written down: rewards, and probabilities. */
const most = 5_000_000;

/**
 * @param size what has so many of them, as in "10 servers have"
 * @throws RangeError for more numbers than are written down
 */
export function requireSize(size: string, count: number, what: string): void {
  if (count <= most) return;
  throw new RangeError(
    `mdp: ${size} ${count} ${what}; at most ${most} are written down. Choose a smaller number.`,
  );
}

/** Transitions and rewards of an MDP from a function of state and action; states it says nothing of get no row. */
export function tabulate(
  states: number,
  actions: number,
  outcome: (state: number, action: number) => Outcome | undefined,
): { readonly transitions: TransitionRow[]; readonly rewards: number[][] } {
  requireSize(`${states} states and ${actions} actions have`, states * actions, "rewards");
  const transitions: TransitionRow[] = [];
  const rewards = Array.from({ length: states }, () => new Array<number>(actions).fill(0));
  for (let state = 0; state < states; state++) {
    for (let action = 0; action < actions; action++) {
      const result = outcome(state, action);
      if (result === undefined) continue;
      rewards[state][action] = result.reward;
      for (const [next, probability] of result.next) transitions.push([state, action, next, probability]);
    }
  }
  return { transitions, rewards };
}

/** A distribution that is all on one of `count` states. */
export function only(state: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i === state ? 1 : 0));
}
