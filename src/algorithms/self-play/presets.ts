import type { OptionsOf } from "../../learning/index.ts";
import type { selfPlayOptions } from "./options.ts";

type SelfPlayOptions = Partial<OptionsOf<typeof selfPlayOptions>>;

/** What works well here, by environment. */
export const selfPlayTuned: Readonly<Record<string, SelfPlayOptions>> = {};
