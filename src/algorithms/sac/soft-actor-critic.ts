import { constant, exp, type FloatExpression, type Variable, variable } from "../../graph/index.ts";
import type {
  ActedEnvironment,
  ActorCriticParts,
  BoxActorCriticSettings,
  Trained,
} from "../../learning/index.ts";
import { createBoxAgent } from "./box-agent.ts";
import { createDiscreteAgent } from "./discrete-agent.ts";
import type { SoftAgent } from "./soft-agent.ts";

/** All that SAC trains. */
export interface SoftActorCritic extends SoftAgent {
  /** α: an expression of its logarithm where it is learned, otherwise a constant. */
  readonly temperature: FloatExpression;
  readonly logTemperature: Variable | undefined;
  readonly networks: readonly Trained[];
}

export interface SoftActorCriticSettings extends BoxActorCriticSettings {
  readonly temperature: number | "auto";
  readonly targetEntropy: number | "auto";
}

/**
 * @throws TypeError for action spaces other than boxes and discrete ones, and for masks of legal actions
 * @throws RangeError for a box without finite bounds
 */
export function createSoftActorCritic(
  environment: ActedEnvironment,
  settings: SoftActorCriticSettings,
  parts: ActorCriticParts,
): SoftActorCritic {
  const agent = createAgent(environment, settings, parts);
  const { policy, critics, targets } = agent;
  const isLearned = settings.temperature === "auto";
  const logTemperature = isLearned ? variable("temperature.log", [], [0]) : undefined;
  return {
    ...{ ...agent, logTemperature },
    temperature: logTemperature ? exp(logTemperature) : constant(settings.temperature as number),
    targetEntropy: settings.targetEntropy === "auto" ? agent.targetEntropy : settings.targetEntropy,
    networks: [
      ...[policy, critics, targets],
      ...(logTemperature ? [{ parameters: [logTemperature], statistics: [] }] : []),
    ],
  };
}

function createAgent(
  environment: ActedEnvironment,
  settings: BoxActorCriticSettings,
  parts: ActorCriticParts,
): SoftAgent {
  const { id, actionSpace, legalActions } = environment;
  const others = "Take ppo, a2c, trpo, natural-policy-gradient or reinforce";
  if (legalActions) {
    throw new TypeError(
      `sac: ${id} says which actions are legal, and a replay keeps no masks of them. ${others}`,
    );
  }
  if (actionSpace.kind === "box") return createBoxAgent(environment, settings, parts);
  if (actionSpace.kind === "discrete") return createDiscreteAgent(environment, settings, parts);
  throw new TypeError(
    `sac: the actions of ${id} are a ${actionSpace.kind} space; sac is for boxes and discrete actions. ${others}`,
  );
}
