import { environmentSeed } from "../../environments/index.ts";

/** Copies of an environment have numbers. Those of training begin at 0; a million is beyond any of them. */
export const firstCopy = 1_000_000;

/** The seed that an episode of an evaluation begins with: that of the copy of its number. */
export function episodeSeed(seed: number, episode: number): number {
  return environmentSeed(seed, firstCopy + episode);
}

/** A seed that no episode has: those of copies that were restarted, which an evaluation has none of. */
export function actionSeed(seed: number, episode: number): number {
  return environmentSeed(seed, firstCopy + episode, 1);
}
