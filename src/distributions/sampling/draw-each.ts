import type { Expression, Shape } from "../../graph/index.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Generator } from "../../random/index.ts";
import { broadcastOffsets } from "../parameters/broadcast-offsets.ts";
import type { DrawnNoise } from "./noise.ts";

/**
 * Noise with one draw for each density of a batch (or several, side by side).
 *
 * @param owner the density, which errors name
 * @param shape of the batch, to which the parameters broadcast
 * @param parameters what each draw needs
 * @param draws one function for each of the draws that stand side by side, or one for a single draw
 * @throws RangeError (when it draws) for parameters that the density may not have
 */
export function drawEach(
  owner: string,
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
      let entry = 0;
      try {
        for (let i = 0; i < noise.length; ) {
          for (entry = 0; entry < size; entry++) {
            for (let p = 0; p < now.length; p++) now[p] = values[p][offsets[p][entry]];
            for (const draw of draws) noise[i++] = draw(generator, ...now);
          }
        }
      } catch (cause) {
        const where = size === 1 ? "" : ` (entry ${entry} of the batch)`;
        throw new RangeError(
          `${owner}${where}: its parameters are outside the range that they may have: ${(cause as Error).message}`,
          { cause },
        );
      }
    },
  };
}
