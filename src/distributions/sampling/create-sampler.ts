import { createReferenceBackend } from "../../backends/reference/index.ts";
import type { Backend } from "../../compiler/backend.ts";
import { compile, type Floats } from "../../compiler/index.ts";
import { input } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import type { Density } from "../density.ts";
import { noiseOf } from "./noise-of.ts";
import { requireBackend } from "./require-backend.ts";
import { requireGenerator } from "./require-generator.ts";

export interface Sampler<F extends Floats> {
  /** The latest values, of shape [count, ...batch, ...event]: a view of the backend's memory. */
  readonly values: F | Int32Array;
  /**
   * Draws `count` values of every density of the batch, and returns `values`.
   *
   * @throws TypeError when there is no generator
   * @throws RangeError when the parameters are outside the range that the density allows, so that there is nothing to draw
   */
  draw(generator: Generator): F | Int32Array;
}

/**
 * A program that draws `count` values at a time from a density. The parameters may depend on variables, whose present
 * values count at each draw, but not on inputs.
 *
 * @param backend default: a reference backend (float64)
 */
export function createSampler(density: Density, count: number): Sampler<Float64Array>;
export function createSampler<F extends Floats>(
  density: Density,
  count: number,
  backend: Backend<F>,
): Sampler<F>;
export function createSampler(
  density: Density,
  count: number,
  backend: Backend<Floats> = createReferenceBackend(),
): Sampler<Floats> {
  requireBackend("createSampler", backend);
  const noise = input([count, ...density.noise.shape]);
  const program = compile({ inputs: { noise }, outputs: { values: density.sample(noise) } }, backend);
  const fill = noiseOf(density, backend);
  return {
    get values() {
      return program.outputs.values;
    },
    draw(generator) {
      requireGenerator("createSampler", generator);
      fill(generator, program.inputs.noise);
      program.run();
      const { values } = program.outputs;
      checkDrawn(density, values);
      return values;
    },
  };
}

function checkDrawn({ name }: Density, values: Floats | Int32Array): void {
  if (values instanceof Int32Array) {
    if (!values.includes(-1)) return;
    throw new RangeError(
      `createSampler: the ${name} has nothing to draw from; its mask must leave at least one category`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    throw new RangeError(
      `createSampler: the ${name} drew NaN; its parameters are outside the range that they may have`,
    );
  }
}
