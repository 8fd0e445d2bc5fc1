/** The seed of an environment that is reset for the first time and was given none: nothing is random without one. */
export const defaultSeed = 0;
