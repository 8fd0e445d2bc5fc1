import type { Backend } from "../../src/compiler/backend.ts";
import { compile, type Floats } from "../../src/compiler/index.ts";
import {
  add,
  constant,
  type Expression,
  grad,
  type Input,
  input,
  inputIndices,
  multiply,
  sum,
} from "../../src/graph/index.ts";
import type { Case } from "./cases.ts";

export interface BuiltCase {
  readonly inputs: readonly Input[];
  /** What the operation gives. */
  readonly value: Expression;
  /** A scalar that depends on every entry of the value differently. */
  readonly scalar: Expression | undefined;
  /** The operands that have a gradient. */
  readonly targets: readonly Expression[];
  /** The numbers for the inputs, the same at every build. */
  readonly values: readonly number[][];
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

export function buildCase({ name, operands, build, differentiable }: Case): BuiltCase {
  const uniform = numbersOf(name);
  const inputs = operands.map(({ shape, below }) =>
    below === undefined ? input(shape) : inputIndices(shape),
  );
  const values = operands.map(({ shape, low = -1, high = 1, below }) =>
    Array.from({ length: sizeOf(shape) }, () =>
      below === undefined ? Math.fround(low + (high - low) * uniform()) : Math.floor(below * uniform()),
    ),
  );
  const value = build(...inputs);
  if (differentiable === false) return { inputs, value, scalar: undefined, targets: [], values };
  const weights = Array.from({ length: sizeOf(value.shape) }, () => Math.fround(2 * uniform() - 1));
  // Quadratic in the value, so that second derivatives are not all zero.
  const scalar = sum(multiply(constant(weights, value.shape), multiply(multiply(value, 0.5), value)));
  return { inputs, value, scalar, targets: inputs.filter(({ dtype }) => dtype === "float"), values };
}

/** Numbers in [0, 1) that depend on the case's name only: a linear congruential generator (Knuth's MMIX, high half). */
function numbersOf(name: string): () => number {
  let state = [...name].reduce(
    (hash, letter) => BigInt.asUintN(64, hash * 31n + BigInt(letter.charCodeAt(0))),
    7n,
  );
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 32n) / 2 ** 32;
  };
}

/** Expressions of a case on a backend, as a function of the numbers for the inputs. */
export function compileCase<F extends Floats>(
  backend: Backend<F>,
  { inputs }: BuiltCase,
  outputs: readonly Expression[],
): (values: readonly (readonly number[])[]) => number[][] {
  const program = compile(
    {
      inputs: Object.fromEntries(inputs.map((each, i) => [`input${i}`, each])),
      outputs: Object.fromEntries(outputs.map((each, i) => [`output${i}`, each])),
    },
    backend,
  );
  return (values) => {
    inputs.forEach((_, i) => program.inputs[`input${i}`].set(values[i]));
    program.run();
    return outputs.map((_, i) => Array.from(program.outputs[`output${i}`]));
  };
}

/** The same at the case's own numbers. */
export function evaluate<F extends Floats>(
  backend: Backend<F>,
  built: BuiltCase,
  outputs: readonly Expression[],
): number[][] {
  return compileCase(backend, built, outputs)(built.values);
}

/** The derivative of the gradient along a direction: H·v, one tensor per target. */
export function hessianVectorProduct(
  { scalar, targets }: BuiltCase,
  directions: readonly number[][],
): Expression[] {
  const gradients = grad(scalar!, targets);
  const along = gradients
    .map((gradient, i) => sum(multiply(gradient, constant(directions[i], targets[i].shape))))
    .reduce((a, b) => add(a, b));
  return grad(along, targets);
}
