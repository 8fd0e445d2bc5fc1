import type { StepResult } from "../environment.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { requireFunction } from "./transform-observation.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Hands every reward through a function, as Gymnasium's TransformReward: in a game, that of each player. What it must not do
 * is to keep something from one reward to the next: that is in no checkpoint.
 *
 * @example
 * transformReward("Pendulum-v1", (reward) => reward / 8);
 */
export function transformReward<const Source extends EnvironmentSource>(
  source: Source,
  transform: (reward: number) => number,
): Wrapped<Source> {
  requireFunction("transformReward", transform);
  return wrapDefinition("transformReward", source, [], () => ({
    stepped: (result) => rewarded(result, transform),
  }));
}

/** The result with other rewards. */
export function rewarded(result: StepResult, transform: (reward: number) => number): StepResult {
  const { reward, rewards } = result;
  return {
    ...result,
    reward: transform(reward),
    ...(rewards && { rewards: Array.from(rewards, (each) => transform(each)) }),
  };
}
