import type { ArrayType, NumberArray, Team } from "../../workers/index.ts";
import { createGrowingRows } from "../growing-rows.ts";

/** Numbers that are kept of each move, by name: their type, and how many. */
export type Kept = Readonly<
  Record<string, { readonly type: ArrayType<NumberArray>; readonly width: number }>
>;

/** The moves of many games that are played side by side, in the order in which they were made. */
export interface GameRows {
  readonly count: number;
  /** `[count]`: the game of each move. */
  readonly games: Int32Array;
  /** The numbers of all moves; a larger array may take their place when a move is added. */
  array(name: string): NumberArray;
  /** Adds a move and returns its number; what is kept of it is then to be written. */
  add(game: number): number;
  /** Takes all moves away. */
  clear(): void;
  /**
   * The moves of all members, one game after another: arrays that all have, and that hold until the next call. All members
   * call it together.
   *
   * @returns the arrays by name, and the number of moves of each of this member's games
   */
  join(): JoinedGames;
}

export interface JoinedGames {
  readonly steps: number;
  /** Where this member's first move is. */
  readonly start: number;
  readonly arrays: Readonly<Record<string, NumberArray>>;
}

/** @param games how many this member plays at once */
export function createGameRows(kept: Kept, games: number, team: Team): GameRows {
  const names = Object.keys(kept);
  const columns = Object.fromEntries(
    names.map((name) => [name, createGrowingRows(kept[name].type, kept[name].width)]),
  );
  const gameOf = createGrowingRows(Int32Array, 1);
  let count = 0;
  /** Where the next move of each game goes. */
  const next = new Int32Array(games);
  const counts = team.array(Int32Array, team.size);
  let joined: Readonly<Record<string, NumberArray>> = {};
  let room = 0;

  /** Writes where the first move of each game goes, from that of this member on. */
  const findPlaces = (start: number): void => {
    next.fill(0);
    for (let row = 0; row < count; row++) next[gameOf.array[row]]++;
    let at = start;
    for (let game = 0; game < games; game++) {
      const length = next[game];
      next[game] = at;
      at += length;
    }
  };

  return {
    get count() {
      return count;
    },
    get games() {
      return gameOf.array;
    },
    array: (name) => columns[name].array,
    add(game) {
      for (const name of names) columns[name].reserve(count + 1);
      gameOf.reserve(count + 1);
      gameOf.array[count] = game;
      return count++;
    },
    clear() {
      count = 0;
    },
    join() {
      counts[team.rank] = count;
      team.barrier(); // nobody reads the moves of before any more, and all say how many theirs are
      let steps = 0;
      let start = 0;
      for (let rank = 0; rank < team.size; rank++) {
        if (rank < team.rank) start += counts[rank];
        steps += counts[rank];
      }
      if (room < steps) {
        room = 2 * steps;
        joined = Object.fromEntries(
          names.map((name) => [name, team.array(kept[name].type, room * kept[name].width)]),
        );
      }
      findPlaces(start);
      for (let row = 0; row < count; row++) {
        const target = next[gameOf.array[row]]++;
        for (let i = 0; i < names.length; i++) {
          const { width } = kept[names[i]];
          const from = columns[names[i]].array;
          const to = joined[names[i]];
          for (let j = 0; j < width; j++) to[target * width + j] = from[row * width + j];
        }
      }
      team.barrier();
      return {
        ...{ steps, start },
        arrays: Object.fromEntries(
          names.map((name) => [name, joined[name].subarray(0, steps * kept[name].width)]),
        ),
      };
    },
  };
}
