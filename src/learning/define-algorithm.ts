import { createBackend } from "../backends/create-backend.ts";
import type { Backend } from "../compiler/backend.ts";
import {
  type ActionOf,
  closeQuietly,
  type EnvironmentDefinition,
  type EnvironmentSource,
  type ObservationOf,
  type ResetOptions,
  resolveEnvironment,
  type VectorEnvironment,
  vectorize,
  vectorizeEach,
  type Warn,
} from "../environments/index.ts";
import type { Trajectory } from "../experience/index.ts";
import type { Policy } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import { createGenerator, type Generator } from "../random/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { alone, type Importable, type Share, type Team } from "../workers/index.ts";
import type { Learner, Metrics } from "./learner.ts";
import { type NormalizationSettings, normalizedLearner } from "./normalization/normalized-learner.ts";
import { checkFunctions, checkParts } from "./options/check-parts.ts";
import { OptionsError, type OptionsOf, type OptionsTable, withDefaults } from "./options/options.ts";
import { type InitialNetworks, type InitialWeights, placeWeights } from "./training/initial-weights.ts";
import { createSession } from "./training/session.ts";
import { type TeamRequest, type TrainingParts, teamFor } from "./training/team-for.ts";
import { type BegunTraining, createTraining, type Training } from "./training/training.ts";
import { usefulWorkers } from "./training/useful-workers.ts";
import { type IdleOptions, warnOfIdleOptions } from "./training/warn-of-idle-options.ts";
import { collectWarnings } from "./training/warnings.ts";

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
  /** Options that have no effect beside these other ones, each with the reason: whoever changes them is warned. */
  idle?(settings: OptionsOf<Table>): IdleOptions;
  /** Copies of the environment. */
  copies(settings: OptionsOf<Table>): number;
  /**
   * Where the time goes, for the choice of workers: how often each step is learned from, and rows of a gradient; or into how
   * many shards all that takes time is split.
   */
  work?(
    settings: OptionsOf<Table>,
  ): { readonly passes: number; readonly rows: number } | { readonly shards: number };
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
  /** This member's copies, stepped together. @param count another number of copies, for who only looks at its spaces */
  environment(count?: number): VectorEnvironment;
  /** This member's copies, each stepped alone. */
  environments(): VectorEnvironment[];
}

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

/**
 * Makes an algorithm of its definition: a function of an environment and options, whose result goes through the
 * training update by update. It owns what all algorithms share: defaults of options, threads, the backend, seeds,
 * reports, checkpoints, and that whatever was opened is closed.
 *
 * The function that it returns throws, before anything is opened:
 * - OptionsError for unknown options and values out of range, and for workers that there cannot be
 * - Error when the native backend is asked for and cannot be had; it says why, and what to do
 *
 * and its iteration:
 * - NonFiniteError when a loss or weight is not finite; the last good weights are kept
 * - Error when an environment breaks its contract, `resume` is the checkpoint of another training, or the weights of
 *   `policy` or `valueFunction` are not those of its networks
 */
export function defineAlgorithm<
  Table extends OptionsTable,
  F extends Functions = Record<never, never>,
  Measured extends Metrics = Metrics,
