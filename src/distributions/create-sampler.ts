import type { Backend } from "../backends/backend.ts";
import { createReferenceBackend } from "../backends/reference/index.ts";
import { compile, type Floats, input } from "../graph/index.ts";
import type { Generator } from "../random/index.ts";
import type { Density } from "./density.ts";
import { fillNoise } from "./noise.ts";

export interface Sampler<F extends Floats> {
  /** The latest values, of shape [count, ...batch, ...event]: a view of the backend's memory. */
  readonly values: F | Int32Array;
  /**
   * Draws `count` values of every density of the batch, and returns `values`.
   *
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
  const { noise } = density;
  const noiseInput = input([count, ...noise.shape]);
  const outputs = { values: density.sample(noiseInput) };
  const program = compile({ inputs: { noise: noiseInput }, outputs }, backend);
  const needed = noise.kind === "drawn" ? noise.parameters : [];
  const names = needed.map((_, index) => `${index}`);
  const parameters = compile(
    { outputs: Object.fromEntries(names.map((name, index) => [name, needed[index]])) },
    backend,
  );
  return {
    get values() {
      return program.outputs.values;
    },
    draw(generator) {
      parameters.run();
      const known = names.map((name) => parameters.outputs[name]);
      fillNoise(noise, generator, program.inputs.noise as Floats, known);
      program.run();
      const { values } = program.outputs;
      checkDrawn(density, values);
      return values;
    },
  };
}

function checkDrawn({ name }: Density, values: Floats | Int32Array): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    throw new RangeError(
      `createSampler: the ${name} drew NaN; its parameters are outside the range that they may have`,
    );
  }
}
