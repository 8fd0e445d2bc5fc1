import { IndexError } from "../backends/index-error.ts";
import { createWasmBackend } from "../backends/wasm/index.ts";
import type { Backend } from "../compiler/backend.ts";
import { requireBackend } from "../distributions/sampling/require-backend.ts";
import type { Accepted, Space } from "../environments/index.ts";
import { requireSpace } from "../environments/require-environment.ts";
import { choicesOf } from "../environments/spaces/legal-actions.ts";
import { type Architecture, createNetwork, inSequence, type SavedWeights } from "../networks/index.ts";
import type { Generator } from "../random/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { requireInteger } from "../text/require-number.ts";
import { type ActOptions, actOptionsOf, placeState } from "./act-options.ts";
import { graphsForOne } from "./acting-graphs.ts";
import type { Actor } from "./actor.ts";
import { createActor } from "./create-actor.ts";
import { decodeAction, decodeSample, noAction } from "./decode-action.ts";
import { defaultArchitectureFor, observationShape } from "./default-architecture.ts";
import { encodePolicy } from "./files/encode-policy.ts";
import { actionHead } from "./heads/action-head.ts";
import type { HeadName } from "./heads/head-names.ts";
import type { ObservationScale } from "./observation-scale.ts";
import { placeLegalActions } from "./place-legal-actions.ts";
import type { Policy } from "./policy.ts";
import { refuseTable } from "./refuse-table.ts";
import { requireRandom } from "./require-random.ts";
import { seeObservation } from "./see-observation.ts";
import { beginsRow, requireStates, stateRow } from "./states.ts";

export interface PolicyOptions {
  /** Begins the names of its weights, for a second policy in one training; default "policy". */
  readonly name?: string;
  /** Default: two hidden layers of 64 tanh units; for images a convolutional network, see {@link defaultArchitectureFor}. */
  readonly architecture?: Architecture;
  /**
   * What the network's outputs mean. For a box: "rescaled-normal", in units of the box, whose deviation does not depend on the
   * observation and whose actions the bounds clip; "diagonal-normal", the same in units of the environment;
   * "state-dependent-normal", whose deviation depends on the observation; "squashed-normal" and "beta", whose actions lie within
   * the bounds; "deterministic", whose most probable action does, with noise around it to explore by. Default: the only one there is for other spaces, "rescaled-normal" for a box.
   */
  readonly head?: HeadName | undefined;
  /** Draws the initial weights. */
  readonly generator: Generator;
  /** Weights to begin with in place of drawn ones, for every parameter and statistic. */
  readonly saved?: SavedWeights;
  /** Whether the policy takes masks of legal actions; for discrete and multi-discrete actions. Default false. */
  readonly masked?: boolean;
  /** Normalizes observations before the network sees them; default: it sees them as they are. */
  readonly observationScale?: ObservationScale | undefined;
  /** Default: a WebAssembly backend of its own. */
  readonly backend?: Backend<Float32Array>;
}

type Acting<Observation, Action> = Pick<Policy<Observation, Action>, "act" | "sample">;

export interface Spaces<Observation, Action> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
}

/** Factor on the initial weights of the last layer: actions begin nearly equally likely. */
const outputGain = 0.01;

/**
 * A policy for an environment's spaces: a categorical one for discrete actions, one of several categories or switches for
 * multi-discrete and multi-binary ones, a diagonal or squashed normal for a box.
 *
 * @throws TypeError for what is no space or no backend, for other action spaces, for a head that does not suit the action
 *   space, and for masks of actions that are neither discrete nor multi-discrete
 * @throws RangeError when the head needs bounds that the box does not have, or the architecture is a table and observations are
 *   not discrete
 */
