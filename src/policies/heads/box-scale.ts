import type { Box } from "../../environments/index.ts";

/** How actions in the units of a policy become actions of a box, element by element: center + halfWidth · y. */
export interface BoxScale {
  readonly center: Float32Array;
  readonly halfWidth: Float32Array;
  /** Σ log halfWidth: what a log-density loses when values in these units are stretched to the box. */
  readonly logVolume: number;
}

/**
 * The units in which the bounds of a box are −1 and 1.
 *
 * @param head for messages
 * @throws RangeError when an element has no finite bounds, or only one value between them
 */
export function boxScale(space: Box, head = "squashed-normal"): BoxScale {
  const { low, high, size } = space;
  for (let i = 0; i < size; i++) {
    if (hasUnit(space, i)) continue;
    throw new RangeError(
      `policy: head is "${head}", and element ${i} of the action space lies between ${low[i]} and ${high[i]}; it ` +
        'needs finite bounds that differ. Give the box such bounds, or take the head "diagonal-normal" of ppo and others',
    );
  }
  return boxUnits(space);
}

/** The same for any box: an element without finite bounds that differ keeps its own unit, around 0. */
export function boxUnits(space: Box): BoxScale {
  const { low, high, size } = space;
  const center = new Float32Array(size);
  const halfWidth = new Float32Array(size).fill(1);
  let logVolume = 0;
  for (let i = 0; i < size; i++) {
    if (!hasUnit(space, i)) continue;
    center[i] = high[i] / 2 + low[i] / 2;
    halfWidth[i] = high[i] / 2 - low[i] / 2;
    logVolume += Math.log(halfWidth[i]);
  }
  return { center, halfWidth, logVolume };
}

function hasUnit({ low, high }: Box, element: number): boolean {
  const halfWidth = Math.fround(high[element] / 2 - low[element] / 2);
  return halfWidth > 0 && Number.isFinite(halfWidth);
}
