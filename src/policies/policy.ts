import type { Backend } from "../backends/backend.ts";
import { createWasmBackend } from "../backends/wasm/index.ts";
import type { Density } from "../distributions/index.ts";
import type { Accepted, Space } from "../environments/index.ts";
import type { Expression, Input, Variable } from "../graph/index.ts";
import { type Architecture, createNetwork, defaultArchitecture } from "../networks/index.ts";
import type { Generator } from "../random/index.ts";
import { actionHead } from "./action-head.ts";
import { type Actor, createActor } from "./actor.ts";
import { encodePolicy } from "./policy-file.ts";

/** A parameterized policy π_θ(a | s) (notes, eq. 3): a network with a density at its end. */
export interface Policy<Observation = unknown, Action = unknown> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  readonly architecture: Architecture;
  /** Whether some actions may be illegal at times, and the policy takes a mask of the legal ones. */
  readonly masked: boolean;
  /** Where the parameters' values are. */
  readonly backend: Backend<Float32Array>;
  readonly parameters: readonly Variable[];

  /** The density of actions at observations [batch, observationSize] (with a mask [batch, actions] if masked). */
  density(observations: Expression, legalActions?: Expression): Density;
  /** An input for a batch of actions, as `density(…).logProb` takes them. */
  actionInput(batch: number): Input;

  /** The most probable action. @throws when the observation is not in the observation space */
  act(observation: Accepted<Observation>, legalActions?: ArrayLike<number>): Action;
  /** An action drawn from the policy. @throws when the observation is not in the observation space */
  sample(
    observation: Accepted<Observation>,
    generator: Generator,
    legalActions?: ArrayLike<number>,
  ): { readonly action: Action; readonly logProb: number };
  /** The policy made ready for `count` observations at once. */
  actor(count: number): Actor;

  /** A copy of the weights by name, in a fixed order. */
  weights(): Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
  /** The bytes of a safetensors file that holds the weights, the spaces and the architecture: see `loadPolicy`. */
  save(): Uint8Array;
}

export interface PolicyOptions {
  /** Default: two hidden layers of 64 tanh units. */
  readonly architecture?: Architecture;
  /** Draws the initial weights. */
  readonly generator: Generator;
  /** Whether the policy takes masks of legal actions; only for discrete actions. Default false. */
  readonly masked?: boolean;
  /** Default: a WebAssembly backend of its own. */
  readonly backend?: Backend<Float32Array>;
}

export interface Spaces<Observation, Action> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
}

/** Factor on the initial weights of the last layer: actions begin nearly equally likely. */
const outputGain = 0.01;

/**
 * A policy for an environment's spaces: a categorical one for discrete actions, a diagonal normal for a box.
 *
 * @throws TypeError for other action spaces
 */
export function createPolicy<Observation, Action>(
  { observationSpace, actionSpace }: Spaces<Observation, Action>,
  options: PolicyOptions,
): Policy<Observation, Action> {
  const {
    architecture = defaultArchitecture,
    generator,
    masked = false,
    backend = createWasmBackend(),
  } = options;
  const head = actionHead(actionSpace);
  const size = { inputs: observationSpace.size, outputs: head.outputs, outputGain };
  const network = createNetwork("policy", architecture, size, generator);
  const parameters = [...network.parameters, ...head.parameters];

  let single: Actor | undefined;
  const see = (observation: Accepted<Observation>, legalActions?: ArrayLike<number>): Actor => {
    const problem = observationSpace.explain(observation);
    if (problem) throw new RangeError(`policy: the observation is not in the observation space: ${problem}`);
    single ??= createActor(policy as Policy, 1);
    observationSpace.flatten(observation, single.observations);
    if (single.legalActions) {
      if (legalActions) single.legalActions.set(legalActions);
      else single.legalActions.fill(1);
    }
    return single;
  };

  const policy: Policy<Observation, Action> = {
    observationSpace,
    actionSpace,
    architecture,
    masked,
    backend,
    parameters,
    density: (observations, legalActions) => head.density(network.apply(observations), legalActions),
    actionInput: head.actionInput,
    act(observation, legalActions) {
      const actor = see(observation, legalActions);
      actor.greedy();
      return head.decode(actor.actions, 0) as Action;
    },
    sample(observation, generator, legalActions) {
      const actor = see(observation, legalActions);
      actor.sample([generator]);
      return { action: head.decode(actor.actions, 0) as Action, logProb: actor.logProbs[0]! };
    },
    actor: (count) => createActor(policy as Policy, count),
    weights: () =>
      Object.fromEntries(
        parameters.map((parameter) => [
          parameter.attributes.name,
          { shape: parameter.shape, data: backend.values(parameter).slice() },
        ]),
      ),
    save: () => encodePolicy(policy as Policy),
  };
  return policy;
}
