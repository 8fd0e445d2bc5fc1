import { createBackend } from "../backends/create-backend.ts";
import {
  type ActionOf,
  closeQuietly,
  type EnvironmentSource,
  type ObservationOf,
  resolveEnvironment,
} from "../environments/index.ts";
import type { Policy } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import { knownOptions } from "../text/known-options.ts";
import { alone, type Team } from "../workers/index.ts";
import type { Algorithm, PartsOf } from "./algorithm.ts";
import type { AlgorithmDefinition, CommonSettings, Functions } from "./algorithm-definition.ts";
import { createLearner } from "./create-learner.ts";
import type { Metrics } from "./learner.ts";
import { checkFunctions, checkParts } from "./options/check-parts.ts";
import { OptionsError, type OptionsOf, type OptionsTable, withDefaults } from "./options/options.ts";
import { type InitialWeights, placeWeights } from "./training/initial-weights.ts";
import { createSession } from "./training/session.ts";
import { type TeamRequest, teamFor } from "./training/team-for.ts";
import { type BegunTraining, createTraining, type Training } from "./training/training.ts";
import { usefulWorkers } from "./training/useful-workers.ts";
import { warnOfIdleOptions } from "./training/warn-of-idle-options.ts";
import { collectWarnings } from "./training/warnings.ts";

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
    const join = teamFor({
      ...{ name, definition: source, resume, initial, reportsBeginning, resetOptions },
      ...{ options: settings, workers },
      algorithm: definition.builtIn ? name : algorithm.module,
      functions: functions as TeamRequest["functions"],
      most: copies,
      useful: usefulWorkers(definition.work?.(settings), settings),
    });
    const backend = createBackend(settings.backend);
    const begin = (team: Team): BegunTraining => {
      const warnings = collectWarnings(team);
      const { learner, players } = createLearner(definition, {
        ...{ settings, source, functions, backend, team, resetOptions },
        warn: warnings.addOfEnvironment,
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
        const identity = {
          algorithm: name,
          environment: [source.id, source.variant].filter(Boolean).join(", "),
          spaces,
          settings: bound,
        };
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
      return createLearner(definition, { settings, source, functions, backend, team: alone }).learner;
    },
  });
  // Of a function, `name` cannot be assigned.
  return Object.defineProperty(algorithm, "name", { value: name });
}
