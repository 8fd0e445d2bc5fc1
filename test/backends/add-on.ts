import type { AddOn } from "../../src/backends/native/add-on.ts";
import { loadAddOn } from "../../src/backends/native/load-add-on.ts";

/** The add-on, if `npm run build:native` has built it: tests of the native backend are skipped without it. */
export const addOn: AddOn | undefined = (() => {
  try {
    return loadAddOn();
  } catch (error) {
    // Not built is fine. Built from other source, or broken, is not: the tests would say nothing about this source.
    if (/has not been built/.test((error as Error).message)) return undefined;
    throw error;
  }
})();
