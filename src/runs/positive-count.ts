import * as v from "valibot";

/** In a file: a whole number from 1 on that a number holds exactly. */
export const positiveCount = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
