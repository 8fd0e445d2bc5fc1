import { formatShape } from "../graph/shape.ts";
import type { Density } from "./density.ts";

/**
 * A density whose `kl` refuses another family, the parameters of which it would take for its own, and one of other values, to
 * whose parameters its own might still broadcast.
 */
export function defineDensity<D extends Density>(density: D): D {
  return {
    ...density,
    kl(other: D) {
      if (other.name !== density.name) {
        throw new TypeError(
          `kl: the first density is ${density.name} and the second is ${other.name}; they must be of one family, or take estimateKl`,
        );
      }
      const [own, others] = [valuesOf(density), valuesOf(other)];
      if (own === others) return density.kl(other);
      throw new RangeError(
        `kl: the second ${density.name} has ${others}; it must have ${own}, as the first has`,
      );
    },
  };
}

/** The shape of one value, and of choices how many there are: "values [2] from 0 to 1,2". */
function valuesOf({ eventShape, dtype, support }: Density): string {
  const range = dtype === "int" && support.kind === "integers" ? ` from 0 to ${support.high}` : "";
  return `values ${formatShape(eventShape)}${range}`;
}
