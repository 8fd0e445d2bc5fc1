import { knownOptions } from "../../text/known-options.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { rewarded } from "./transform-reward.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/** Between what rewards are kept. At least one of the two is needed. */
export interface ClipRewardOptions {
  /** Default −∞. */
  readonly low?: number;
  /** Default ∞. */
  readonly high?: number;
}

/**
 * Keeps rewards within bounds, as Gymnasium's ClipReward; in a game, that of each player. What is best may be another thing
 * then: −1 and −100 are the same.
 *
 * @throws RangeError unless they are numbers, low < high, and one of them is finite
 */
export function clipReward<const Source extends EnvironmentSource>(
  source: Source,
  options: ClipRewardOptions,
): Wrapped<Source> {
  const { low = -Infinity, high = Infinity } = knownOptions("clipReward", options, ["low", "high"]);
  const areNumbers = typeof low === "number" && typeof high === "number";
  if (!(areNumbers && low < high) || (low === -Infinity && high === Infinity)) {
    throw new RangeError(
      `clipReward: low is ${valueInText(low)} and high is ${valueInText(high)}; they must be numbers, low below high, and one of them finite`,
    );
  }
  return wrapDefinition("clipReward", source, [`${low} to ${high}`], () => ({
    stepped: (result) => rewarded(result, (reward) => Math.min(Math.max(reward, low), high)),
  }));
}
