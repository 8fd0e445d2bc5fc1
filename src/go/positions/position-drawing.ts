import type { GoPosition, GoRules } from "../../games/go/index.ts";
import type { Generator } from "../../random/index.ts";
import type { GameCollection } from "./game-collection.ts";
import { listPositions } from "./position-list.ts";
import { createReplay } from "./replay.ts";

/** Whether games have a move that was not given, so that there is a position to draw. */
export function hasPositions({ moves, given }: GameCollection): boolean {
  return moves.length > given.reduce((sum, count) => sum + count, 0);
}

/**
 * Draws positions of games in which a move was played that was not given, each with the same probability.
 *
 * @param games that have positions
 * @returns gives a position, which holds until the next call
 */
export function positionDrawing(games: GameCollection, rules: GoRules): (generator: Generator) => GoPosition {
  const replay = createReplay(games, rules);
  const positions = listPositions(games);
  return (generator) => {
    const drawn = generator.integers(0, positions.count);
    return replay(positions.games[drawn], positions.plies[drawn]);
  };
}
