import type { Backend } from "../compiler/backend.ts";
import {
  closeQuietly,
  type EnvironmentDefinition,
  type ResetOptions,
  type VectorEnvironment,
  vectorize,
  vectorizeEach,
  type Warn,
} from "../environments/index.ts";
import type { Trajectory } from "../experience/index.ts";
import { createGenerator } from "../random/index.ts";
import type { Team } from "../workers/index.ts";
import type { AlgorithmDefinition, CommonSettings, Functions } from "./algorithm-definition.ts";
import type { Learner, Metrics } from "./learner.ts";
import { normalizedLearner } from "./normalization/normalized-learner.ts";
import type { OptionsOf, OptionsTable } from "./options/options.ts";

export interface LearnerRequest<Settings> {
  readonly settings: Settings & CommonSettings;
  readonly source: EnvironmentDefinition;
  /** Functions in the place of the algorithm's own; one that is undefined is not given. */
  readonly functions: object;
  readonly backend: Backend<Float32Array>;
  readonly team: Team;
  /** Called with warnings of environments. Default: they are dropped. */
  readonly warn?: Warn;
  /** Given to every `reset` of the environment. */
  readonly resetOptions?: ResetOptions["options"];
}

export interface CreatedLearner<Measured extends Metrics> {
  readonly learner: Learner<Trajectory, Measured>;
  /** How many players the environment has, of which the collector may bring the steps of one only. */
  readonly players: number;
}

/** A member's learner of a definition, with its generators, its copies of the environment, and normalization where it is asked for. */
export function createLearner<Table extends OptionsTable, F extends Functions, Measured extends Metrics>(
  definition: AlgorithmDefinition<Table, F, Measured>,
  { settings, source, functions, backend, team, warn, resetOptions }: LearnerRequest<OptionsOf<Table>>,
): CreatedLearner<Measured> {
  const copies = definition.copies(settings);
  const own = team.share(copies);
  const opened: VectorEnvironment[] = [];
  const made = {
    ...{ count: own.count, firstCopy: own.start, seed: settings.seed },
    ...(warn && { warn }),
    ...(resetOptions && { resetOptions }),
  };
  const given = Object.fromEntries(Object.entries(functions).filter(([, each]) => each !== undefined));
  const [weights, actions, updates] = createGenerator(settings.seed).spawn(3);
  try {
    const learner = definition.create({
      ...{ settings, backend, team, source, own },
      functions: { ...definition.functions, ...given } as F,
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
}
