import type { GoPosition, GoRules } from "../../games/go/index.ts";
import type { Generator } from "../../random/index.ts";
import type { GameCollection } from "./game-collection.ts";
import { listPositions } from "./position-list.ts";
import { createReplay } from "./position-reader.ts";

/** Gives a position, which holds until the next call. */
export type DrawPosition = (generator: Generator) => GoPosition;

/** Draws positions of games, in which a move was played, each with the same probability. @param games with a move at least */
export function positionDrawing(games: GameCollection, rules: GoRules): DrawPosition {
  const replay = createReplay(games, rules);
  const positions = listPositions(games);
  return (generator) => {
    const drawn = generator.integers(0, positions.count);
    return replay(positions.games[drawn], positions.plies[drawn]);
  };
}
