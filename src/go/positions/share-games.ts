import { type Saved, StateError, type Stateful, savedRecord } from "../../state/index.ts";
import type { Team } from "../../workers/index.ts";
import { checksumOf } from "./checksum-of.ts";
import type { GameCollection } from "./game-collection.ts";

/** Gives all members of a team the games that the one of rank 0 reads, in memory that they share. */
export function shareGames(team: Team, read: () => GameCollection): GameCollection {
  if (team.size === 1) return read();
  const own = team.rank === 0 ? read() : undefined;
  const sizes = team.array(Int32Array, 4);
  if (own) sizes.set([own.columns, own.rows, own.count, own.moves.length]);
  team.barrier();
  const [columns, rows, count, moves] = sizes;
  const shared = {
    starts: team.array(Int32Array, count + 1),
    moves: team.array(Int32Array, moves),
    given: team.array(Int32Array, count),
    stones: team.array(Uint8Array, count * columns * rows),
    outcomes: team.array(Int32Array, count),
    komis: team.array(Float64Array, count),
  };
  if (own) {
    shared.starts.set(own.starts);
    shared.moves.set(own.moves);
    shared.given.set(own.given);
    shared.stones.set(own.stones);
    shared.outcomes.set(own.outcomes);
    shared.komis.set(own.komis);
  }
  team.barrier();
  return { columns, rows, count, ...shared };
}

/**
 * Which games a training learns from, as its state: going on with others would not be the same training.
 */
export function gamesState(games: GameCollection): Stateful {
  const { count } = games;
  const hash = checksumOf(games);
  return {
    save: () => ({ count, hash }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["count", "hash"]);
      if (state.count === count && state.hash === hash) return;
      throw new StateError(
        `the file has other games than the training began with: ${count} of checksum ${hash}, and they were ${state.count} of ` +
          `${state.hash}`,
      );
    },
  };
}
