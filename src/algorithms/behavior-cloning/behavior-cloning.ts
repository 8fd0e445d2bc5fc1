import {
  type Augment,
  createDemonstrationCollector,
  createPasses,
  type DemonstrationBatch,
  type DemonstrationSource,
  readDemonstrations,
  resolveDemonstrations,
} from "../../experience/index.ts";
import { createMeans, defineAlgorithm, type OptionsOf, scheduled } from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { agreementByName, createJudge } from "./judge.ts";
import { compileFit, logLikelihood, minibatchOf } from "./likelihood.ts";
import { behaviorCloningOptions } from "./options.ts";
import { policyFor } from "./policy-for.ts";
import { readDemonstrationFile } from "./read-file.ts";
import { splitDemonstrations } from "./split-demonstrations.ts";

type Settings = OptionsOf<typeof behaviorCloningOptions>;
export type BehaviorCloningOptions = Partial<Settings>;

/**
 * Behavior cloning: maximum likelihood on demonstrations, the first step of AlphaGo's pipeline (Silver et al. 2016). With
 * demonstrations (s, a) of weights w it ascends
 *
 *     ∇ mean of  w log π_θ(a | s)
 *
 * over minibatches, which pass through all demonstrations in an order that is drawn anew for each pass. The last ones are held
 * out, and judged at every report. No step is taken in the environment, which says what may be seen and done.
 *
 * Demonstrations come from the function `demonstrations`, which every worker calls once: arrays, or a source that writes any
 * of them to a row. `augment` may change each row that was read, such as to a mirror image.
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
    const { minibatchSize, minibatchesPerUpdate: minibatches } = settings;
    const looked = environment(1);
    const policy = policyFor(looked, settings, { ...parts, generator: generators.weights });
    looked.close();
    const demonstrations = resolveDemonstrations(functions.demonstrations(settings.data), policy);
    const { learned, judged } = splitDemonstrations(demonstrations.count, settings);
    const held = readDemonstrations(policy, demonstrations, judged, parts.team);
    const judge = createJudge(policy, held, parts);
    const fit = compileFit(policy, settings, functions.objective, parts);
    const passes = createPasses(learned, generators.updates);
    const collector = createDemonstrationCollector({
      ...{ policy, demonstrations, passes, augment: functions.augment, minibatches },
      ...{ ...parts, generators: generators.actions },
    });
    return {
      ...stateOf({ fit, passes }),
      ...{ policy, networks: [policy], collector },
      learn(batch: DemonstrationBatch, progress) {
        const rates = scheduled(settings, progress);
        fit.set(rates);
        const means = createMeans(fit.outputs);
        for (let minibatch = 0; minibatch < minibatches; minibatch++) {
          fit.load(minibatchOf(batch, minibatch), minibatchSize);
          means.add(fit.run());
        }
        const { logLikelihood, agreement, gradientNorm } = means.values();
        const heldOut = judge();
        return {
          ...{ logLikelihood, heldOutLogLikelihood: heldOut.logLikelihood },
          ...agreementByName(policy, agreement, heldOut.agreement),
          ...{ gradientNorm, passes: passes.begun, ...rates },
        };
      },
    };
  },
});
