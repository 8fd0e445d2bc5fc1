import { SeedSequence } from "../random/index.ts";

/**
 * The seed of one copy of an environment in a run: a 53-bit integer from the child that NumPy's
 * `SeedSequence(seed).spawn` makes at index `copy`. It does not depend on how many copies there are, or on which
 * machine holds them.
 *
 * @param seed the seed of the run
 * @param copy the number of the copy, from 0
 */
export function environmentSeed(seed: number, copy: number): number {
  const [low, high] = new SeedSequence(seed, { spawnKey: [copy] }).generateState(2);
  return (high & 0x1f_ffff) * 2 ** 32 + low;
}
