import type { GoColor, GoPosition } from "../../src/games/index.ts";
import { type GoGame, gameFromSgf, positionBefore, type SgfNode } from "../../src/go/index.ts";

/** A move of a game, which the position stands before. */
export interface PlayedMove {
  readonly root: SgfNode;
  readonly game: GoGame;
  readonly color: GoColor;
  readonly move: number;
}

/** All moves of games, one after another, which are played on a position of their board and rules. */
export function* playedMoves(roots: readonly SgfNode[], position: GoPosition): Generator<PlayedMove> {
  for (const root of roots) {
    const game = gameFromSgf(root);
    position.copyFrom(positionBefore(game));
    for (const { color, move } of game.moves) {
      position.setToPlay(color);
      yield { root, game, color, move };
      position.play(move);
    }
  }
}
