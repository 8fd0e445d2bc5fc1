import type { Backend } from "../compiler/backend.ts";
import type { EnvironmentDefinition, VectorEnvironment } from "../environments/index.ts";
import type { Trajectory } from "../experience/index.ts";
import type { Generator } from "../random/index.ts";
import type { Share, Team } from "../workers/index.ts";
import type { Learner, Metrics } from "./learner.ts";
import type { NormalizationSettings } from "./normalization/normalized-learner.ts";
import type { OptionsOf, OptionsTable } from "./options/options.ts";
import type { Work } from "./training/useful-workers.ts";
import type { IdleOptions } from "./training/warn-of-idle-options.ts";

/** Functions that a caller may put in the place of an algorithm's own, by what they are for. */
export type Functions = Readonly<Record<string, (...values: never[]) => unknown>>;

/** Options that every algorithm has beside its own: see `commonOptions`. */
export interface CommonSettings extends NormalizationSettings {
  readonly steps: number;
  readonly seed: number;
  readonly backend: "wasm" | "native";
  readonly workers: number | "auto";
  readonly hidden: readonly number[];
}

/** What an algorithm consists of. */
export interface AlgorithmDefinition<
  Table extends OptionsTable,
  F extends Functions,
  Measured extends Metrics = Metrics,
> {
  readonly name: string;
  /** Whether workers find it by its name; they import others from their module, see `inModule`. */
  readonly builtIn?: boolean;
  /** One sentence. */
  readonly description: string;
  readonly options: Table;
  /** Named settings, from other libraries or papers. */
  readonly presets?: Readonly<Record<string, Partial<OptionsOf<Table>>>>;
  /** Settings that suit an environment, by its id. */
  readonly tuned?: Readonly<Record<string, Partial<OptionsOf<Table>>>>;
  /** Its own functions, for which a caller may give others. */
  readonly functions?: F;
  /** What is wrong with options that are fine one by one, a sentence each. */
  check?(settings: OptionsOf<Table>): readonly string[];
  /** Options that have no effect beside these other ones, each with the reason: a training warns where they are changed. */
  idle?(settings: OptionsOf<Table>): IdleOptions;
  /** Copies of the environment. */
  copies(settings: OptionsOf<Table>): number;
  /** Where the time goes, which says how many workers are of use; default: one is. */
  work?(settings: OptionsOf<Table>): Work;
  /** What acts and learns. All members of a team make the same, each with copies of its own. */
  create(parts: LearnerParts<OptionsOf<Table>, F>): Learner<Trajectory, Measured>;
}

/** What a learner is made of. */
export interface LearnerParts<Settings, F extends Functions> {
  readonly settings: Settings;
  readonly functions: F;
  readonly backend: Backend<Float32Array>;
  readonly team: Team;
  /** What was asked for: an environment may say more of itself than its copies do. */
  readonly source: EnvironmentDefinition;
  /** Which of all copies are this member's. */
  readonly own: Share;
  /** What draws initial weights, actions (one for each copy of all members), and what an update draws. */
  readonly generators: {
    readonly weights: Generator;
    readonly actions: readonly Generator[];
    readonly updates: Generator;
  };
  /** This member's copies, stepped together. @param count another number of copies, where only its spaces are wanted */
  environment(count?: number): VectorEnvironment;
  /** This member's copies, each stepped alone. */
  environments(): VectorEnvironment[];
}
