import type { Dynamics } from "../dynamics.ts";
import { discrete } from "../spaces/discrete.ts";
import { checkTransitionTable, type Outcome, type TransitionTable } from "./transition-table.ts";

/** Outcomes one after the other, with what there is to each. */
interface Row {
  /** The sum of the probabilities up to each outcome; at the last one, above every random number. */
  readonly limits: Float64Array;
  readonly nextStates: Int32Array;
  readonly rewards: Float64Array;
  readonly deviations: Float64Array;
}

/**
 * The dynamics of a table. State: the state, which is observed as it is. A random number is drawn for each first state and
 * each step, also where there is one outcome only, and chooses the first outcome at which the sum of the probabilities
 * exceeds it: as Gymnasium's environments draw. A reward with a standard deviation draws another.
 *
 * @throws RangeError for a table that is wrong
 */
export function tabularDynamics(table: TransitionTable): Dynamics<number, number> {
  checkTransitionTable(table);
  const { states, actions } = table;
  const first = rowOf(
    Array.from(table.start).flatMap((probability, next) =>
      probability > 0 ? [{ probability, next, reward: 0 }] : [],
    ),
  );
  const all: Outcome[] = [];
  const starts = new Int32Array(states * actions + 1);
  const parts: Row[] = [];
  for (let pair = 0; pair < states * actions; pair++) {
    const outcomes = table
      .outcomes(Math.floor(pair / actions), pair % actions)
      .filter(({ probability }) => probability > 0);
    all.push(...outcomes);
    parts.push(rowOf(outcomes));
    starts[pair + 1] = all.length;
  }
  const { nextStates, rewards: means, deviations } = rowOf(all);
  const limits = new Float64Array(all.length);
  for (const [pair, part] of parts.entries()) limits.set(part.limits, starts[pair]);
  /** 1 where nothing follows. */
  const isOver = Uint8Array.from({ length: states }, (_, state) =>
    starts[(state + 1) * actions] === starts[state * actions] ? 1 : 0,
  );

  return {
    observationSpace: discrete(states),
    actionSpace: discrete(actions),
    stateSize: 1,

    reset(state, at, generator) {
      const share = generator.random();
      let i = 0;
      while (first.limits[i] <= share) i += 1;
      state[at] = first.nextStates[i];
    },

    step(state, at, chosen, index, rewards, terminated, generator) {
      const share = generator.random();
      let i = starts[state[at] * actions + chosen[index]];
      while (limits[i] <= share) i += 1;
      rewards[index] = deviations[i] === 0 ? means[i] : generator.normal(means[i], deviations[i]);
      state[at] = nextStates[i];
      terminated[index] = isOver[nextStates[i]];
    },

    observe(state, at, observations, offset) {
      observations.fill(0, offset, offset + states);
      observations[offset + state[at]] = 1;
    },

    observation: (state, at) => state[at],

    isState: ([state]) => Number.isInteger(state) && state >= 0 && state < states,
  };
}

function rowOf(outcomes: readonly Outcome[]): Row {
  let sum = 0;
  const limits = Float64Array.from(outcomes, ({ probability }) => (sum += probability));
  limits[outcomes.length - 1] = 1;
  return {
    limits,
    nextStates: Int32Array.from(outcomes, ({ next }) => next),
    rewards: Float64Array.from(outcomes, ({ reward }) => reward),
    deviations: Float64Array.from(outcomes, ({ standardDeviation = 0 }) => standardDeviation),
  };
}
