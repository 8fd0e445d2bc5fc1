import type { GoFeature, GoPosition } from "../../games/go/index.ts";
import { log } from "../../math/index.ts";
import type { Policy, ValueFunction } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFinite } from "../../text/require-number.ts";
import { goEvaluator, type SearchEvaluator } from "../search/index.ts";
import { drawMove, noProbability } from "./draw-move.ts";
import { hopeless } from "./hopeless.ts";
import type { GoPlayer } from "./player.ts";

export interface PolicyPlayerOptions {
  /** What the policy sees; default `boardFeatures`. */
  readonly features?: readonly GoFeature[];
  /** In how many symmetries of the board a position is looked at, from 1 (the default) to 8 on a square. */
  readonly symmetries?: number;
  /** Moves are drawn with probabilities to the power of 1/temperature; default 0, which takes the most probable one. */
  readonly temperature?: number;
  /** For whom positions are lost, so that the player may give them up; default: it never does. */
  readonly valueFunction?: Pick<ValueFunction, "values">;
}

/**
 * Plays what a policy holds to be good, without a search, of the moves that do not fill an own eye: where games of its training
 * end before their end, nothing keeps a policy passing.
 *
 * @throws RangeError for a temperature below 0; at the first move, where the policy is for another board or other features; and
 *   at each, where its probabilities or the value are no numbers
 */
export function policyPlayer(policy: Policy, options: PolicyPlayerOptions = {}): GoPlayer {
  const names = ["features", "symmetries", "temperature", "valueFunction"] as const;
  const { temperature = 0, valueFunction, ...rest } = knownOptions("policyPlayer", options, names);
  requireFinite("policyPlayer: temperature", temperature);
  if (temperature < 0)
    throw new RangeError(`policyPlayer: temperature is ${temperature}; it must be 0 or above`);
  let current: GoPosition;
  let evaluator: SearchEvaluator | undefined;
  return ({ position, generator, mayResign }) => {
    current = position;
    evaluator ??= goEvaluator(() => current, policy, { ...rest, valueFunction, batch: 1 });
    evaluator.see(0);
    evaluator.evaluate(1);
    if (Number.isNaN(evaluator.values[0])) {
      throw new RangeError(
        "policyPlayer: the value function gives a position NaN: its weights are not finite, or too large",
      );
    }
    if (mayResign && valueFunction !== undefined && evaluator.values[0] < hopeless) return "resign";
    return chooseMove(policy, position, evaluator.priors, temperature, generator);
  };
}

function chooseMove(
  policy: Policy,
  position: GoPosition,
  priors: ArrayLike<number>,
  temperature: number,
  generator: Generator,
): number {
  const sensible = new Uint8Array(position.points + 1);
  position.sensibleMoves(sensible);
  let best = position.pass;
  for (let move = 0; move < sensible.length; move++) {
    if (sensible[move] === 0) continue;
    if (!(priors[move] < Infinity)) throw noProbability(policy, priors[move]);
    if (priors[move] > priors[best]) best = move;
  }
  if (temperature === 0) return best;
  const row = { policy, logProbs: Float64Array.from(priors, log), legal: sensible, at: 0 };
  return drawMove(row, temperature, new Float64Array(sensible.length), generator);
}
