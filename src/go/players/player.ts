import type { GoPosition } from "../../games/go/index.ts";
import type { Generator } from "../../random/index.ts";

/** What a player decides by. */
export interface GoTurn {
  /** Where it is the player's turn; moves that it tries must be taken back. The same object from move to move of a game, and another one for another game. */
  readonly position: GoPosition;
  /** For whoever decides at random. */
  readonly generator: Generator;
  /** How long the player may think; undefined where there is no clock. */
  readonly seconds: number | undefined;
  /** Whether the player may give the game up. */
  readonly mayResign: boolean;
}

/** Chooses a legal move: a point, or the number of points for a pass. */
export type GoPlayer = (turn: GoTurn) => number | "resign" | Promise<number | "resign">;
