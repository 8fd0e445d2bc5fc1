import { createGenerator, type Generator } from "../random/index.ts";
import { requireInteger } from "../text/require-number.ts";

export interface EstimatorOptions {
  /** Samples to average, 2 or more. Estimators that take several together round it up to whole groups. */
  readonly samples: number;
  /** Default: a new one with seed 0, so that a call without it gives the same numbers every time. */
  readonly generator?: Generator;
}

/** The options with their defaults. @throws RangeError for a number of samples that gives no standard error */
export function resolveOptions(owner: string, { samples, generator = createGenerator(0) }: EstimatorOptions) {
  requireInteger(`${owner}: samples`, samples, 2);
  return { samples, generator };
}
