import { type GoColor, GoPosition, type GoRules } from "../../games/go/index.ts";
import type { GameCollection } from "./game-collection.ts";

/**
 * Positions of games, which are played again up to the one that is asked for; that is quick beside learning from it.
 *
 * @returns a function of the number of a game, and how many of its moves are played, one less than there are at most; its result
 *   holds until the next call
 */
export function createReplay({ starts, moves, stones }: GameCollection, rules: GoRules) {
  const position = new GoPosition(rules);
  const { points } = position;
  return (game: number, plies: number): GoPosition => {
    const first = starts[game];
    position.setUp(stones.subarray(game * points, (game + 1) * points), colorOf(moves[first]));
    for (let at = first; at < first + plies; at++) {
      position.setToPlay(colorOf(moves[at]));
      position.playLegal(moves[at] >> 1);
    }
    position.setToPlay(colorOf(moves[first + plies]));
    return position;
  };
}

/** Who played a move, by its code in a collection. */
export const colorOf = (code: number) => ((code & 1) + 1) as GoColor;
