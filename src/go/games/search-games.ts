import { GoPosition, type GoRules } from "../../games/go/index.ts";
import { log } from "../../math/index.ts";
import { createGenerator, type Generator } from "../../random/index.ts";
import { requireInteger, requirePositive } from "../../text/require-number.ts";
import { type GoGame, playedGame, positionBefore } from "../game.ts";
import { randomOpening } from "../opening.ts";
import { drawMove } from "../players/draw-move.ts";
import type { GoNetworks } from "../players/go-networks.ts";
import {
  createSearch,
  type EvaluatorSeat,
  goEvaluator,
  goSearchGame,
  type Search,
  type SearchResult,
  shareEvaluator,
} from "../search/index.ts";
import { type GeneratedGames, type GeneratedGamesOptions, playAgainstItself } from "./generated-games.ts";

/** Which games a search plays against itself, and where they go. */
export interface SearchGamesOptions extends GeneratedGamesOptions {
  /** What leads it and what values its leaves: a policy and a value network. */
  readonly networks: GoNetworks;
  readonly rules: GoRules;
  /** For each move, added to those that the tree has. */
  readonly simulations: number;
  /** Moves are drawn with probabilities in proportion to n(a)^(1 / temperature), n(a) being the simulations that went to a. */
  readonly temperature: number;
}

/** Games that go on side by side, whose leaves are evaluated together. */
const atOnce = 64;

/**
 * Plays games of a search against itself, many at a time, and adds them to a file, in order, as `generateGames` does. A policy that
 * imitates them learns what the search has found beside what led it: with moves drawn at temperature 1, the mean of
 * log π(a | s) over them is that of AlphaGo Zero's loss, whose targets are the shares of the simulations (Silver et al. 2017; Anthony
 * et al. 2017, expert iteration). A game that has not ended by two passes after twice as many moves as the board has points is
 * scored as it stands.
 *
 * @throws if the file has other games, or cannot be read or written; RangeError for a number that is not allowed, or where there
 *   is no value network
 */
export function generateSearchGames(options: SearchGamesOptions): AsyncGenerator<GeneratedGames, void> {
  const { networks, rules, simulations, temperature, openingStones, seed } = options;
  requireInteger("generateSearchGames: simulations", simulations, 1);
  requirePositive("generateSearchGames: temperature", temperature);
  const { policy, features, valueFunction } = networks;
  if (valueFunction === undefined) throw new RangeError("generateSearchGames: there is no value network");
  const shared = shareEvaluator(atOnce, new GoPosition(rules), (position, batch) =>
    goEvaluator(position, policy, { features, valueFunction, batch }),
  );

  const play = async (index: number, signal: AbortSignal): Promise<GoGame> => {
    const opening = randomOpening(rules, openingStones, createGenerator([seed, 1, index]));
    const generator = createGenerator([seed, 0, index]);
    const position = positionBefore(opening);
    const seat = shared.take(position);
    try {
      const search = createSearch(goSearchGame(position), seat.evaluator);
      while (!position.isOver && position.moveCount < 2 * position.points) {
        signal.throwIfAborted();
        const found = await finish(search.steps({ simulations }), seat);
        position.playLegal(found.solved ? found.move : drawByVisits(found, temperature, generator));
      }
    } finally {
      seat.leave();
    }
    return playedGame(position, opening);
  };

  return playAgainstItself(options, {
    ...{ rules, processes: atOnce },
    settings: [`${simulations} simulations`, `temperature ${temperature}`],
    play: async (index, signal) => ({ game: await play(index, signal) }),
  });
}

async function finish(steps: ReturnType<Search["steps"]>, seat: EvaluatorSeat): Promise<SearchResult> {
  let step = steps.next();
  for (; !step.done; step = steps.next()) await seat.evaluated();
  return step.value;
}

function drawByVisits({ visits }: SearchResult, temperature: number, generator: Generator): number {
  const tried = {
    logProbs: Float64Array.from(visits, log),
    legal: Uint8Array.from(visits, Math.sign),
    at: 0,
  };
  return drawMove(tried, temperature, new Float64Array(visits.length), generator);
}
