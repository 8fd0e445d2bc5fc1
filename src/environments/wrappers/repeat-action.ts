import { requireInteger } from "../../text/require-number.ts";
import type { Environment, StepResult } from "../environment.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { requireRepeatable } from "./wrapping/require-wrappable.ts";
import { type Answer, whenAnswered } from "./wrapping/when-answered.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Takes every action several times, as Gymnasium's RepeatAction (frame skip): the reward is the sum, observation, flags and
 * `info` are those of the last of these steps, and the end of the episode is the last one in any case. A time limit of the
 * source counts the environment's own steps.
 *
 * @param times how often, at least once
 * @throws RangeError if `times` is no integer from 1. `create` throws a TypeError for a game of several players, or an
 *   environment with masks of legal actions.
 */
export function repeatAction<const Source extends EnvironmentSource>(
  source: Source,
  times: number,
): Wrapped<Source> {
  requireInteger("repeatAction: times", times, 1);
  return wrapDefinition(
    "repeatAction",
    source,
    [times],
    (environment, owner) => {
      requireRepeatable(owner, environment);
      return { step: (action) => stepRepeatedly(environment, action, times, () => {}) };
    },
    (maxEpisodeSteps) => Math.ceil(maxEpisodeSteps / times),
  );
}

/**
 * Takes an action several times, until the episode ends.
 *
 * @param look is shown each result
 * @returns the last result, with the sum of the rewards
 */
export function stepRepeatedly(
  environment: Environment,
  action: unknown,
  times: number,
  look: (result: StepResult) => void,
): Answer<StepResult> {
  let reward = 0;
  let left = times;
  const goOn = (result: StepResult): Answer<StepResult> => {
    look(result);
    reward += result.reward;
    left -= 1;
    if (left === 0 || result.terminated || result.truncated) return { ...result, reward };
    return whenAnswered(environment.step(action), goOn);
  };
  return whenAnswered(environment.step(action), goOn);
}
