import type { Update } from "../../src/compiler/index.ts";
import * as op from "../../src/graph/index.ts";
import { type Expression, grad, type Input, type Variable } from "../../src/graph/index.ts";
import { adam, descend, rmsprop, sgd } from "../../src/optimizers/index.ts";
import type { Generator } from "../../src/random/index.ts";
import { hostileOperations } from "./hostile-operations.ts";
import { operations } from "./operations.ts";
import { createPool, type Given } from "./pool.ts";

/** A graph, and numbers for its inputs. */
export interface RandomGraph {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs: Readonly<Record<string, Expression>>;
  readonly updates: readonly Update[];
  readonly variables: readonly Variable[];
  /** Whether its values are known: those of nodes that no operation makes are not, nor what is beyond float32. */
  readonly isSound: boolean;
  /** Fills an array for the input of this name, from any generator. */
  fill(name: string, values: Float32Array | Float64Array | Int32Array, random: Generator): void;
}

/**
 * A graph of up to a dozen operations on tensors of odd and even sizes, mostly with gradients, and sometimes with updates.
 * Every value is of a size around 1, and what is not continuous is applied to what float32 computes exactly: so any two
 * backends agree on all values to a few digits.
 *
 * @param hostile whether one of its operations gets numbers that are mostly impossible
 * @throws what the operations throw; only when hostile
 */
export function randomGraph(random: Generator, hostile: boolean): RandomGraph {
  const pool = createPool(random);
  const count = random.integers(2, 13);
  const last = hostile ? count - random.integers(1, 3) : -1;
  for (let i = 0; i < count; i++) {
    const choices = i === last ? hostileOperations : operations;
    choices[random.integers(0, choices.length)]!(pool);
  }
  const outputs: Record<string, Expression> = {};
  for (const { node } of pool.some(random.integers(1, 4))) outputs[`output${node.id}`] = node;
  const updates: Update[] = [];
  const floats = Object.values(outputs).filter(({ dtype }) => dtype === "float");
  if (floats.length > 0 && random.random() < 0.7) {
    const loss = floats.map((output) => op.mean(op.square(output))).reduce(op.add);
    const targets = [
      ...pool.variables,
      ...pool.inputs.filter(({ node }) => node.dtype === "float").map(({ node }) => node),
    ];
    grad(loss, targets).forEach((gradient, i) => {
      outputs[`gradient${i}`] = gradient;
    });
    if (pool.variables.length > 0 && random.random() < 0.6) {
      const optimizers = [
        sgd({ learningRate: 0.1 }),
        sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
        rmsprop({ learningRate: 0.01, epsilon: 1 }),
        adam({ learningRate: 0.01, epsilon: 1 }),
      ];
      const optimizer = optimizers[random.integers(0, optimizers.length)]!;
      const options = random.random() < 0.5 ? { maxGradientNorm: 0.5 } : {};
      updates.push(...descend(loss, pool.variables, optimizer, options).updates);
    }
  }
  return withInputs(pool.inputs, { outputs, updates, variables: pool.variables, isSound: pool.isSound });
}

export function withInputs(
  given: readonly Given[],
  graph: Pick<RandomGraph, "outputs" | "updates" | "variables" | "isSound">,
): RandomGraph {
  const byName = Object.fromEntries(given.map((each, i) => [`input${i}`, each]));
  return {
    ...graph,
    inputs: Object.fromEntries(Object.entries(byName).map(([name, { node }]) => [name, node])),
    fill(name, values, random) {
      const { below } = byName[name]!;
      for (let i = 0; i < values.length; i++) {
        // Multiples of ⅛: float32 holds them and their differences.
        values[i] = below === undefined ? random.integers(-12, 13) / 8 : random.integers(0, below);
      }
    },
  };
}
