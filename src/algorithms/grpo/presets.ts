import type { OptionsOf } from "../../learning/index.ts";
import type { grpoOptions } from "./options.ts";

type GrpoOptions = Partial<OptionsOf<typeof grpoOptions>>;

/** What papers took, where it does not depend on the size of a network. */
export const grpoPresets: Readonly<Record<string, GrpoOptions>> = {
  /** Shao et al. 2024, section 4.2. */
  deepseekmath: { form: "grpo", groupSize: 64, groupsPerUpdate: 16, epochs: 1, klWeight: 0.04, discount: 1 },
  /** Liu et al. 2025. */
  "dr-grpo": { form: "dr-grpo", groupSize: 8, groupsPerUpdate: 16, epochs: 1, klWeight: 0, discount: 1 },
};
