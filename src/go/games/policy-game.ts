import type { GoDefinition } from "../../environments/index.ts";
import { GoPosition, goPlanes } from "../../games/go/index.ts";
import type { Policy } from "../../policies/index.ts";
import { createGenerator } from "../../random/index.ts";
import { playedGame, positionBefore } from "../game.ts";
import { randomOpening } from "../opening.ts";
import { drawMove } from "../players/draw-move.ts";
import { createMoveEvaluator } from "../positions/move-evaluator.ts";
import { shareRows } from "../search/index.ts";
import type { PlayGame } from "./play-on-threads.ts";

/** How a policy plays against itself. */
export interface PolicyGameSettings extends Pick<GoDefinition, "rules" | "features"> {
  /** Stones that are put on the board at random before the first move. */
  readonly openingStones: number;
  readonly seed: number;
  /** Moves are drawn with probabilities in proportion to π(a | s)^(1 / temperature). */
  readonly temperature: number;
}

/**
 * Plays games of a policy against itself that go on side by side, whose positions are evaluated together. No own eye is filled.
 *
 * @param policy sees the features of the settings
 * @param atOnce games that go on at a time, at most
 */
export function createPolicyGames(
  policy: Policy,
  { rules, features, openingStones, seed, temperature }: PolicyGameSettings,
  atOnce: number,
): PlayGame {
  const planes = goPlanes(rules, features);
  const { points } = new GoPosition(rules);
  const moves = points + 1;
  const size = points * planes.channels;
  const { observations, legalActions, logProbs, run } = createMoveEvaluator(policy, atOnce);
  const legal = new Uint8Array(atOnce * moves);
  const weights = new Float64Array(moves);
  const takeRow = shareRows(atOnce, run);
  return async (index, signal) => {
    const opening = randomOpening(rules, openingStones, createGenerator([seed, 1, index]));
    const position = positionBefore(opening);
    const generator = createGenerator([seed, 0, index]);
    const { row, evaluated, leave } = takeRow();
    const at = row * moves;
    try {
      while (!position.isOver && position.moveCount < 2 * points) {
        signal?.throwIfAborted();
        planes.write(position, observations(), row * size);
        position.sensibleMoves(legal, at);
        legalActions()?.set(legal.subarray(at, at + moves), at);
        await evaluated();
        const seen = { policy, logProbs: logProbs(), legal, at };
        position.playLegal(drawMove(seen, temperature, weights, generator));
      }
    } finally {
      leave();
    }
    return playedGame(position);
  };
}
