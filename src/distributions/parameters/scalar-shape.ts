import type { Shape } from "../../graph/index.ts";

/** What densities of real numbers have in common. */
export const realScalar = (batchShape: Shape) =>
  ({ batchShape, eventShape: [], discrete: false, dtype: "float" }) as const;

/** What densities of counts have in common: floats, since counts may be larger than an int holds. */
export const countScalar = (batchShape: Shape) =>
  ({ batchShape, eventShape: [], discrete: true, dtype: "float" }) as const;
