import { black } from "../../src/games/index.ts";
import {
  type GoNetworks,
  gameFromSgf,
  goEvaluator,
  leafSymmetries,
  parseSgf,
  positionBefore,
} from "../../src/go/index.ts";
import { playedMoves } from "./played-moves.ts";

/** What a policy makes of the moves of one player. */
export interface PriorErrors {
  /** Who played, as the games tell. */
  readonly player: string;
  readonly moves: number;
  /** The mean of log π(a | s), as a search sees π: by the mean over some symmetries. */
  readonly logLikelihood: number;
  /** The share of the moves with a probability below {@link unlikely}: a search by that policy seldom looks at them. */
  readonly unlikely: number;
}

/** In a search of 400 simulations a move of this prior is looked at about once, where nothing speaks for it. */
export const unlikely = 0.01;

/** How well a policy tells the moves of each player of games, without the openings, on one board. */
export function priorErrors({ policy, features }: GoNetworks, sgf: string): PriorErrors[] {
  const roots = parseSgf(sgf);
  const position = positionBefore(gameFromSgf(roots[0]));
  const evaluator = goEvaluator(position, policy, { features, symmetries: leafSymmetries, batch: 1 });
  const found = new Map<string, number[]>();
  for (const { root, color, move } of playedMoves(roots, position)) {
    const player = root.properties.get(color === black ? "PB" : "PW")?.[0] ?? "";
    evaluator.see(0);
    evaluator.evaluate(1);
    const priors = found.get(player) ?? [];
    priors.push(evaluator.priors[move]);
    found.set(player, priors);
  }
  return Array.from(found, ([player, priors]) => ({
    ...{ player, moves: priors.length },
    logLikelihood: priors.reduce((sum, prior) => sum + Math.log(prior), 0) / priors.length,
    unlikely: priors.filter((prior) => prior < unlikely).length / priors.length,
  }));
}