>(definition: AlgorithmDefinition<Table, F, Measured>): Algorithm<Table, F, Measured> {
  const names = ["name", "builtIn", "description", "options", "presets", "tuned", "functions"] as const;
  knownOptions("defineAlgorithm", definition, [...names, "check", "idle", "copies", "work", "create"]);
  type Options = Partial<OptionsOf<Table>>;
  const { name } = definition;

  const settingsOf = (options: Options) => {
    const settings = withDefaults(definition.options, options, name) as OptionsOf<Table> & CommonSettings;
    const problems = definition.check?.(settings) ?? [];
    if (problems.length > 0) throw new OptionsError(problems.map((problem) => `${name}: ${problem}`));
    return settings;
  };

  const createLearner = (
    source: EnvironmentDefinition,
    settings: OptionsOf<Table> & CommonSettings,
    { functions, backend, team, warn, resetOptions }: LearnerRequest,
  ): { readonly learner: Learner<Trajectory, Measured>; readonly players: number } => {
    const copies = definition.copies(settings);
    const own = team.share(copies);
    const opened: VectorEnvironment[] = [];
    const made = {
      ...{ count: own.count, firstCopy: own.start, seed: settings.seed },
      ...(warn && { warn }),
      ...(resetOptions && { resetOptions }),
    };
    const [weights, actions, updates] = createGenerator(settings.seed).spawn(3);
    try {
      const learner = definition.create({
        ...{ settings, backend, team, source, own },
        functions: { ...definition.functions, ...functions } as F,
        generators: { weights, actions: actions.spawn(copies), updates },
        environment(count = own.count) {
          const environment = vectorize(source, { ...made, count });
          opened.push(environment);
          return environment;
        },
        environments() {
          const environments = vectorizeEach(source, made);
          for (const environment of environments) opened.push(environment);
          return environments;
        },
      });
      const players = opened[0]?.players ?? 1;
      return { learner: normalizedLearner(learner, settings, copies), players };
    } catch (error) {
      closeQuietly(opened);
      throw error;
    }
  };

  const train = <const Source extends EnvironmentSource>(
    environment: Source,
    options: Options = {},
    parts: PartsOf<F> = {},
  ): Training<ObservationOf<Source>, ActionOf<Source>, Measured> => {
    const settings = settingsOf(options);
    checkParts(name, parts, Object.keys(definition.functions ?? {}));
    const {
      workers,
      resume,
      reportsBeginning = false,
      resetOptions,
      policy,
      valueFunction,
      ...functions
    } = parts;
    const source = resolveEnvironment(environment);
    const initial: InitialWeights = {
      ...(policy && { policy: policy.weights() }),
      ...(valueFunction && { valueFunction: valueFunction.weights() }),
    };
    const copies = definition.copies(settings);
    const work = definition.work?.(settings);
    const join = teamFor({
      ...{ name, definition: source, resume, initial, reportsBeginning, resetOptions },
      ...{ options: settings, workers },
      algorithm: definition.builtIn ? name : algorithm.module,
      functions: functions as TeamRequest["functions"],
      most: copies,
      paying:
        work === undefined ? 1 : "shards" in work ? work.shards : usefulWorkers({ ...settings, ...work }),
    });
    const backend = createBackend(settings.backend);
    const begin = (team: Team): BegunTraining => {
      const warnings = collectWarnings(team);
      const warn = warnings.addOfEnvironment;
      const { learner, players } = createLearner(source, settings, {
        ...{ functions, backend, team, warn, resetOptions },
      });
      try {
        if (policy && "masked" in policy) {
          const { masked } = learner.policy;
          requireFittingEnvironment(policy as Policy, {
            id: source.id,
            ...learner.policy,
            legalActions: masked || undefined,
          });
        }
        placeWeights(learner, initial);
        const idle = definition.idle?.(settings) ?? {};
        warnOfIdleOptions(warnings, learner, settings, { options: definition.options, idle });
        const { observationSpace, actionSpace } = learner.policy;
        const spaces = JSON.stringify([observationSpace, actionSpace]);
        const bound = { ...settings, ...(resetOptions && { resetOptions }) };
        const identity = { algorithm: name, environment: source.id, spaces, settings: bound };
        const session = createSession(learner, { identity, copies, players, team, warnings, resume });
        return { learner, session, reportsBeginning };
      } catch (error) {
        closeQuietly([learner.collector]);
        throw error;
      }
    };
    return createTraining(join, begin) as Training<never, never, never>;
  };

  const { description, options, presets = {}, tuned = {} } = definition;
  const algorithm: Algorithm<Table, F, Measured> = Object.assign(train, {
    ...{ description, options, presets, tuned },
    learner(environment: EnvironmentSource, options: Options = {}, functions: Partial<F> = {}) {
      const settings = settingsOf(options);
      checkFunctions(name, functions, Object.keys(definition.functions ?? {}));
      const backend = createBackend(settings.backend);
      const source = resolveEnvironment(environment);
      const { learner } = createLearner(source, settings, {
        functions,
        backend,
        team: alone,
        warn: undefined,
        resetOptions: undefined,
      });
      return learner;
    },
  });
  // Of a function, `name` cannot be assigned.
  return Object.defineProperty(algorithm, "name", { value: name });
}

interface LearnerRequest {
  readonly functions: object;
  readonly backend: Backend<Float32Array>;
  readonly team: Team;
  readonly warn: Warn | undefined;
  readonly resetOptions: ResetOptions["options"];
}
