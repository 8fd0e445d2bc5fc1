import { SeedSequence } from "../../random/index.ts";

/**
 * The seed of one copy of an environment in a run: a 53-bit integer from the child that NumPy's
 * `SeedSequence(seed).spawn` makes at index `copy`. It does not depend on how many copies there are, or on which
 * machine holds them.
 *
 * @param seed the seed of the run
 * @param copy the number of the copy, from 0
 * @param restarts how often the copy has begun anew since, in trainings that were resumed without its state: each time
 *   from another seed, the child at this index of its own
 */
export function environmentSeed(seed: number, copy: number, restarts = 0): number {
  const spawnKey = restarts === 0 ? [copy] : [copy, restarts];
  const [low, high] = new SeedSequence(seed, { spawnKey }).generateState(2);
  return (high & 0x1f_ffff) * 2 ** 32 + low;
}
