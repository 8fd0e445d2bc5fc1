import type { BatchEnvironment } from "../batch-environment.ts";
import { explainPlayer } from "../players-of.ts";

/** Who is to move in the copies of a game of several players. */
export interface Movers {
  /** `[count]`: who is to move on the present observation. */
  readonly movers: Int32Array;
  /** `[count]`: who was to move where an episode was cut off; other entries are stale. */
  readonly finalMovers: Int32Array;
  /** Asks who is to move on the final observations, after a step that ended an episode and before the next begins. */
  updateFinal(terminated: Uint8Array): void;
  /** Asks who is to move. */
  update(): void;
}

/**
 * @param players how many there are
 * @param nameOf what to call a copy in messages
 * @returns `undefined` for batches of a single player
 */
export function watchMovers(
  batch: BatchEnvironment,
  players: number,
  nameOf: (copy: number) => string,
): Movers | undefined {
  if (players === 1) return undefined;
  const { count } = batch;
  const movers = new Int32Array(count);
  const finalMovers = new Int32Array(count);
  const require = (copy: number, mover: number): void => {
    const problem = explainPlayer(mover, players);
    if (problem !== undefined) throw new RangeError(`${nameOf(copy)}: currentPlayer: ${problem}.`);
  };
  return {
    movers,
    finalMovers,
    updateFinal(terminated) {
      batch.currentPlayer!(finalMovers);
      for (let copy = 0; copy < count; copy += 1)
        if (terminated[copy] === 0) require(copy, finalMovers[copy]);
    },
    update() {
      batch.currentPlayer!(movers);
      for (let copy = 0; copy < count; copy += 1) require(copy, movers[copy]);
    },
  };
}
