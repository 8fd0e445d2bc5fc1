import type { ActionOf, EnvironmentSource, ObservationOf, ResetOptions } from "../environments/index.ts";
import type { Trajectory } from "../experience/index.ts";
import type { Importable } from "../workers/index.ts";
import type { Functions } from "./algorithm-definition.ts";
import type { Learner, Metrics } from "./learner.ts";
import type { OptionsOf, OptionsTable } from "./options/options.ts";
import type { InitialNetworks } from "./training/initial-weights.ts";
import type { TrainingParts } from "./training/team-for.ts";
import type { Training } from "./training/training.ts";

/** What every training takes beside options and the algorithm's own functions. */
export interface CommonParts extends TrainingParts, InitialNetworks {
  /** What `report.checkpoint()` gave: the training goes on from there. */
  readonly resume?: Uint8Array;
  /**
   * Whether a report comes before the first update too, with the policy that the training begins with or goes on from;
   * nothing is measured in it. Default false.
   */
  readonly reportsBeginning?: boolean;
  /** Given to every `reset` of the environment, as its `options`; plain data. Default none. */
  readonly resetOptions?: ResetOptions["options"];
}

/** What a training takes beside the environment and options: threads, a checkpoint, functions in the place of its own. */
export type PartsOf<F extends Functions> = CommonParts & {
  readonly [Name in keyof F]?: F[Name] & Importable;
};

/** An algorithm: a function that trains, which carries what there is to know of it. */
export interface Algorithm<
  Table extends OptionsTable = OptionsTable,
  F extends Functions = Record<never, never>,
  Measured extends Metrics = Metrics,
> extends Importable {
  <const Source extends EnvironmentSource>(
    environment: Source,
    options?: Partial<OptionsOf<Table>>,
    parts?: PartsOf<F>,
  ): Training<ObservationOf<Source>, ActionOf<Source>, Measured>;
  readonly name: string;
  readonly description: string;
  readonly options: Table;
  readonly presets: Readonly<Record<string, Partial<OptionsOf<Table>>>>;
  readonly tuned: Readonly<Record<string, Partial<OptionsOf<Table>>>>;
  /**
   * What acts and learns, alone: for a loop of the caller's own. Its collector is to be closed in the end.
   *
   * @param functions in the place of the algorithm's own
   */
  learner(
    environment: EnvironmentSource,
    options?: Partial<OptionsOf<Table>>,
    functions?: Partial<F>,
  ): Learner<Trajectory, Measured>;
}
