import { createRandomPlayout, type GoPosition, scoreOf } from "../../games/go/index.ts";
import type { Generator } from "../../random/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import { createSearch, evaluatorOf, goSearchGame, type Rollout, type Search } from "../search/index.ts";
import type { GoPlayer } from "./player.ts";

/** A player gives up where it expects to lose more than 19 of 20 games. */
const hopeless = -0.9;

/** Milliseconds below which a clock is not heard. */
const shortest = 10;

/**
 * Searches from move to move, and knows nothing but the rules: all moves look alike before they are tried, and positions are
 * worth what random games from there bring.
 *
 * @param simulations for each move, or fewer where the clock says so
 */
export function searchPlayer(simulations: number): GoPlayer {
  requireInteger("searchPlayer: simulations", simulations, 1);
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

function searchFrom(position: GoPosition, generator: Generator): Search {
  const priors = new Float32Array(position.points + 1).fill(1);
  const evaluator = evaluatorOf(priors.length, () => ({ priors, value: 0 }));
  return createSearch(goSearchGame(position), evaluator, { rollout: randomRollout(position, generator) });
}

function randomRollout(position: GoPosition, generator: Generator): Rollout {
  const playout = createRandomPlayout(position, generator);
  const longest = 3 * position.points;
  return {
    share: 1,
    play() {
      const moves = playout(position, longest);
      const winner = Math.sign(scoreOf(position).lead);
      for (let i = 0; i < moves; i++) position.undo();
      return winner;
    },
  };
}
