import type { Generator } from "../../random/index.ts";
import { orthonormalVectors } from "./orthonormal-vectors.ts";

/**
 * Initial weights of a layer from `inputs` to `outputs`: row-major [inputs, outputs], scaled by `gain`.
 * Each suits an activation; `gain` 1 is the value of its authors.
 */
export type Initializer = (
  inputs: number,
  outputs: number,
  generator: Generator,
  gain?: number,
) => Float32Array;

/**
 * Columns (or rows, whichever are fewer) orthonormal, times the gain: signals keep their length (Saxe et al. 2014).
 * Usual in policy gradients, with gain √2 in front of tanh or relu. Takes time that grows with the cube of the width:
 * seconds for 2048 → 2048.
 */
export const orthogonal: Initializer = (inputs, outputs, generator, gain = 1) => {
  const long = Math.max(inputs, outputs);
  const short = Math.min(inputs, outputs);
  const vectors = orthonormalVectors(short, long, generator);
  const weights = new Float32Array(inputs * outputs);
  for (let row = 0; row < inputs; row++) {
    for (let column = 0; column < outputs; column++) {
      const value = outputs <= inputs ? vectors[column][row] : vectors[row][column];
      weights[row * outputs + column] = gain * value;
    }
  }
  return weights;
};

/** Uniform within ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010), for tanh and sigmoid. */
export const glorotUniform: Initializer = (inputs, outputs, generator, gain = 1) =>
  uniformWithin(gain * Math.sqrt(6 / (inputs + outputs)), inputs * outputs, generator);

/** Normal with variance 2 / (inputs + outputs) (Glorot and Bengio 2010). */
export const glorotNormal: Initializer = (inputs, outputs, generator, gain = 1) =>
  normalWith(gain * Math.sqrt(2 / (inputs + outputs)), inputs * outputs, generator);

/** Uniform within ±√(6 / inputs) (He et al. 2015), for relu. */
export const heUniform: Initializer = (inputs, outputs, generator, gain = 1) =>
  uniformWithin(gain * Math.sqrt(6 / inputs), inputs * outputs, generator);

/** Normal with variance 2 / inputs (He et al. 2015), for relu. */
export const heNormal: Initializer = (inputs, outputs, generator, gain = 1) =>
  normalWith(gain * Math.sqrt(2 / inputs), inputs * outputs, generator);

/** Normal with variance 1 / inputs (LeCun et al. 1998). */
export const lecunNormal: Initializer = (inputs, outputs, generator, gain = 1) =>
  normalWith(gain / Math.sqrt(inputs), inputs * outputs, generator);

/** All 0: a softmax policy starts uniform, a value function at 0. */
export const zeros: Initializer = (inputs, outputs) => new Float32Array(inputs * outputs);

export const initializers = {
  orthogonal,
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunNormal,
  zeros,
} as const;
export type InitializerName = keyof typeof initializers;

function uniformWithin(bound: number, size: number, generator: Generator): Float32Array {
  return Float32Array.from({ length: size }, () => generator.uniform(-bound, bound));
}

function normalWith(standardDeviation: number, size: number, generator: Generator): Float32Array {
  return Float32Array.from({ length: size }, () => standardDeviation * generator.normal());
}
