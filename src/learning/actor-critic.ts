import type { Backend } from "../compiler/backend.ts";
import type { VectorEnvironment } from "../environments/index.ts";
import { type Architecture, defaultArchitecture, type MlpArchitecture } from "../networks/index.ts";
import {
  createObservationScale,
  createPolicy,
  createValueFunction,
  type Policy,
  type ValueFunction,
} from "../policies/index.ts";
import type { Generator } from "../random/index.ts";
import type { Trained } from "./learner.ts";

/** A policy, and what judges it. */
export interface ActorCritic {
  readonly policy: Policy;
  readonly valueFunction: ValueFunction;
  /** Both. */
  readonly networks: readonly Trained[];
}

/** The options that say how networks are built. */
export interface ArchitectureSettings extends Pick<MlpArchitecture, "hidden" | "activation"> {
  readonly architecture: Architecture | "auto";
}

/** The options that say how a policy and a value function are made. */
export interface ActorCriticSettings extends ArchitectureSettings {
  /** Default false. */
  readonly normalizeObservations?: boolean;
}

export interface ActorCriticParts {
  readonly backend: Backend<Float32Array>;
  /** Draws the initial weights: the policy's, then the value function's. */
  readonly generator: Generator;
}

/**
 * Policy and value function with networks of their own in one backend.
 *
 * @param environments the ones to act in, which are alike
 */
export function createActorCritic(
  environments: readonly Pick<VectorEnvironment, "observationSpace" | "actionSpace" | "legalActions">[],
  settings: ActorCriticSettings,
  { backend, generator }: ActorCriticParts,
): ActorCritic {
  const architecture = architectureOf(settings);
  const [environment] = environments;
  // One that has no masks beside others that have may take every action.
  const masked = environments.some(({ legalActions }) => legalActions !== undefined);
  const { observationSpace } = environment;
  const observationScale = settings.normalizeObservations
    ? createObservationScale(observationSpace)
    : undefined;
  const shared = { architecture, generator, observationScale };
  const policy = createPolicy(environment, { ...shared, masked, backend });
  const valueFunction = createValueFunction(observationSpace, shared);
  return { policy, valueFunction, networks: [policy, valueFunction] };
}

/** The architecture that the options ask for. */
export function architectureOf({ architecture, hidden, activation }: ArchitectureSettings): Architecture {
  return architecture === "auto" ? { ...defaultArchitecture, hidden, activation } : architecture;
}
