import type { EnvironmentDefinition } from "logpi/environments";

/** Springs, to be brought to rest: 17 observations, 6 continuous actions, next to no work. */
export const springs: EnvironmentDefinition<Float32Array, Float32Array>;
