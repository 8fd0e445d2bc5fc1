import type { Expression, Shape } from "../graph/index.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Generator } from "../random/index.ts";
import { broadcastOffsets } from "./broadcast-offsets.ts";
import type { DrawnNoise } from "./noise.ts";

/**
 * Noise with one draw for each density of a batch (or several, side by side).
 *
 * @param shape of the batch, to which the parameters broadcast
 * @param parameters what each draw needs
 * @param draws one function for each of the draws that stand side by side, or one for a single draw
 */
export function drawEach(
  shape: Shape,
  parameters: readonly Expression[],
  ...draws: readonly ((generator: Generator, ...parameters: number[]) => number)[]
): DrawnNoise {
  const size = sizeOf(shape);
  const offsets = parameters.map((parameter) => broadcastOffsets(parameter.shape, shape));
  return {
    kind: "drawn",
    shape: draws.length === 1 ? shape : [...shape, draws.length],
    parameters,
    draw(generator, values, noise) {
      const now = parameters.map(() => 0);
      for (let i = 0; i < noise.length; ) {
        for (let entry = 0; entry < size; entry++) {
          for (let p = 0; p < now.length; p++) now[p] = values[p][offsets[p][entry]];
          for (const draw of draws) noise[i++] = draw(generator, ...now);
        }
      }
    },
  };
}
