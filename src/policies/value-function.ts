import type { Update } from "../compiler/index.ts";
import type { Space } from "../environments/index.ts";
import { requireSpace } from "../environments/require-environment.ts";
import {
  type Expression,
  type FloatExpression,
  type RowType,
  reshape,
  type Variable,
} from "../graph/index.ts";
import { type Architecture, createNetwork, inSequence, type Network } from "../networks/index.ts";
import type { Generator } from "../random/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { defaultArchitectureFor, observationShape } from "./default-architecture.ts";
import type { ObservationScale } from "./observation-scale.ts";
import { refuseTable } from "./refuse-table.ts";
import { beginsRow, requireStates, stateRow } from "./states.ts";

export interface ApproximatorOptions {
  /** Default: two hidden layers of 64 tanh units; for images a convolutional network, see {@link defaultArchitectureFor}. */
  readonly architecture?: Architecture;
  /** Draws the initial weights. */
  readonly generator: Generator;
  /** Normalizes observations before the network sees them, mostly the policy's; default: it sees them as they are. */
  readonly observationScale?: ObservationScale | undefined;
}

export interface ValueFunctionOptions extends ApproximatorOptions {
  /** The tower of a policy, to stand in the place of the architecture's own. */
  readonly tower?: Network | undefined;
}

/** What a recurrent value function goes by beside observations, as `Seen` has it for a policy. */
export interface ValueMemory {
  /** [sequences, stateSize] */
  readonly valueStates?: Expression;
  /** The same, of a value function that has the tower of a recurrent policy. */
  readonly policyStates?: Expression;
  /** [batch] */
  readonly begins?: Expression;
}

export type ValueRows = {
  readonly valueStates?: RowType<"float">;
  readonly policyStates?: RowType<"float">;
  readonly begins?: RowType<"float">;
};

/** V_θ(s) ≈ V^π(s) (notes, eq. 1). */
export interface ValueFunction {
  /** Those of a shared tower among them. */
  readonly parameters: readonly Variable[];
  /** Running averages of batch normalization, and what observations are normalized by; mostly none. */
  readonly statistics: readonly Variable[];
  /** The layers below the last ones; undefined where the architecture has none. */
  readonly tower: Network | undefined;
  /** Numbers of the state of a recurrent value function; 0 for others. */
  readonly stateSize: number;
  /** Which state it goes on from: one of its own, or that of the policy whose tower it has. */
  readonly stateName: "policyStates" | "valueStates";
  /** What a row of experience holds for it beside the observation: nothing, or its state and whether an episode begins. */
  readonly rows: ValueRows;
  /**
   * Values [batch] of observations [batch, observationSize].
   *
   * @param memory for recurrent value functions, which need it
   */
  values(observations: Expression, memory?: ValueMemory): FloatExpression;
  /** The same with the states after the last step; undefined for value functions that are not recurrent. */
  advance(
    observations: Expression,
    memory?: ValueMemory,
  ): { readonly values: FloatExpression; readonly valueStates: FloatExpression | undefined };
  /** The same as a network in training computes it, with the updates of the running averages. */
  train(observations: Expression): { readonly values: FloatExpression; readonly updates: readonly Update[] };
}

export interface ActionValueOptions extends ApproximatorOptions {
  /** Begins the names of its weights, for one of several in a training; default "actionValue". */
  readonly name?: string;
}

/** Q_θ(s, a) ≈ Q^π(s, a) for discrete actions (notes, eq. 2). */
export interface ActionValueFunction {
  readonly parameters: readonly Variable[];
  /** As those of a value function. */
  readonly statistics: readonly Variable[];
  /** Values [batch, actions] of every action. */
  actionValues(observations: Expression): FloatExpression;
}

/** @throws RangeError when the architecture is not possible, or is a table and observations are not discrete */
export function createValueFunction(observationSpace: Space, options: ValueFunctionOptions): ValueFunction {
  requireSpace("createValueFunction: observationSpace", observationSpace);
  const {
    generator,
    observationScale,
    architecture = defaultArchitectureFor(observationSpace, {}, observationScale !== undefined),
    tower,
  } = knownOptions("createValueFunction", options, [
    "architecture",
    "generator",
    "observationScale",
    "tower",
  ]);
  refuseTable(architecture, observationSpace);
  const size = {
    ...{ inputs: observationSpace.size, outputs: 1, tower },
    shape: observationShape(observationSpace),
  };
  const built = createNetwork("value", architecture, size, generator);
  const network = observationScale ? inSequence(observationScale, built) : built;
  const flat = (outputs: FloatExpression) => reshape(outputs, [outputs.shape[0]]);
  const { recurrence } = network;
  const stateSize = recurrence?.stateSize ?? 0;
  // The head adds no state to the tower's.
  const stateName =
    tower?.recurrence?.stateSize === stateSize && stateSize > 0 ? "policyStates" : "valueStates";
  const advance: ValueFunction["advance"] = (observations, memory = {}) => {
    if (!recurrence) return { values: flat(network.apply(observations)), valueStates: undefined };
    const { begins } = memory;
    const states = requireStates(stateName, memory[stateName]);
    const recalled = recurrence.apply(observations, { states, begins });
    return { values: flat(recalled.outputs), valueStates: recalled.states };
  };
  return {
    parameters: network.parameters,
    statistics: network.statistics,
    tower: built.tower,
    stateSize,
    stateName,
    rows: recurrence ? { [stateName]: stateRow(stateSize), begins: beginsRow } : {},
    advance,
    values: (observations, memory) => advance(observations, memory).values,
    train(observations) {
      const { outputs, updates } = network.train(observations);
      return { values: flat(outputs), updates };
    },
  };
}

/**
 * @throws TypeError when the action space is not discrete
 * @throws RangeError as `createValueFunction` does
 */
export function createActionValueFunction(
  observationSpace: Space,
  actionSpace: Space,
  options: ActionValueOptions,
): ActionValueFunction {
  requireSpace("createActionValueFunction: observationSpace", observationSpace);
  requireSpace("createActionValueFunction: actionSpace", actionSpace);
  const {
    name = "actionValue",
    generator,
    observationScale,
    architecture = defaultArchitectureFor(observationSpace, {}, observationScale !== undefined),
  } = knownOptions("createActionValueFunction", options, [
    "name",
    "architecture",
    "generator",
    "observationScale",
  ]);
  refuseTable(architecture, observationSpace);
  if (actionSpace.kind !== "discrete") {
    throw new TypeError(
      `createActionValueFunction: the action space is a ${actionSpace.kind} space; it must be discrete`,
    );
  }
  const size = {
    ...{ inputs: observationSpace.size, outputs: actionSpace.size },
    shape: observationShape(observationSpace),
  };
  const built = createNetwork(name, architecture, size, generator);
  const network = observationScale ? inSequence(observationScale, built) : built;
  return {
    parameters: network.parameters,
    statistics: network.statistics,
    actionValues: network.apply,
  };
}
