import { createMdp, type Mdp, type TransitionRow } from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";

export interface RandomMdpOptions {
  readonly states: number;
  readonly actions: number;
  readonly seed: number;
  readonly discount?: number;
  /** Next states of each action; default: all. */
  readonly successors?: number;
  readonly sparse?: boolean;
}

/** A random MDP in which every state leads to the next one at times, so that there is one recurrent class. */
export function randomMdp(options: RandomMdpOptions): Mdp {
  const { states, actions, seed, discount = 0.9, successors = states, sparse = false } = options;
  const generator = createGenerator(seed);
  const rows: TransitionRow[] = [];
  const dense = Array.from({ length: states }, () =>
    Array.from({ length: actions }, () => new Array<number>(states).fill(0)),
  );
  for (let s = 0; s < states; s++) {
    for (let a = 0; a < actions; a++) {
      const others = generator.choice(states, { size: successors, replace: false });
      const next = new Set([(s + 1) % states, ...others]);
      const weights = [...next].map(() => generator.random() + 0.05);
      const total = weights.reduce((x, y) => x + y);
      [...next].forEach((to, i) => {
        rows.push([s, a, to, weights[i] / total]);
        dense[s][a][to] = weights[i] / total;
      });
    }
  }
  const start = Array.from({ length: states }, () => generator.random());
  const total = start.reduce((x, y) => x + y);
  return createMdp({
    transitions: sparse ? rows : dense,
    rewards: Array.from({ length: states }, () => Array.from({ length: actions }, () => generator.normal())),
    start: start.map((p) => p / total),
    discount,
  });
}

/** Logits of a random policy. */
export function randomLogits({ states, actions }: Mdp, seed: number): Float64Array {
  const generator = createGenerator(seed);
  return Float64Array.from({ length: states * actions }, () => generator.normal());
}
