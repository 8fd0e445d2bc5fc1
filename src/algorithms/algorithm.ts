import type { EnvironmentSource } from "../environments/index.ts";
import type { OptionsOf, OptionsTable } from "./options.ts";
import type { Training } from "./report.ts";
import type { TrainingParts } from "./team-for.ts";

/** An algorithm with what the command line and the docs want to know of it. */
export interface Algorithm<Table extends OptionsTable = OptionsTable> {
  readonly name: string;
  readonly description: string;
  readonly options: Table;
  /** Named settings, from other libraries or papers. */
  readonly presets: Readonly<Record<string, Partial<OptionsOf<Table>>>>;
  /** Settings that suit an environment, by its id. */
  readonly tuned: Readonly<Record<string, Partial<OptionsOf<Table>>>>;
  /** @param parts functions in the place of its own, and {@link TrainingParts} */
  train(
    environment: EnvironmentSource,
    options?: Partial<OptionsOf<Table>>,
    parts?: TrainingParts & Readonly<Record<string, unknown>>,
  ): Training;
}
