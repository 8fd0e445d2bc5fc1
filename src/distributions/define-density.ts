import type { Density } from "./density.ts";

/** A density with a guard on `kl`, which would read the parameters of another family as if they were its own. */
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
