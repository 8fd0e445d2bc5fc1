import { type Shape, type Variable, variable } from "../graph/index.ts";
import { checkShape, sizeOf } from "../graph/shape.ts";

/**
 * Weights by name that a network begins with, in place of drawn ones.
 *
 * @throws when there are none of that name and shape
 */
export type SavedWeights = (name: string, shape: Shape) => ArrayLike<number>;

/**
 * A variable of a layer. Where its weights are saved ones, nothing is drawn, and nothing is allocated for it before they
 * have been found, nor where there is no variable of this shape.
 *
 * @param draw gives the weights otherwise; default zeros
 */
export function weights(
  name: string,
  shape: Shape,
  saved: SavedWeights | undefined,
  draw: () => ArrayLike<number> = () => new Float32Array(sizeOf(shape)),
): Variable {
  checkShape(`variable "${name}"`, shape);
  return variable(name, shape, saved ? saved(name, shape) : draw());
}
