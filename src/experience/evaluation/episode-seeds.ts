import { environmentSeed } from "../../environments/index.ts";

/** Copies of an environment have numbers. Those of training begin at 0; a million is beyond any of them. */
export const firstCopy = 1_000_000;

/** Episodes of an evaluation are fewer than so many. */
const mostEpisodes = 2 ** 40;

/**
 * The number that the seed of a beginning goes by where a training counts its beginnings, of which there may be many: those of
 * evaluations are left out.
 */
export function numberOfBeginning(counted: number): number {
  return counted < firstCopy ? counted : counted + mostEpisodes;
}

/** The seed that an episode of an evaluation begins with: that of the copy of its number. */
export function episodeSeed(seed: number, episode: number): number {
  return environmentSeed(seed, firstCopy + episode);
}

/** A seed that no episode has: those of copies that were restarted, which an evaluation has none of. */
export function actionSeed(seed: number, episode: number): number {
  return environmentSeed(seed, firstCopy + episode, 1);
}
