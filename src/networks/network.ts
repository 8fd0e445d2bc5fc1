import type { Update } from "../compiler/index.ts";
import {
  add,
  concatenate,
  type Expression,
  type FloatExpression,
  slice,
  type Variable,
} from "../graph/index.ts";
import { requireShape } from "../graph/shape.ts";
import { valueInText } from "../text/value-in-text.ts";

/** A function with parameters: what π_θ, V_θ and Q_θ are made of (notes, eq. 1 to 3), and each of its layers. */
export interface Network {
  readonly parameters: readonly Variable[];
  /** Running averages that {@link train} keeps beside the parameters, for batch normalization; most networks have none. */
  readonly statistics: readonly Variable[];
  /** From inputs [batch, …] to outputs [batch, …]. */
  apply(inputs: Expression): FloatExpression;
  /** The same as a network in training computes it, from the statistics of the batch, and the updates of the averages. */
  train(inputs: Expression): Trained;
  /** Of a recurrent network, for which `apply` and `train` throw: they do not know its state. */
  readonly recurrence?: Recurrence;
}

/** How a network goes on from a state. */
export interface Recurrence {
  /** Numbers of a state; it is all zeros where an episode begins. */
  readonly stateSize: number;
  /**
   * From inputs [steps · sequences, …], a step of all sequences after the other, and the state of each sequence to outputs
   * [steps · sequences, …] and the states after the last step.
   */
  apply(inputs: Expression, memory: Memory): Recalled;
}

/** What a recurrent network remembers of the rows before those that it is given. */
export interface Memory {
  /** [sequences, stateSize]: the state before the first step of each sequence. */
  readonly states: Expression;
  /**
   * [steps · sequences]: 1 where an episode begins, whose state is then multiplied by 0: zeros, if it was finite; default: 0
   * everywhere.
   */
  readonly begins?: Expression | undefined;
}

/** What came of a sequence. */
export interface Recalled {
  readonly outputs: FloatExpression;
  /** [sequences, stateSize] */
  readonly states: FloatExpression;
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
  const checked = (inputs: Expression) => {
    const outputs: unknown = apply(inputs);
    requireExpression("withoutStatistics: the function", outputs);
    return outputs;
  };
  return {
    ...{ parameters, statistics: [], apply: checked },
    train: (inputs) => ({ outputs: checked(inputs), updates: [] }),
  };
}

/** @throws TypeError when what a function returned is no expression: nothing, or a number */
export function requireExpression(what: string, value: unknown): asserts value is FloatExpression {
  if (typeof value === "object" && value !== null && "shape" in value && "dtype" in value) return;
  throw new TypeError(
    `${what} returned ${valueInText(value)}; it must return an expression of its inputs, as tanh(x) is`,
  );
}

export function isNetwork(value: unknown): value is Network {
  const { parameters, statistics, apply, train } = (value ?? {}) as Partial<Network>;
  return (
    Array.isArray(parameters) &&
    Array.isArray(statistics) &&
    typeof apply === "function" &&
    typeof train === "function"
  );
}

/** One network after the other; recurrent where one of them is, with the states of all side by side. */
export function inSequence(...networks: readonly Network[]): Network {
  networks.forEach((network: unknown, index) => {
    if (isNetwork(network)) return;
    throw new TypeError(
      `inSequence: argument ${index + 1} is ${valueInText(network)}; it must be a network, such as dense(…). A function of ` +
        "expressions becomes one by withoutStatistics([], tanh)",
    );
  });
  const recurrence = recurrenceOf(networks);
  return {
    ...(recurrence && { recurrence }),
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

/** What networks one behind the other make of the inputs, in the same shape, added to the inputs (He et al. 2016). */
export function residual(...networks: readonly Network[]): Network {
  const inner = inSequence(...networks);
  const { recurrence } = inner;
  const sum = (x: Expression, outputs: FloatExpression) => {
    requireShape("residual: the output", outputs.shape, x.shape);
    return add(outputs, x);
  };
  const plus = <Result extends Trained | Recalled>(x: Expression, result: Result): Result => ({
    ...result,
    outputs: sum(x, result.outputs),
  });
  return {
    ...inner,
    apply: (x) => sum(x, inner.apply(x)),
    train: (x) => plus(x, inner.train(x)),
    ...(recurrence && {
      recurrence: {
        ...recurrence,
        apply: (x: Expression, memory: Memory) => plus(x, recurrence.apply(x, memory)),
      },
    }),
  };
}

/**
 * The same network, which builds one expression only for the same inputs: where others stand on it, a gradient passes
 * through it once, however many they are.
 */
export function once<Built extends Network>(network: Built): Built {
  const { recurrence } = network;
  return {
    ...{ ...network, apply: remembered(network.apply), train: remembered(network.train) },
    ...(recurrence && { recurrence: { ...recurrence, apply: rememberedRecurrence(recurrence.apply) } }),
  };
}

function rememberedRecurrence(apply: Recurrence["apply"]): Recurrence["apply"] {
  const known = new WeakMap<Expression, { readonly memory: Memory; readonly recalled: Recalled }[]>();
  return (inputs, memory) => {
    const all = known.get(inputs) ?? [];
    const found = all.find(
      ({ memory: { states, begins } }) => states === memory.states && begins === memory.begins,
    );
    if (found) return found.recalled;
    const recalled = apply(inputs, memory);
    known.set(inputs, [...all, { memory, recalled }]);
    return recalled;
  };
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

function recurrenceOf(networks: readonly Network[]): Recurrence | undefined {
  const sizes = networks.map(({ recurrence }) => recurrence?.stateSize ?? 0);
  const stateSize = sizes.reduce((sum, size) => sum + size, 0);
  if (stateSize === 0) return undefined;
  return {
    stateSize,
    apply(inputs, { states, begins }) {
      let outputs = inputs as FloatExpression;
      let at = 0;
      const next: FloatExpression[] = [];
      networks.forEach(({ recurrence, apply }, index) => {
        if (!recurrence) {
          outputs = apply(outputs);
          return;
        }
        const own = slice(states, 1, at, at + sizes[index]);
        at += sizes[index];
        const recalled = recurrence.apply(outputs, { states: own, begins });
        outputs = recalled.outputs;
        next.push(recalled.states);
      });
      return { outputs, states: next.length === 1 ? next[0] : concatenate(next, 1) };
    },
  };
}
