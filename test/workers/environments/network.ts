import { inModule } from "../../../src/environments/index.ts";
import { sigmoid } from "../../../src/graph/index.ts";
import {
  type ArchitectureFunction,
  dense,
  inSequence,
  withoutStatistics,
} from "../../../src/networks/index.ts";

/** One hidden layer, as a function. */
const architecture: ArchitectureFunction = ({ name, inputs, outputs, outputGain, generator, tower }) =>
  inSequence(
    tower(() => dense(`${name}.first`, { inputs, outputs: 24, generator })),
    withoutStatistics([], sigmoid),
    dense(`${name}.last`, { inputs: 24, outputs, gain: outputGain, generator }),
  );

export default inModule(import.meta.url, architecture);
