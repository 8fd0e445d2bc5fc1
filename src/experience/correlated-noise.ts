import type { Generator, NoiseSource } from "../random/index.ts";
import { arrayState, type Stateful, stateOf } from "../state/index.ts";

/**
 * Normal numbers that are correlated in time: with ξ from the generator, each of the elements of an action follows
 *
 *     ε_t = ρ ε_{t−1} + √(1 − ρ²) ξ_t
 *
 * an Ornstein-Uhlenbeck process at equal times. Each ε_t alone is a standard normal number, so that log π(a_t | s_t) and the
 * entropy are as without correlation; only actions near in time are alike, which takes a policy further (Lillicrap et al. 2016;
 * Eberhard et al. 2023, https://openreview.net/forum?id=hQ9V5QN27eS). It goes on from one episode into the next.
 *
 * @param generator what it alone draws from
 * @param correlation ρ, from 0 to below 1
 * @param size numbers of an action
 */
export function correlatedNoise(
  generator: Generator,
  correlation: number,
  size: number,
): NoiseSource & Stateful {
  const latest = generator.fillNormal(new Float64Array(size));
  const scale = Math.sqrt(1 - correlation ** 2);
  let element = size - 1;
  return {
    // Actions are drawn whole, so that a state is one between actions: the next element is the first.
    ...stateOf({ generator, latest: arrayState(latest) }),
    random: () => generator.random(),
    normal() {
      element = element + 1 === size ? 0 : element + 1;
      latest[element] = correlation * latest[element] + scale * generator.normal();
      return latest[element];
    },
  };
}
