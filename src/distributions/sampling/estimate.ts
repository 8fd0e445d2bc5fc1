import { createReferenceBackend } from "../../backends/reference/index.ts";
import { compile } from "../../compiler/index.ts";
import {
  type Expression,
  type FloatExpression,
  input,
  negate,
  stopGradient,
  subtract,
} from "../../graph/index.ts";
import { broadcastShapes, formatShape, sameShape, sizeOf } from "../../graph/shape.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { Density } from "../density.ts";
import { noiseOf } from "./noise-of.ts";
import { requireGenerator } from "./require-generator.ts";

export interface EstimateOptions {
  readonly generator: Generator;
  /** How many samples; default 10,000. */
  readonly samples?: number;
}

/** Means over samples, one for each density of the batch, with the standard error of each. */
export interface Estimate {
  readonly value: Float64Array;
  readonly standardError: Float64Array;
}

/**
 * The entropy −E[log p] as a mean over samples, for densities without a closed form. Parameters must be constants.
 *
 * Samples are taken as what they were before a transform, so that none is lost where it saturates.
 */
export function estimateEntropy(density: Density, options: EstimateOptions): Estimate {
  return averageOver("estimateEntropy", density, options, (values) => negate(density.logProb(values)));
}

/**
 * KL(density ‖ other) as the mean of log p − log q over samples of p: for densities of two families, or of one that has no
 * closed form. Infinite, with an error of 0, when a sample lies outside of the support of the other: the divergence then is.
 * Parameters must be constants.
 *
 * Samples are taken as what they were before a transform that both densities have.
 *
 * @throws RangeError when the other density is of other values, or of a batch that the density's has no room for
 */
export function estimateKl(density: Density, other: Density, options: EstimateOptions): Estimate {
  const { batchShape, eventShape } = density;
  if (
    !sameShape(eventShape, other.eventShape) ||
    !sameShape(batchShape, broadcastShapes("estimateKl", batchShape, other.batchShape))
  ) {
    const shapes = ({ batchShape, eventShape }: Density) =>
      `batch ${formatShape(batchShape)} and values ${formatShape(eventShape)}`;
    throw new RangeError(
      `estimateKl: the ${other.name} has ${shapes(other)}; it must fit those of the ${density.name}, ${shapes(density)}`,
    );
  }
  return averageOver("estimateKl", density, options, (values) =>
    subtract(density.logProb(values), other.logProb(values)),
  );
}

function averageOver(
  owner: string,
  density: Density,
  options: EstimateOptions,
  quantity: (values: Expression) => FloatExpression,
): Estimate {
  const { generator, samples = 10_000 } = knownOptions(owner, options, ["generator", "samples"]);
  requireGenerator(owner, generator);
  requireInteger(`${owner}: samples`, samples, 2); // one has no standard error
  const chunk = Math.min(samples, 4096);
  const backend = createReferenceBackend();
  const noise = input([chunk, ...density.noise.shape]);
  const values = stopGradient(density.sample(noise));
  const program = compile({ inputs: { noise }, outputs: { quantity: quantity(values) } }, backend);
  const fill = noiseOf(density, backend);
  const size = sizeOf(density.batchShape);
  // Welford's running means and sums of squares.
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  const isInfinite = new Uint8Array(size);
  for (let done = 0; done < samples; ) {
    fill(generator, program.inputs.noise);
    program.run();
    for (let i = 0; i < chunk && done < samples; i++) {
      done++;
      for (let entry = 0; entry < size; entry++) {
        const x = program.outputs.quantity[i * size + entry];
        if (Number.isNaN(x)) {
          throw new RangeError(
            `${owner}: the log-density of a sample of the ${density.name} is NaN; its parameters, or those of the other ` +
              "density, lie outside the range that they may have",
          );
        }
        if (x === Infinity) isInfinite[entry] = 1;
        const change = x - mean[entry];
        mean[entry] += change / done;
        squares[entry] += change * (x - mean[entry]);
      }
    }
  }
  return {
    value: mean.map((each, entry) => (isInfinite[entry] ? Infinity : each)),
    standardError: squares.map((each, entry) =>
      isInfinite[entry] ? 0 : Math.sqrt(each / (samples - 1) / samples),
    ),
  };
}
