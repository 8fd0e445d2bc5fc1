import type { GoDefinition } from "../../environments/index.ts";
import { black, type GoColor, GoPosition, goPlanes, scoreOf } from "../../games/go/index.ts";
import type { Policy } from "../../policies/index.ts";
import { createGenerator, type Generator } from "../../random/index.ts";
import { requireInteger, requirePositive } from "../../text/require-number.ts";
import { drawMove } from "../players/draw-move.ts";
import { createMoveEvaluator } from "../positions/move-evaluator.ts";

/** How two policies play against each other. */
export interface PolicyGames {
  /** The numbers of the games: the first policy has Black in the even ones. What is drawn in a game depends on its number. */
  readonly first: number;
  readonly count: number;
  /** Numbers from 0. */
  readonly seed: readonly number[];
  /** Moves are drawn with probabilities in proportion to π(a | s)^(1 / temperature); default 1. */
  readonly temperature?: number;
}

/** Plays games between two policies, and gives each outcome for the first: 1 won, −1 lost, 0 a draw, `[count]`. */
export type PlayPolicies = (games: PolicyGames) => Int32Array;

/** Games that go on side by side. */
const atOnce = 64;

/**
 * Two policies that play whole games from the empty board, at any time with the weights of then. A game ends by two passes, or
 * after twice as many moves as the board has points, and is scored as the board stands. As in other matches, no own eye is filled.
 */
export function createPolicyMatch(source: GoDefinition, policy: Policy, opponent: Policy): PlayPolicies {
  const { rules, features } = source;
  const planes = goPlanes(rules, features);
  const positions = Array.from({ length: atOnce }, () => new GoPosition(rules));
  const evaluators = [policy, opponent].map((each) => ({
    policy: each,
    ...createMoveEvaluator(each, atOnce),
  }));
  const { points } = positions[0];
  const moves = points + 1;
  const size = points * planes.channels;
  const legal = new Uint8Array(atOnce * moves).fill(1); // in rows without a game too
  const weights = new Float64Array(moves);
  const waiting = new Int32Array(atOnce);

  /** Draws the moves of one of the policies in the games that wait for it. */
  const move = (
    player: number,
    waits: number,
    generators: readonly Generator[],
    temperature: number,
  ): void => {
    const { policy, observations, legalActions, run, logProbs } = evaluators[player];
    for (let row = 0; row < waits; row++) {
      const position = positions[waiting[row]];
      planes.write(position, observations(), row * size);
      position.sensibleMoves(legal, row * moves);
    }
    legalActions()?.set(legal);
    run();
    const all = logProbs();
    for (let row = 0; row < waits; row++) {
      const game = waiting[row];
      const seen = { policy, logProbs: all, legal, at: row * moves };
      positions[game].playLegal(drawMove(seen, temperature, weights, generators[game]));
    }
  };

  const playSome = ({ first, count, seed, temperature = 1 }: PolicyGames, outcomes: Int32Array): void => {
    const generators = Array.from({ length: count }, (_, game) => createGenerator([...seed, first + game]));
    const colorOf = (game: number): GoColor => ((first + game) % 2 === 0 ? black : 2);
    for (let game = 0; game < count; game++) positions[game].reset();
    const isOver = (game: number) => positions[game].isOver || positions[game].moveCount >= 2 * points;
    for (let player = 0, over = 0; over < 2; player = 1 - player) {
      let waits = 0;
      for (let game = 0; game < count; game++) {
        const mover = colorOf(game) === positions[game].toPlay ? 0 : 1;
        if (mover === player && !isOver(game)) waiting[waits++] = game;
      }
      over = waits > 0 ? 0 : over + 1; // nobody waits for either
      if (waits > 0) move(player, waits, generators, temperature);
    }
    for (let game = 0; game < count; game++) {
      const lead = Math.sign(scoreOf(positions[game]).lead);
      outcomes[game] = colorOf(game) === black ? lead : 0 - lead;
    }
  };

  return (games) => {
    const { first, count, temperature = 1 } = games;
    requireInteger("createPolicyMatch: count", count, 1);
    requirePositive("createPolicyMatch: temperature", temperature);
    const outcomes = new Int32Array(count);
    for (let begin = 0; begin < count; begin += atOnce) {
      const some = { ...games, first: first + begin, count: Math.min(atOnce, count - begin) };
      playSome(some, outcomes.subarray(begin));
    }
    return outcomes;
  };
}
