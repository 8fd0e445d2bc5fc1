import { type KnownForms, ownOfActing } from "./accesses.ts";
import { formsForActing } from "./words.ts";

/** Of the instructions that policies act with: all that the kernels of `logpi/inference` have. */
export const actingForms: KnownForms = formsForActing(ownOfActing);
