import type { Expression, Shape } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";

/** The randomness that a sampler turns into values: what to draw, and how much of it for one value of each density. */
export type Noise = StandardNoise | DrawnNoise;

export interface StandardNoise {
  /** `uniform` on (0, 1], or standard `normal`. */
  readonly kind: "uniform" | "normal";
  readonly shape: Shape;
}

/** What no fixed number of uniforms or normals gives: draws by rejection, which need the parameters' values. */
export interface DrawnNoise {
  readonly kind: "drawn";
  readonly shape: Shape;
  /** Expressions whose values `draw` needs. */
  readonly parameters: readonly Expression[];
  /** Fills `noise`, of [...samples, ...shape]. `values` are those of the parameters, in their order and shapes. */
  draw(generator: Generator, values: readonly ArrayLike<number>[], noise: Float32Array | Float64Array): void;
}

/** Fills an array with noise, one draw after another. `values` are those of a drawn noise's parameters. */
export function fillNoise<A extends Float32Array | Float64Array>(
  noise: Noise,
  generator: Generator,
  array: A,
  values: readonly ArrayLike<number>[] = [],
): A {
  switch (noise.kind) {
    case "uniform":
      for (let i = 0; i < array.length; i++) array[i] = 1 - generator.random();
      return array;
    case "normal":
      return generator.fillNormal(array);
    case "drawn":
      noise.draw(generator, values, array);
      return array;
  }
}
