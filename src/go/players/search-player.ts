import type { GoPosition } from "../../games/go/index.ts";
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
import { randomGame } from "./rollouts.ts";

export interface SearchPlayerOptions {
  /** For each move, or fewer where a clock says so. */
  readonly simulations: number;
  /**
   * What is known of positions before they are searched; default: nothing, all moves look alike. With it, moves that fill an own
   * eye are left out, as `policyPlayer` leaves them out.
   */
  readonly evaluator?: (position: GoPosition) => SearchEvaluator;
  /** What plays on from positions, beside the evaluator; default {@link randomGame} without an evaluator, else nothing. */
  readonly rollout?: ((position: GoPosition, generator: Generator) => Rollout) | undefined;
}

/** Milliseconds below which a clock is not heard. */
const shortest = 10;

/**
 * Searches from move to move, and keeps what it has found for the moves that are played. Gives up where the search expects so.
 *
 * @throws RangeError for a number that is not allowed
 */
export function searchPlayer(options: SearchPlayerOptions): GoPlayer {
  const names = ["simulations", "evaluator", "rollout"] as const;
  const {
    simulations,
    evaluator,
    rollout = evaluator ? undefined : randomGame,
  } = knownOptions("searchPlayer", options, names);
  requireInteger("searchPlayer: simulations", simulations, 1);
  const searchFrom = (position: GoPosition, generator: Generator): Search =>
    createSearch(
      goSearchGame(position, { sensible: evaluator !== undefined }),
      evaluator?.(position) ?? ignorance(position),
      rollout ? { rollout: rollout(position, generator) } : {},
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
