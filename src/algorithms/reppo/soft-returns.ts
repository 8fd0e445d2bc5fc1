import type { TransitionTrajectory } from "../../experience/index.ts";

export interface SoftReturnsOptions
  extends Pick<TransitionTrajectory, "steps" | "count" | "rewards" | "terminated" | "truncated"> {
  readonly discount: number;
  readonly lambda: number;
  /** α: the weight of an entropy. */
  readonly temperature: number;
  /** [T, N]: Q(s′, a′) − α log π(a′ | s′) of what each step led to. */
  readonly nextValues: ArrayLike<number>;
  /** [T, N]: log π(a | s) of the actions that were taken. */
  readonly logProbs: ArrayLike<number>;
  /** Receives the returns, [T, N]. */
  readonly returns: Float32Array;
}

/**
 * TD(λ) returns with entropies, the targets of Q(s, a):
 *
 *     G_t = r_t + γ ((1 − λ) V(s_{t+1}) + λ (G_{t+1} − α log π(a_{t+1} | s_{t+1})))
 *
 * with V in the place of the whole bracket after the last step and where an episode was cut off, and nothing where it ended. The
 * entropy of s_t itself is not in it: it is that of the action that is judged.
 */
export function softReturns(options: SoftReturnsOptions): void {
  const { steps, count, rewards, terminated, truncated, discount, lambda, temperature } = options;
  const { nextValues, logProbs, returns } = options;
  for (let t = steps - 1; t >= 0; t--) {
    for (let copy = 0; copy < count; copy++) {
      const at = t * count + copy;
      if (terminated[at] === 1) {
        returns[at] = rewards[at];
        continue;
      }
      const next = at + count;
      const follows =
        t === steps - 1 || truncated[at] === 1
          ? nextValues[at]
          : (1 - lambda) * nextValues[at] + lambda * (returns[next] - temperature * logProbs[next]);
      returns[at] = rewards[at] + discount * follows;
    }
  }
}
