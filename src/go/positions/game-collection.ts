import { type BoardSize, black } from "../../games/go/index.ts";
import type { GoGame } from "../game.ts";
import { gameFromSgf, type SgfGameRules } from "../sgf/game-from-sgf.ts";
import { parseSgf } from "../sgf/parse.ts";
import { SgfError } from "../sgf/tree.ts";

/** Games on boards of one size, in few bytes each. */
export interface GameCollection extends BoardSize {
  /** How many games there are. */
  readonly count: number;
  /** `[count + 1]`: where the moves of each game begin, and where those of the last one end. */
  readonly starts: Int32Array;
  /** Of all games, one after another: twice the move, and 1 more where White played it. */
  readonly moves: Int32Array;
  /** `[count]`: how many of the first moves of each game were given, and say nothing of its players. */
  readonly given: Int32Array;
  /** `[count, points]`: what was on the board before the first move: 0 nothing, 1 a black stone, 2 a white one. */
  readonly stones: Uint8Array;
  /** `[count]`: 1 where Black has won, −1 where White has, 0 for a draw, 2 where it is not known. */
  readonly outcomes: Int32Array;
  /** `[count]`: the komi by which each game was decided. */
  readonly komis: Float64Array;
}

/** An outcome that is not known. */
export const unknownOutcome = 2;

/** @throws RangeError where there are none, or a game has another board than the first */
export function collectGames(games: readonly GoGame[]): GameCollection {
  if (games.length === 0) throw new RangeError("games: there are none; at least one is needed");
  const { columns, rows } = games[0].rules;
  const points = columns * rows;
  const count = games.length;
  const starts = new Int32Array(count + 1);
  games.forEach((game, index) => {
    const { rules, moves } = game;
    if (rules.columns !== columns || rules.rows !== rows) {
      throw new RangeError(
        `games: game ${index} is on a board of ${rules.columns}×${rules.rows}, and those before it on ` +
          `${columns}×${rows}; learn from games of one size`,
      );
    }
    starts[index + 1] = starts[index] + moves.length;
  });
  const moves = new Int32Array(starts[count]);
  const stones = new Uint8Array(count * points);
  games.forEach((game, index) => {
    game.moves.forEach(({ move, color }, ply) => {
      moves[starts[index] + ply] = 2 * move + color - 1;
    });
    stones.set(game.stones, index * points);
  });
  const given = Int32Array.from(games, (game) => game.given ?? 0);
  const outcomes = Int32Array.from(games, outcomeOf);
  const komis = Float64Array.from(games, ({ rules }) => rules.komi);
  return { columns, rows, count, starts, moves, given, stones, outcomes, komis };
}

function outcomeOf({ result }: GoGame): number {
  if (result === undefined) return unknownOutcome;
  return result.winner === 0 ? 0 : result.winner === black ? 1 : -1;
}

/**
 * Reads the games of an SGF collection and plays them, so that every move is known to be legal.
 *
 * @param file its text, or its bytes
 * @param rules by which they are played; default: those of `goRules`
 * @throws SgfError for what is no SGF; Error that names the game, counted from 0, and where a move is not legal its place in
 *   the file; RangeError as `collectGames` does
 */
export function readGames(file: string | Uint8Array, rules: SgfGameRules = {}): GameCollection {
  return collectGames(playGames(file, rules));
}

/** The same, before they are collected. */
export function playGames(file: string | Uint8Array, rules: SgfGameRules = {}): GoGame[] {
  return parseSgf(file).map((root, index) => {
    try {
      return gameFromSgf(root, rules);
    } catch (cause) {
      if (!(cause instanceof SgfError)) throw cause;
      throw new Error(`game ${index}: ${cause.message}`, { cause });
    }
  });
}
