import { type Expression, exp, logNormalCdf, reshape, slice } from "../../graph/index.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Density } from "../density.ts";
import { fillNoise, type Noise } from "../sampling/noise.ts";

/** The noise of several densities side by side: [...batch, numbers]. */
export interface ProductNoise {
  readonly noise: Noise;
  /** That of one of the densities, as its `sample` takes it, from noise of shape [...samples, ...batch, numbers]. */
  of(part: number, noise: Expression): Expression;
}

/**
 * @param batchShape with which the batch of each density begins, or there is none: then its noise is drawn for each entry
 */
export function productNoise(batchShape: Shape, densities: readonly Density[]): ProductNoise {
  const entries = sizeOf(batchShape);
  const parts = densities.map(({ noise }) => noise);
  const tails = densities.map(({ batchShape: own, noise: { shape } }) =>
    own.length === 0 ? shape : shape.slice(batchShape.length),
  );
  const widths = tails.map(sizeOf);
  const starts = widths.map((_, part) => widths.slice(0, part).reduce((sum, width) => sum + width, 0));
  const width = widths.reduce((sum, each) => sum + each, 0);
  const shape = [...batchShape, width];
  const kinds = new Set(parts.map(({ kind }) => kind));
  const drawn = kinds.has("drawn");
  const kind = kinds.has("normal") ? "normal" : "uniform";

  const of = (part: number, noise: Expression) => {
    const own = slice(noise, -1, starts[part], starts[part] + widths[part]);
    const shaped = reshape(own, [...noise.shape.slice(0, -1), ...tails[part]]);
    // Uniforms beside normals are drawn as normals too, of which Φ makes uniforms.
    const isConverted = !drawn && kind === "normal" && parts[part].kind === "uniform";
    return isConverted ? exp(logNormalCdf(shaped)) : shaped;
  };
  if (!drawn) return { noise: { kind, shape }, of };

  const needed = parts.map((part) => (part.kind === "drawn" ? part.parameters : []));
  const ends = needed.map((_, part) => needed.slice(0, part + 1).flat().length);
  return {
    of,
    noise: {
      kind: "drawn",
      shape,
      parameters: needed.flat(),
      draw(generator, values, array) {
        const valuesOf = needed.map((own, part) => values.slice(ends[part] - own.length, ends[part]));
        const draws = widths.map((each) => new Float64Array(entries * each));
        for (let start = 0; start < array.length; start += entries * width) {
          parts.forEach((part, index) => {
            const own = fillNoise(part, generator, draws[index], valuesOf[index]);
            for (let entry = 0; entry < entries; entry++) {
              for (let i = 0; i < widths[index]; i++) {
                array[start + entry * width + starts[index] + i] = own[entry * widths[index] + i];
              }
            }
          });
        }
      },
    },
  };
}
