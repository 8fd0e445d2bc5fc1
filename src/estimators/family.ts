import type { Density } from "../distributions/index.ts";

/** The name of a density, or of the one that a product repeats: its parameters are those. */
export const familyOf = ({ name }: Density): string => name.replace(/^(independent )+/, "");
