import { black, type GoColor, GoPosition, type GoRules, scoreOf, white } from "../games/go/index.ts";

/** A move of a game: a point, or the number of points for a pass. */
export interface GoMove {
  readonly color: GoColor;
  readonly move: number;
}

/** How a game ended. */
export interface GoResult {
  /** 0 for a draw. */
  readonly winner: GoColor | 0;
  /** By how many points, or why without counting; undefined where that is not known. */
  readonly by?: number | "resignation" | "time" | "forfeit";
}

/** A game of Go as it is kept: what it began with, its moves, and how it ended. */
export interface GoGame {
  readonly rules: GoRules;
  /** What was on the board before the first move, `[points]`: 0 nothing, 1 a black stone, 2 a white one. */
  readonly stones: Uint8Array;
  /** Who moves first. */
  readonly toPlay: GoColor;
  readonly moves: readonly GoMove[];
  /** How many of the moves were given: those of another game, which this one goes on from. Default 0. */
  readonly given?: number | undefined;
  /** Undefined where it is not known. */
  readonly result?: GoResult | undefined;
}

/** The position before the first move of a game. */
export function positionBefore({ rules, stones, toPlay }: GoGame): GoPosition {
  const position = new GoPosition(rules);
  position.setUp(stones, toPlay);
  return position;
}

/** The game that a position has come about by, scored as it stands. */
export function playedGame(position: GoPosition): GoGame {
  const { stones, toPlay } = position.save();
  const moves = Array.from({ length: position.moveCount }, (_, index) => ({
    color: position.colorAt(index),
    move: position.moveAt(index),
  }));
  return {
    ...{ rules: position.rules, stones, toPlay: toPlay[0] as GoColor, moves },
    result: resultOf(scoreOf(position).lead),
  };
}

/** Who won by how many points, where `score` is Black's points less White's, komi included. */
export function resultOf(score: number): GoResult {
  return { winner: score > 0 ? black : score < 0 ? white : 0, by: Math.abs(score) };
}
