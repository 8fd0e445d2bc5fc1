import type { Box } from "../../environments/index.ts";

/** How actions between −1 and 1 become actions of a box, element by element: center + halfWidth · y. */
export interface BoxScale {
  readonly center: Float32Array;
  readonly halfWidth: Float32Array;
  /** Σ log halfWidth: what a log-density loses when values between −1 and 1 are stretched to the box. */
  readonly logVolume: number;
}

/** @throws RangeError when an element has no finite bounds, or only one value between them */
export function boxScale({ low, high, size }: Box): BoxScale {
  for (let i = 0; i < size; i++) {
    if (Math.fround(high[i] / 2 - low[i] / 2) > 0 && Number.isFinite(high[i] / 2 - low[i] / 2)) continue;
    throw new RangeError(
      `policy: head is "squashed-normal", and element ${i} of the action space lies between ${low[i]} and ${high[i]}; it ` +
        'needs finite bounds that differ. Give the box such bounds, or take the head "diagonal-normal"',
    );
  }
  const halfWidth = Float32Array.from({ length: size }, (_, i) => high[i] / 2 - low[i] / 2);
  return {
    center: Float32Array.from({ length: size }, (_, i) => high[i] / 2 + low[i] / 2),
    halfWidth,
    logVolume: halfWidth.reduce((sum, width) => sum + Math.log(width), 0),
  };
}
