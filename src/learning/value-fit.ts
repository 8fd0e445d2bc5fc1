import type { Trajectory } from "../experience/index.ts";
import { mean, multiply, scalarRow, square, subtract } from "../graph/index.ts";
import { adam } from "../optimizers/index.ts";
import type { Generator } from "../random/index.ts";
import { type ActorCritic, ownValueParameters } from "./actor-critic.ts";
import { compileDescent } from "./descent/compile-descent.ts";
import type { Computing } from "./descent/compile-sum.ts";
import { createMeans } from "./means.ts";
import { createPermutation } from "./permutation.ts";

interface ValueFitSettings {
  readonly environments: number;
  readonly rolloutSteps: number;
  readonly valueEpochs: number;
  /** Divides the steps of a rollout. */
  readonly valueMinibatchSize: number;
}

/**
 * Fits a value function to the returns of rollouts by an Adam of its own, in epochs of minibatches; the policy stays as it is.
 *
 * @param generator puts the steps of a rollout into the order in which they are taken
 */
export function createValueFit(
  actorCritic: ActorCritic,
  { environments, rolloutSteps, valueEpochs, valueMinibatchSize }: ValueFitSettings,
  { generator, ...computing }: Computing & { readonly generator: Generator },
) {
  const { policy, valueFunction } = actorCritic;
  const size = environments * rolloutSteps;
  const fit = compileDescent(
    {
      rows: { observations: policy.rows.observations, returns: scalarRow },
      feed: { size, minibatch: valueMinibatchSize },
      scalars: ["learningRate"],
      parameters: ownValueParameters(actorCritic),
      optimizer: ({ learningRate }) => adam({ learningRate }),
      maxGradientNorm: "none",
      losses({ observations, returns }) {
        const errors = subtract(valueFunction.values(observations), returns);
        const valueLoss = multiply(mean(square(errors)), 0.5);
        return { loss: valueLoss, valueLoss };
      },
    },
    computing,
  );
  const minibatches = createPermutation(size, valueMinibatchSize, generator);
  return {
    /** What changes with each rollout. */
    parts: { fit, minibatches },
    /** The returns that the next run fits to. Another program that is compiled moves them: read them here each time. */
    get returns(): Float32Array {
      return fit.rows.returns;
    },
    /** Takes the observations over, which stay for as long as the rollout does. */
    load: (rollout: Trajectory) => fit.load(rollout),
    /** @returns the mean of the losses, each before its step */
    run(learningRate: number): { readonly valueLoss: number } {
      fit.set({ learningRate });
      const means = createMeans(["valueLoss"]);
      for (let epoch = 0; epoch < valueEpochs; epoch++) {
        for (const rows of minibatches.shuffled()) means.add(fit.run(rows));
      }
      return means.values();
    },
  };
}
