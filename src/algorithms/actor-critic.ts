import type { Backend } from "../backends/backend.ts";
import { defaultArchitecture, type MlpArchitecture } from "../networks/index.ts";
import { createPolicy, createValueFunction, type Policy, type ValueFunction } from "../policies/index.ts";
import type { Generator as RandomGenerator } from "../random/index.ts";
import type { VectorEnvironment } from "../rollout/index.ts";

/** A policy, and what judges it. */
export interface ActorCritic {
  readonly policy: Policy;
  readonly valueFunction: ValueFunction;
}

export interface ActorCriticOptions extends Pick<MlpArchitecture, "hidden" | "activation"> {
  readonly backend: Backend<Float32Array>;
  /** Draws the initial weights: the policy's, then the value function's. */
  readonly generator: RandomGenerator;
}

/** Policy and value function with networks of their own in one backend. */
export function createActorCritic(
  environment: VectorEnvironment,
  { hidden, activation, backend, generator }: ActorCriticOptions,
): ActorCritic {
  const architecture = { ...defaultArchitecture, hidden, activation };
  const masked = environment.legalActions !== undefined;
  const policy = createPolicy(environment, { architecture, generator, masked, backend });
  return {
    policy,
    valueFunction: createValueFunction(environment.observationSpace, { architecture, generator }),
  };
}
