import type { MarkovChain } from "../chains/markov-chain.ts";
import type { ExtendedVector } from "../linear-algebra/extended-vector.ts";

/** P(s′ | s, a) of a finite MDP, held densely or sparsely. */
export interface Transitions {
  readonly states: number;
  readonly actions: number;
  /** Whether the probabilities to all states are stored, zeros too. */
  readonly isDense: boolean;
  /** The chain that a policy makes: P_π(s′ | s) = Σ_a π(a | s) P(s′ | s, a), with π as [states × actions]. */
  chain(policy: Float64Array): MarkovChain;
  /** Σ_s′ P(s′ | s, a) (v(s′) − v(s)) for every s and a, differences first: [states × actions]. */
  expectedChanges(values: ExtendedVector): Float64Array;
  /** Calls back with every next state of probability above 0, in ascending order. */
  forEachNext(state: number, action: number, visit: (next: number, probability: number) => void): void;
  /** The next state at which the running sum of the probabilities exceeds `share`, from [0, 1). */
  next(state: number, action: number, share: number): number;
}
