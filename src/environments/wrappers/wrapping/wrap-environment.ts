import { type Saved, type Stateful, savedRecord, within } from "../../../state/index.ts";
import { checkResetOptions } from "../../check-reset-options.ts";
import type { Environment, ResetOptions, ResetResult, StepResult } from "../../environment.ts";
import { passedOn } from "../../passed-on.ts";
import type { LegalActions } from "../../spaces/legal-actions.ts";
import type { Space } from "../../spaces/space.ts";
import { type Answer, whenAnswered } from "./when-answered.ts";

/** What a wrapper changes of an environment. What is left out stays as it is. */
export interface Wrapping {
  readonly observationSpace?: Space;
  readonly actionSpace?: Space;
  /** Is told how an episode is to begin, before it does. */
  begin?(options: ResetOptions | undefined): void;
  /** Changes what `reset` returns. */
  begun?(result: ResetResult): ResetResult;
  /** The environment's action, for an action of the wrapped environment. */
  action?(action: unknown): unknown;
  /** Steps the environment, once unless it is told otherwise. */
  step?(action: unknown): Answer<StepResult>;
  /** Changes what `step` returns. */
  stepped?(result: StepResult): StepResult;
  /** Which of the wrapped environment's actions are legal, where the environment has masks. */
  legalActions?(): LegalActions;
  /** What the wrapper remembers from one step to the next. */
  readonly state?: Stateful;
}

/**
 * The environment with something changed. It answers later where the environment does, and saves its state where the
 * environment does.
 *
 * @param name of the wrapper: its state is saved under it
 */
export function wrapEnvironment(environment: Environment, name: string, wrapping: Wrapping): Environment {
  const { begin, begun = unchanged, action = unchanged, stepped = unchanged, state } = wrapping;
  const { step = (taken) => environment.step(taken) } = wrapping;
  const { legalActions } = wrapping;
  return {
    observationSpace: wrapping.observationSpace ?? environment.observationSpace,
    actionSpace: wrapping.actionSpace ?? environment.actionSpace,
    reset(options) {
      checkResetOptions(options);
      begin?.(options);
      return whenAnswered(environment.reset(options), begun) as ResetResult;
    },
    step: (taken) => whenAnswered(step(action(taken)), stepped) as StepResult,
    ...passedOn(environment),
    ...(environment.legalActions && legalActions && { legalActions }),
    ...(environment.save && {
      save: () => ({ environment: environment.save!(), ...(state && { [name]: state.save() }) }),
      restore(saved: Saved) {
        const parts = savedRecord(saved, state ? ["environment", name] : ["environment"]);
        within("environment", () => environment.restore!(parts.environment));
        if (state) within(name, () => state.restore(parts[name]));
      },
    }),
  };
}

function unchanged<Value>(value: Value): Value {
  return value;
}
