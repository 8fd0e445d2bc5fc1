import { describeValue } from "../text/describe-value.ts";

/** Where the randomness of an action comes from. */
export interface RandomSource {
  /** Uniform on [0, 1). */
  random(): number;
  /** Standard normal. */
  normal(): number;
}

/** @throws TypeError if it is no source of randomness; `argument` is what the caller calls it */
export function requireRandom(random: unknown, argument: string): void {
  const { random: uniform, normal } = (random ?? {}) as Partial<RandomSource>;
  if (typeof uniform === "function" && typeof normal === "function") return;
  throw new TypeError(
    `policy.sample: ${argument} must have the functions random() and normal(), as createGenerator(seed) of logpi/random ` +
      `has; found ${describeValue(random)}. act() needs none`,
  );
}
