import { type Saved, savedCount, savedRecord, within } from "../state/index.ts";
import { checkResetOptions } from "./check-reset-options.ts";
import type { Environment, StepResult } from "./environment.ts";
import { passedOn } from "./passed-on.ts";
import { whenAnswered } from "./wrappers/wrapping/when-answered.ts";

/**
 * The environment with its episodes cut off after `maxEpisodeSteps` steps: the step that reaches the limit reports
 * `truncated: true`. Whether the task ended by itself in that very step still stands in `terminated`, apart.
 *
 * `step` throws if the episode is over or has not begun.
 */
export function limitSteps<Observation, Action>(
  environment: Environment<Observation, Action>,
  maxEpisodeSteps: number,
): Environment<Observation, Action> {
  let steps = 0;
  let running = false;

  const counted = (result: StepResult<Observation>): StepResult<Observation> => {
    steps += 1;
    const truncated = result.truncated || steps >= maxEpisodeSteps;
    running = !(result.terminated || truncated);
    return truncated === result.truncated ? result : { ...result, truncated };
  };
  return {
    observationSpace: environment.observationSpace,
    actionSpace: environment.actionSpace,
    reset(options) {
      checkResetOptions(options);
      steps = 0;
      running = true;
      return environment.reset(options);
    },
    step(action) {
      if (!running) throw new Error("step: no episode is running. Call reset() first, and after every end.");
      return whenAnswered(environment.step(action), counted) as StepResult<Observation>;
    },
    ...(environment.save && {
      save: () => ({ environment: environment.save!(), steps, running }),
      restore(saved: Saved) {
        const state = savedRecord(saved, ["environment", "steps", "running"]);
        environment.restore!(state.environment);
        steps = within("steps", () => savedCount(state.steps));
        running = state.running === true;
      },
    }),
    ...passedOn(environment),
  };
}
