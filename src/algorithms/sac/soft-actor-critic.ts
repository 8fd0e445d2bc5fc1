import type { Backend } from "../../compiler/backend.ts";
import type { Box, Space, VectorEnvironment } from "../../environments/index.ts";
import {
  constant,
  exp,
  type FloatExpression,
  minimum,
  type RowType,
  scalarRow,
  type Variable,
  variable,
} from "../../graph/index.ts";
import {
  type ArchitectureSettings,
  observationScaleFor,
  requireNoState,
  type Trained,
} from "../../learning/index.ts";
import { defaultArchitecture } from "../../networks/index.ts";
import {
  boxScale,
  createPolicy,
  createStateActionValueFunction,
  type Policy,
  type StateActionValueFunction,
} from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";

/** All that SAC trains. Actions are those of the policy before they are stretched to the box, between −1 and 1. */
export interface SoftActorCritic {
  readonly policy: Policy;
  /** Q₁ and Q₂. */
  readonly critics: CriticPair;
  /** Their target copies. */
  readonly targets: CriticPair;
  /** α: an expression of its logarithm where it is learned, otherwise a constant. */
  readonly temperature: FloatExpression;
  readonly logTemperature: Variable | undefined;
  /** The target of the entropy where the temperature is learned. */
  readonly targetEntropy: number;
  /** What makes a log-density of the box one of the actions between −1 and 1. */
  readonly logVolume: number;
  readonly networks: readonly Trained[];
}

/** Two critics with weights of their own: the smaller of their values errs less upwards (Fujimoto et al. 2018). */
export interface CriticPair extends Trained {
  readonly both: readonly [StateActionValueFunction, StateActionValueFunction];
  /** min(Q₁, Q₂): [batch]. */
  least: StateActionValueFunction["values"];
}

export interface SoftActorCriticSettings extends Omit<ArchitectureSettings, "sharedTower"> {
  readonly normalizeObservations: boolean | "auto";
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
  { backend, generator }: { readonly backend: Backend<Float32Array>; readonly generator: Generator },
): SoftActorCritic {
  const { observationSpace } = environment;
  const actionSpace = requireBox(environment.actionSpace, environment.id);
  const { hidden, activation } = settings;
  const architecture =
    settings.architecture === "auto" ? { ...defaultArchitecture, hidden, activation } : settings.architecture;
  const ofCritics = settings.valueArchitecture === "auto" ? architecture : settings.valueArchitecture;
  const observationScale = observationScaleFor(observationSpace, settings);
  const policy = createPolicy<unknown, unknown>(
    { observationSpace, actionSpace: actionSpace as Space<unknown> },
    { head: "squashed-normal", architecture, generator, backend, observationScale },
  );
  requireNoState("sac", policy);
  const createPair = (name: string): CriticPair => {
    const sizes = { observationSize: observationSpace.size, actionSize: actionSpace.size };
    const create = (number: number) =>
      createStateActionValueFunction({
        ...{ name: `${name}${number}`, ...sizes, architecture: ofCritics, generator, observationScale },
      });
    const both = [create(1), create(2)] as const;
    return {
      both,
      parameters: both.flatMap(({ parameters }) => parameters),
      statistics: [],
      least: (observations, actions) =>
        minimum(both[0].values(observations, actions), both[1].values(observations, actions)),
    };
  };
  const critics = createPair("critic");
  const targets = createPair("target");
  targets.parameters.forEach((target, i) =>
    backend.values(target).set(critics.parameters[i].attributes.initial),
  );

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

/** What is kept of a step: what was seen and drawn, and what came of it. */
export function transitionRows({ rows: { observations, actions } }: Policy) {
  return {
    observations,
    actions: actions as RowType<"float">,
    rewards: scalarRow,
    nextObservations: observations,
    terminated: scalarRow,
  };
}

function requireBox(space: Space, id: string): Box {
  if (space.kind === "box") return space as unknown as Box;
  throw new TypeError(
    `sac: the actions of ${id} are a ${space.kind} space; SAC is for boxes, whose actions have gradients. Take ppo, a2c or ` +
      "reinforce",
  );
}
