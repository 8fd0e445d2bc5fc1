import { type GameCollection, unknownOutcome } from "./game-collection.ts";

/** Which positions of the games there are. */
export interface ChosenPositions {
  /** Of which games, by their numbers; default: all. */
  readonly games?: (game: number) => boolean;
  /** Whether there are those in which a pass was played; default true. */
  readonly passes?: boolean;
  /** One position of each game only, drawn by this generator; default: all of them. */
  readonly onePerGame?: { integers(low: number, high: number): number };
  /** Whether games whose outcome is not known are left out; default false. */
  readonly decided?: boolean;
}

/** Positions of games, by number. */
export interface PositionList {
  readonly count: number;
  /** `[count]`: the game of each. */
  readonly games: Int32Array;
  /** `[count]`: how many moves of the game were played before. */
  readonly plies: Int32Array;
}

/** Positions in which a move was played that was not given, in the order of the games. */
export function listPositions(
  { count, starts, moves, given, outcomes, columns, rows }: GameCollection,
  { games: isWanted = () => true, passes = true, onePerGame, decided = false }: ChosenPositions = {},
): PositionList {
  const pass = columns * rows;
  const games = new Int32Array(moves.length);
  const plies = new Int32Array(moves.length);
  let total = 0;
  for (let game = 0; game < count; game++) {
    if (!isWanted(game) || (decided && outcomes[game] === unknownOutcome)) continue;
    const first = total;
    for (let at = starts[game] + given[game]; at < starts[game + 1]; at++) {
      if (!passes && moves[at] >> 1 === pass) continue;
      games[total] = game;
      plies[total++] = at - starts[game];
    }
    if (onePerGame === undefined || total === first) continue;
    plies[first] = plies[onePerGame.integers(first, total)];
    total = first + 1;
  }
  return { count: total, games: games.slice(0, total), plies: plies.slice(0, total) };
}

/** The positions of one list, and then those of another one. */
export function joinPositions(first: PositionList, second: PositionList): PositionList {
  const joined = (name: "games" | "plies") => {
    const numbers = new Int32Array(first.count + second.count);
    numbers.set(first[name]);
    numbers.set(second[name], first.count);
    return numbers;
  };
  return { count: first.count + second.count, games: joined("games"), plies: joined("plies") };
}
