import type { Space } from "../environments/index.ts";
import { type Expression, type FloatExpression, reshape, type Variable } from "../graph/index.ts";
import { type Architecture, createNetwork, defaultArchitecture } from "../networks/index.ts";
import type { Generator } from "../random/index.ts";

export interface ApproximatorOptions {
  /** Default: two hidden layers of 64 tanh units. */
  readonly architecture?: Architecture;
  /** Draws the initial weights. */
  readonly generator: Generator;
}

/** V_θ(s) ≈ V^π(s) (notes, eq. 1). */
export interface ValueFunction {
  readonly parameters: readonly Variable[];
  /** Values [batch] of observations [batch, observationSize]. */
  values(observations: Expression): FloatExpression;
}

/** Q_θ(s, a) ≈ Q^π(s, a) for discrete actions (notes, eq. 2). */
export interface ActionValueFunction {
  readonly parameters: readonly Variable[];
  /** Values [batch, actions] of every action. */
  actionValues(observations: Expression): FloatExpression;
}

export function createValueFunction(
  observationSpace: Space,
  { architecture = defaultArchitecture, generator }: ApproximatorOptions,
): ValueFunction {
  const network = createNetwork(
    "value",
    architecture,
    { inputs: observationSpace.size, outputs: 1 },
    generator,
  );
  return {
    parameters: network.parameters,
    values: (observations) => reshape(network.apply(observations), [observations.shape[0]]),
  };
}

/** @throws TypeError when the action space is not discrete */
export function createActionValueFunction(
  observationSpace: Space,
  actionSpace: Space,
  { architecture = defaultArchitecture, generator }: ApproximatorOptions,
): ActionValueFunction {
  if (actionSpace.kind !== "discrete") {
    throw new TypeError(
      `createActionValueFunction: the action space is a ${actionSpace.kind} space; it must be discrete`,
    );
  }
  const size = { inputs: observationSpace.size, outputs: actionSpace.size };
  const network = createNetwork("actionValue", architecture, size, generator);
  return { parameters: network.parameters, actionValues: network.apply };
}
