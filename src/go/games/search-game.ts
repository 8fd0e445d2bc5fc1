import { GoPosition, type GoRules } from "../../games/go/index.ts";
import { log } from "../../math/index.ts";
import { createGenerator, type Generator } from "../../random/index.ts";
import { playedGame, positionBefore } from "../game.ts";
import { playRandomly, randomOpening } from "../opening.ts";
import { drawMove } from "../players/draw-move.ts";
import type { GoNetworks } from "../players/go-networks.ts";
import { gamesTowardsTheEnd } from "../players/rollouts.ts";
import type { GameCollection } from "../positions/game-collection.ts";
import { positionDrawing } from "../positions/position-drawing.ts";
import {
  createSearch,
  type EvaluatorSeat,
  goEvaluator,
  goSearchGame,
  type Search,
  type SearchResult,
  shareEvaluator,
} from "../search/index.ts";
import type { PlayGame } from "./play-on-threads.ts";

/** How a search plays against itself. */
export interface SearchGameSettings {
  readonly rules: GoRules;
  /** Stones that are put on the board at random before the first move. */
  readonly openingStones: number;
  /**
   * Games of which each game goes on from a position, drawn of all positions with the same probability, with the moves before it;
   * default: an empty board.
   */
  readonly from?: GameCollection | undefined;
  /** Moves after which a game is left as it is, without a result; default: it is played to its end. */
  readonly moves?: number | undefined;
  readonly seed: number;
  /** For each move, added to those that the tree has. */
  readonly simulations: number;
  /** Moves are drawn with probabilities in proportion to n(a)^(1 / temperature), n(a) being the simulations that went to a. */
  readonly temperature: number;
}

/**
 * How games are played on from a position towards the end. They are fewer than in a match, where the best move alone counts: the
 * search takes the mean over many positions anyway. They count for more, since the value network is still to learn from what
 * they find.
 */
const playedOn = { games: 4, from: 0.25, alone: 0.5 };

/**
 * Plays games of a search against itself that go on side by side, whose leaves are evaluated together: by the value network, and
 * towards the end by games that are played on, as in a match. A network alone takes groups for alive that it has never seen die.
 *
 * @param networks a policy, which leads the search, and a value network
 * @param atOnce games that go on at a time, at most
 */
export function createSearchGames(
  { policy, features, valueFunction }: GoNetworks,
  { rules, openingStones, from, moves = Infinity, seed, simulations, temperature }: SearchGameSettings,
  atOnce: number,
): PlayGame {
  const shared = shareEvaluator(atOnce, new GoPosition(rules), (position, batch) =>
    goEvaluator(position, policy, { features, valueFunction, batch }),
  );
  const drawStart = from && positionDrawing(from, rules);
  return async (index, signal) => {
    const ofOpening = createGenerator([seed, 1, index]);
    const position = drawStart
      ? drawStart(ofOpening).clone()
      : positionBefore(randomOpening(rules, openingStones, ofOpening));
    if (drawStart) playRandomly(position, openingStones, ofOpening);
    const given = position.moveCount;
    const generator = createGenerator([seed, 0, index]);
    const seat = shared.take(position);
    try {
      const rollout = gamesTowardsTheEnd(position, createGenerator([seed, 2, index]), playedOn);
      const search = createSearch(goSearchGame(position, { sensible: true }), seat.evaluator, { rollout });
      const most = given + Math.min(moves, 2 * position.points);
      while (!position.isOver && position.moveCount < most) {
        signal?.throwIfAborted();
        const found = await finish(search.steps({ simulations }), seat);
        position.playLegal(drawByVisits(found, temperature, generator));
      }
    } finally {
      seat.leave();
    }
    const isLeft = !position.isOver && position.moveCount === given + moves;
    return { ...playedGame(position), ...(given > 0 && { given }), ...(isLeft && { result: undefined }) };
  };
}

async function finish(steps: ReturnType<Search["steps"]>, seat: EvaluatorSeat): Promise<SearchResult> {
  let step = steps.next();
  for (; !step.done; step = steps.next()) await seat.evaluated();
  return step.value;
}

/** The move that the search would play is taken where it is proven, or no simulation went to any move yet. */
function drawByVisits(
  { move, solved, visits }: SearchResult,
  temperature: number,
  generator: Generator,
): number {
  if (solved || !visits.some((count) => count > 0)) return move;
  const tried = {
    policy: { name: "search" },
    logProbs: Float64Array.from(visits, log),
    legal: Uint8Array.from(visits, Math.sign),
    at: 0,
  };
  return drawMove(tried, temperature, new Float64Array(visits.length), generator);
}
