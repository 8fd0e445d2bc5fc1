export { type AdamOptions, adam } from "./adam.ts";
export { type ConjugateGradientOptions, conjugateGradient, dot } from "./conjugate-gradient.ts";
export { ascend, type Descent, type DescentOptions, descend, descendGradients } from "./descend.ts";
export type { Optimizer } from "./optimizer.ts";
export { polyakAverage } from "./polyak-average.ts";
export { type RmspropOptions, rmsprop } from "./rmsprop.ts";
export { type ScheduleName, schedules } from "./schedules.ts";
export { type SgdOptions, sgd } from "./sgd.ts";
