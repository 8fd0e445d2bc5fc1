import {
  type Augment,
  createDemonstrationCollector,
  createPasses,
  type DemonstrationBatch,
  type Demonstrations,
  readDemonstrations,
} from "../../experience/index.ts";
import { type Computing, createMeans, episodesFeed, scheduled } from "../../learning/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import { stateOf } from "../../state/index.ts";
import type { Share } from "../../workers/index.ts";
import { agreementByName, compileHeldOutMeans } from "./held-out.ts";
import {
  type AuxiliaryTask,
  compileFit,
  type FitSettings,
  logLikelihood,
  minibatchOf,
} from "./likelihood.ts";
import { totalWeight } from "./total-weight.ts";

export interface CloningSettings extends FitSettings {
  readonly minibatchSize: number;
  readonly minibatchesPerUpdate: number;
  readonly learningRate: number;
  readonly learningRateSchedule: "constant" | "linear";
}

/** What behavior cloning is made of. */
export interface CloningParts extends Computing {
  readonly policy: Policy;
  readonly demonstrations: Demonstrations;
  /** How many there are to learn from, from the first on. */
  readonly learned: number;
  /** The numbers of those that are held out, on which the policy is evaluated at every report. */
  readonly judged: readonly number[];
  /** Default: leaves rows as they are. */
  readonly augment?: Augment;
  /** Default: {@link logLikelihood}. */
  readonly objective?: typeof logLikelihood;
  /** What is learned beside, of the targets of the demonstrations. */
  readonly auxiliary?: AuxiliaryTask | undefined;
  /** Rows that a program takes at once, at most: a minibatch of several shards is spread over workers. */
  readonly rowsPerShard: number;
  readonly settings: CloningSettings;
  /** One for each row of a minibatch, for what `augment` draws; and what draws the order. */
  readonly generators: { readonly actions: readonly Generator[]; readonly updates: Generator };
  /** Which rows of each minibatch this member reads. */
  readonly own: Share;
}

/** What learns from demonstrations: the learner of behavior cloning, for whoever has a policy and demonstrations. */
export function createCloning({
  policy,
  demonstrations,
  settings,
  generators,
  augment = () => {},
  objective = logLikelihood,
  auxiliary,
  ...parts
}: CloningParts) {
  const { minibatchSize, minibatchesPerUpdate: minibatches } = settings;
  const { rowsPerShard, team, judged } = parts;
  const { steps = 1 } = demonstrations;
  const feed = episodesFeed(policy, steps, rowsPerShard);
  /** Where the episodes of a recurrent policy begin. */
  const beginnings = (episodes: number) =>
    policy.stateSize > 0 && {
      begins: Float32Array.from({ length: episodes * steps }, (_, row) => (row % steps === 0 ? 1 : 0)),
    };
  const begins = beginnings(minibatchSize);
  const held = readDemonstrations(policy, { ...demonstrations, targetSize: 0 }, judged, team);
  const heldOutMeans = compileHeldOutMeans(policy, { ...held, ...beginnings(judged.length) }, feed, parts);
  const fit = compileFit({ policy, objective, auxiliary }, settings, feed, parts);
  const passes = createPasses(parts.learned, generators.updates);
  const collector = createDemonstrationCollector({
    ...{ policy, demonstrations, passes, augment, minibatches },
    ...{ own: parts.own, team, generators: generators.actions },
  });
  return {
    ...stateOf({ fit, passes }),
    ...{ policy, collector },
    networks: [policy, ...(auxiliary ? [{ parameters: auxiliary.parameters, statistics: [] }] : [])],
    learn(batch: DemonstrationBatch, progress: number) {
      const rates = scheduled(settings, progress);
      const meanWeight = totalWeight(batch.weights, "of an update") / batch.weights.length;
      fit.set(rates);
      const means = createMeans(fit.outputs);
      for (let minibatch = 0; minibatch < minibatches; minibatch++) {
        fit.load({ ...minibatchOf(batch, minibatch), ...begins }, minibatchSize * steps);
        means.add(fit.run());
      }
      const { logLikelihood, agreement, gradientNorm, auxiliaryLoss } = means.values();
      const heldOut = heldOutMeans();
      return {
        logLikelihood: logLikelihood / meanWeight,
        heldOutLogLikelihood: heldOut.logLikelihood,
        ...agreementByName(policy, agreement / meanWeight, heldOut.agreement),
        ...(auxiliary && { auxiliaryLoss: auxiliaryLoss / meanWeight }),
        ...{ gradientNorm, passes: passes.begun, ...rates },
      };
    },
  };
}