export function createPolicy<Observation, Action>(
  spaces: Spaces<Observation, Action>,
  options: PolicyOptions,
): Policy<Observation, Action> {
  for (const part of ["observationSpace", "actionSpace"] as const) {
    requireSpace(`createPolicy: ${part}`, spaces?.[part]);
  }
  const { observationSpace, actionSpace } = spaces;
  const {
    name = "policy",
    generator,
    saved,
    masked = false,
    observationScale,
    architecture = defaultArchitectureFor(observationSpace as Space, {}, observationScale !== undefined),
    backend = createWasmBackend(),
  } = knownOptions("createPolicy", options, [
    "name",
    "architecture",
    "head",
    "generator",
    "saved",
    "masked",
    "observationScale",
    "backend",
  ]);
  requireBackend("createPolicy", backend);
  const head = actionHead(actionSpace, { name: options.head, owner: name, saved });
  const choices = choicesOf(actionSpace as Space);
  if (masked && choices.length === 0) {
    throw new TypeError(
      `createPolicy: masked is true, and the action space is a ${actionSpace.kind} space; masks of legal actions exist ` +
        "for discrete and multi-discrete actions only",
    );
  }
  if (!saved) refuseTable(architecture, observationSpace as Space); // files may have one of before
  const shape = observationShape(observationSpace as Space);
  const size = { inputs: observationSpace.size, outputs: head.outputs, outputGain, shape };
  const built = createNetwork(name, architecture, size, generator, saved);
  const network = observationScale ? inSequence(observationScale, built) : built;
  const parameters = [...network.parameters, ...head.parameters];
  const { explorationLogDeviation } = head;
  const statistics = [...network.statistics, ...(explorationLogDeviation ? [explorationLogDeviation] : [])];
  if (saved && typeof architecture === "function") {
    for (const variable of [...network.parameters, ...network.statistics]) {
      backend.values(variable).set(saved(variable.attributes.name, variable.shape));
    }
  }
  const { recurrence } = network;
  const stateSize = recurrence?.stateSize ?? 0;
  const advance: Policy["advance"] = ({ observations, legalActions, policyStates, begins }) => {
    if (!recurrence) {
      return { density: head.density(network.apply(observations), legalActions), policyStates: undefined };
    }
    const states = requireStates("policyStates", policyStates);
    const recalled = recurrence.apply(observations, { states, begins });
    return { density: head.density(recalled.outputs, legalActions), policyStates: recalled.states };
  };

  let single: Actor | undefined;
  const see = (observation: Accepted<Observation>, { state, legalActions }: Partial<ActOptions>): Actor => {
    single ??= createActor(policy as Policy, 1, undefined, graphsForOne(policy as Policy));
    seeObservation(observationSpace, observation, single.observations);
    placeState(single.policyStates, state); // first: a state that is not in a record looks like a mask
    placeLegalActions(single.legalActions, legalActions, choices);
    return single;
  };

  const policy: Policy<Observation, Action> = {
    name,
    observationSpace,
    actionSpace,
    architecture,
    head: head.name,
    masked,
    backend,
    parameters,
    statistics,
    explorationLogDeviation,
    observationScale,
    tower: built.tower,
    stateSize,
    initialState: () => new Float32Array(stateSize),
    rows: {
      observations: { shape: [observationSpace.size], dtype: "float", spare: 0 },
      actions: head.action,
      ...(masked && { legalActions: { shape: [actionSpace.size], dtype: "float", spare: 1 } as const }),
      ...(recurrence && { policyStates: stateRow(stateSize), begins: beginsRow }),
    },
    density: (seen) => advance(seen).density,
    advance,
    toActions: (drawn) => head.toActions?.(drawn) ?? drawn,
    train({ observations, legalActions }) {
      const { outputs, updates } = network.train(observations);
      return { density: head.density(outputs, legalActions), updates };
    },
    act: ((observation, given) => {
      const options = actOptionsOf(given);
      const actor = see(observation, options);
      actor.greedy();
      const action = decodeAction(actionSpace, actor.actions) as Action;
      return options.state ? { action, state: actor.policyStates.slice() } : action;
    }) as Acting<Observation, Action>["act"],
    sample: ((observation, generator, given) => {
      requireRandom(generator, "generator");
      const options = actOptionsOf(given);
      const actor = see(observation, options);
      try {
        actor.sample([generator]);
      } catch (error) {
        throw error instanceof IndexError ? noAction(error) : error;
      }
      const { action, logProb } = decodeSample(actionSpace, actor.actions, actor.logProbs[0]);
      const drawn = { action: action as Action, logProb };
      return options.state ? { ...drawn, state: actor.policyStates.slice() } : drawn;
    }) as Acting<Observation, Action>["sample"],
    actor(count) {
      requireInteger("count", count, 1);
      return createActor(policy as Policy, count);
    },
    weights: () =>
      Object.fromEntries(
        [...parameters, ...statistics].map((variable) => [
          variable.attributes.name,
          { shape: variable.shape, data: backend.values(variable).slice() },
        ]),
      ),
    save: () => encodePolicy(policy as Policy),
  };
  return policy;
}
