import type { VectorEnvironment } from "../../environments/index.ts";
import { constant, exp, type FloatExpression, type Variable, variable } from "../../graph/index.ts";
import {
  type ActorCriticParts,
  type BoxActorCritic,
  type BoxActorCriticSettings,
  createBoxActorCritic,
  type Trained,
} from "../../learning/index.ts";
import { boxScale } from "../../policies/index.ts";

/** All that SAC trains. Actions are those of the policy before they are stretched to the box, between −1 and 1. */
export interface SoftActorCritic extends Pick<BoxActorCritic, "policy" | "critics" | "targets"> {
  /** α: an expression of its logarithm where it is learned, otherwise a constant. */
  readonly temperature: FloatExpression;
  readonly logTemperature: Variable | undefined;
  /** The target of the entropy where the temperature is learned. */
  readonly targetEntropy: number;
  /** What makes a log-density of the box one of the actions between −1 and 1. */
  readonly logVolume: number;
  readonly networks: readonly Trained[];
}

export interface SoftActorCriticSettings extends BoxActorCriticSettings {
  readonly temperature: number | "auto";
  readonly targetEntropy: number | "auto";
}

/**
 * @throws TypeError for action spaces other than boxes
 * @throws RangeError for a box without finite bounds
 */
export function createSoftActorCritic(
  environment: Pick<VectorEnvironment, "id" | "observationSpace" | "actionSpace">,
  settings: SoftActorCriticSettings,
  parts: ActorCriticParts,
): SoftActorCritic {
  const { policy, critics, targets, actionSpace } = createBoxActorCritic(environment, settings, {
    ...parts,
    ...{ algorithm: "sac", head: "squashed-normal", critics: 2 },
  });
  const isLearned = settings.temperature === "auto";
  const logTemperature = isLearned ? variable("temperature.log", [], [0]) : undefined;
  return {
    ...{ policy, critics, targets, logTemperature },
    temperature: logTemperature ? exp(logTemperature) : constant(settings.temperature as number),
    targetEntropy: settings.targetEntropy === "auto" ? -actionSpace.size : settings.targetEntropy,
    logVolume: boxScale(actionSpace).logVolume,
    networks: [
      ...[policy, critics, targets],
      ...(logTemperature ? [{ parameters: [logTemperature], statistics: [] }] : []),
    ],
  };
}
