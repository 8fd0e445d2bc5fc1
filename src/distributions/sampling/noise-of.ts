import type { Backend } from "../../compiler/backend.ts";
import { compile, type Floats } from "../../compiler/index.ts";
import type { Generator } from "../../random/index.ts";
import type { Density } from "../density.ts";
import { fillNoise } from "./noise.ts";

/**
 * Fills arrays with noise for a density, whose parameters may depend on variables of the backend: their values at each
 * call count.
 *
 * @throws RangeError (when it is called) for parameters that the density may not have, where it draws by rejection
 */
export function noiseOf<F extends Floats>(
  { noise }: Density,
  backend: Backend<F>,
): (generator: Generator, array: F) => void {
  const needed = noise.kind === "drawn" ? noise.parameters : [];
  const parameters = compile({ outputs: needed }, backend);
  return (generator, array) => {
    parameters.run();
    fillNoise(noise, generator, array, [...parameters.outputs]);
  };
}
