import {
  concatenate,
  type Expression,
  type FloatExpression,
  reshape,
  type Variable,
} from "../graph/index.ts";
import {
  type Architecture,
  architectureAsData,
  createNetwork,
  type SavedWeights,
} from "../networks/index.ts";
import type { Generator } from "../random/index.ts";
import type { ObservationScale } from "./observation-scale.ts";

/** Q_θ(s, a) ≈ Q^π(s, a) (notes, eq. 2) for continuous actions: a network whose inputs are both. */
export interface StateActionValueFunction {
  readonly parameters: readonly Variable[];
  /** Values [batch] of observations [batch, observationSize] and actions [batch, actionSize]. */
  values(observations: Expression, actions: Expression): FloatExpression;
}

export interface StateActionValueOptions {
  /** Begins the names of the parameters. */
  readonly name: string;
  readonly observationSize: number;
  readonly actionSize: number;
  /** The kinds "mlp" and "linear", or a function, which gets both as one observation: first the observation, then the action. */
  readonly architecture: Architecture;
  /** Draws the initial weights. */
  readonly generator: Generator;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
  /** Normalizes observations before the network sees them; default: it sees them as they are. */
  readonly observationScale?: ObservationScale | undefined;
}

/** @throws TypeError for kinds of architecture that take no numbers beside an observation's: all but "mlp" and "linear" */
export function createStateActionValueFunction(options: StateActionValueOptions): StateActionValueFunction {
  const { name, observationSize, actionSize, architecture, generator, saved, observationScale } = options;
  if (!takesActions(architecture)) {
    throw new TypeError(
      `createStateActionValueFunction: the architecture's kind is "${architectureAsData(architecture).kind}"; a value of ` +
        'observations and actions takes "mlp", "linear", or a function',
    );
  }
  const size = { inputs: observationSize + actionSize, outputs: 1 };
  const network = createNetwork(name, architecture, size, generator, saved);
  return {
    parameters: network.parameters,
    values(observations, actions) {
      const seen = observationScale?.apply(observations) ?? observations;
      const outputs = network.apply(concatenate([seen, actions], -1));
      return reshape(outputs, [outputs.shape[0]]);
    },
  };
}

function takesActions(architecture: Architecture): boolean {
  return typeof architecture === "function" || ["mlp", "linear"].includes(architecture.kind);
}
