import { type Augment, type DemonstrationSource, resolveDemonstrations } from "../../experience/index.ts";
import { createPolicyFor, defineAlgorithm, type OptionsOf } from "../../learning/index.ts";
import { createCloning } from "./create-cloning.ts";
import { logLikelihood } from "./likelihood.ts";
import { behaviorCloningOptions } from "./options.ts";
import { readDemonstrationFile } from "./read-file.ts";
import { splitDemonstrations } from "./split-demonstrations.ts";

/** Programs have static shapes: the rows of a minibatch pass through in shards of so many. */
const rowsPerShard = 256;

type Settings = OptionsOf<typeof behaviorCloningOptions>;
export type BehaviorCloningOptions = Partial<Settings>;

/**
 * Behavior cloning: maximum likelihood on demonstrations, the first step of AlphaGo's pipeline (Silver et al. 2016). With
 * demonstrations (s, a) of weights w it ascends
 *
 *     ∇ mean of  w log π_θ(a | s)
 *
 * over minibatches, which pass through all demonstrations in an order that is drawn anew for each pass. The last ones are held
 * out, and the policy is evaluated on them at every report. No step is taken in the environment, which only gives the spaces of
 * observations and actions.
 *
 * A policy with a state learns from whole episodes: demonstrations with a number of `steps`, see `Demonstrations`.
 *
 * Demonstrations come from the function `demonstrations`, which every worker calls once: arrays, or a source that writes any
 * of them to a row. `augment` may change each one that was read, such as to a mirror image.
 *
 * @example
 * const demonstrations = () => ({ observations, actions }); // Uint8Array [n, size] and [n], for n of them
 * for (const { metrics } of behaviorCloning("TicTacToe-v0", { steps: 100_000 }, { demonstrations }))
 *   console.log(metrics.heldOutAccuracy);
 */
export const behaviorCloning = defineAlgorithm({
  name: "behavior-cloning",
  builtIn: true,
  description: "Maximum likelihood on demonstrations: what was done becomes what is probable.",
  options: behaviorCloningOptions,
  functions: {
    objective: logLikelihood,
    demonstrations: readDemonstrationFile as (data: string) => DemonstrationSource,
    augment: (() => {}) as Augment,
  },
  copies: ({ minibatchSize }) => minibatchSize,
  work: ({ minibatchSize }) => ({ passes: 1, rows: minibatchSize }),

  create({ settings, functions, generators, environment, ...parts }) {
    const copy = environment(1); // for its spaces
    const policy = createPolicyFor([copy], settings, { ...parts, generator: generators.weights });
    copy.close();
    const demonstrations = resolveDemonstrations(functions.demonstrations(settings.data), policy);
    return createCloning({
      ...{ policy, demonstrations, ...splitDemonstrations(demonstrations.count, settings) },
      ...{ settings, generators, ...parts, rowsPerShard },
      ...{ augment: functions.augment, objective: functions.objective },
    });
  },
});
