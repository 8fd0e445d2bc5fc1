import type { Density } from "./density.ts";

/** A density whose `kl` refuses another family, the parameters of which it would take for its own. */
export function defineDensity<D extends Density>(density: D): D {
  return {
    ...density,
    kl(other: D) {
      if (other.name !== density.name) {
        throw new TypeError(
          `kl: the first density is ${density.name} and the second is ${other.name}; there is a closed form within ` +
            "one family only, estimateKl takes any two of one support",
        );
      }
      return density.kl(other);
    },
  };
}
