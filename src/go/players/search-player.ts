import { createRandomPlayout, type GoPosition, scoreOf } from "../../games/go/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import {
  createSearch,
  evaluatorOf,
  goSearchGame,
  type Rollout,
  type Search,
  type SearchEvaluator,
} from "../search/index.ts";
import { hopeless } from "./hopeless.ts";
import type { GoPlayer } from "./player.ts";

export interface SearchPlayerOptions {
  /** For each move, or fewer where a clock says so. */
  readonly simulations: number;
  /** What is known of positions before they are searched; default: nothing, all moves look alike. */
  readonly evaluator?: (position: GoPosition) => SearchEvaluator;
  /** λ: the share of random games in what a position is worth, beside the evaluator's value; default 1 without one, else 0. */
  readonly rollouts?: number;
}

/** Milliseconds below which a clock is not heard. */
const shortest = 10;

/**
 * Searches from move to move, and keeps what it has found for the moves that are played. Gives up where the search expects so.
 *
 * @throws RangeError for a number that is not allowed
 */
export function searchPlayer(options: SearchPlayerOptions): GoPlayer {
  const names = ["simulations", "evaluator", "rollouts"] as const;
  const {
    simulations,
    evaluator,
    rollouts = evaluator ? 0 : 1,
  } = knownOptions("searchPlayer", options, names);
  requireInteger("searchPlayer: simulations", simulations, 1);
  const searchFrom = (position: GoPosition, generator: Generator): Search =>
    createSearch(
      goSearchGame(position),
      evaluator?.(position) ?? ignorance(position),
      rollouts > 0 ? { rollout: randomRollout(position, generator, rollouts) } : {},
    );
  let game:
    | { readonly position: GoPosition; readonly generator: Generator; readonly search: Search }
    | undefined;
  return ({ position, generator, seconds, mayResign }) => {
    if (position.isOver) return position.pass;
    if (game?.position !== position || game.generator !== generator) {
      game = { position, generator, search: searchFrom(position, generator) };
    }
    const limit = seconds === undefined ? {} : { milliseconds: Math.max(shortest, 1000 * seconds) };
    const { move, value } = game.search.run({ simulations, ...limit });
    return mayResign && value < hopeless ? "resign" : move;
  };
}

function ignorance({ points }: GoPosition): SearchEvaluator {
  const priors = new Float32Array(points + 1).fill(1);
  return evaluatorOf(priors.length, () => ({ priors, value: 0 }));
}

function randomRollout(position: GoPosition, generator: Generator, share: number): Rollout {
  const playout = createRandomPlayout(position, generator);
  const longest = 3 * position.points;
  return {
    share,
    play() {
      const moves = playout(position, longest);
      const winner = Math.sign(scoreOf(position).lead);
      for (let i = 0; i < moves; i++) position.undo();
      return winner;
    },
  };
}
