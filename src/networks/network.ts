import type { Update } from "../compiler/index.ts";
import type { Expression, FloatExpression, Variable } from "../graph/index.ts";

/** A function with parameters: what π_θ, V_θ and Q_θ are made of (notes, eq. 1 to 3), and each of its layers. */
export interface Network {
  readonly parameters: readonly Variable[];
  /** Running averages that {@link train} keeps beside the parameters, for batch normalization; most networks have none. */
  readonly statistics: readonly Variable[];
  /** From inputs [batch, …] to outputs [batch, …]. */
  apply(inputs: Expression): FloatExpression;
  /** The same as a network in training computes it, from the statistics of the batch, and the updates of the averages. */
  train(inputs: Expression): Trained;
}

export interface Trained {
  readonly outputs: FloatExpression;
  readonly updates: readonly Update[];
}

/** A network that computes the same in training. */
export function withoutStatistics(
  parameters: readonly Variable[],
  apply: (inputs: Expression) => FloatExpression,
): Network {
  return { parameters, statistics: [], apply, train: (inputs) => ({ outputs: apply(inputs), updates: [] }) };
}

/** One network after the other. */
export function inSequence(...networks: readonly Network[]): Network {
  return {
    parameters: networks.flatMap(({ parameters }) => parameters),
    statistics: networks.flatMap(({ statistics }) => statistics),
    apply: (inputs) => networks.reduce((x, network) => network.apply(x), inputs as FloatExpression),
    train: (inputs) =>
      networks.reduce<Trained>(
        (before, network) => {
          const { outputs, updates } = network.train(before.outputs);
          return { outputs, updates: [...before.updates, ...updates] };
        },
        { outputs: inputs as FloatExpression, updates: [] },
      ),
  };
}

/**
 * The same network, which builds one expression only for the same inputs: where others stand on it, a gradient passes
 * through it once, however many they are.
 */
export function once<Built extends Network>(network: Built): Built {
  return { ...network, apply: remembered(network.apply), train: remembered(network.train) };
}

function remembered<Result extends FloatExpression | Trained>(
  apply: (inputs: Expression) => Result,
): (inputs: Expression) => Result {
  const known = new WeakMap<Expression, Result>();
  return (inputs) => {
    const result = known.get(inputs) ?? apply(inputs);
    known.set(inputs, result);
    return result;
  };
}
