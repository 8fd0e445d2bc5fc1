import { clippedSurrogate } from "../../src/algorithms/ppo/losses.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { compilePpoDescent } from "../../src/algorithms/ppo/ppo.ts";
import { box, discrete, type Space } from "../../src/environments/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { defaultArchitecture } from "../../src/networks/index.ts";
import { createPolicy, createValueFunction } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { parameterCount, trainingOperations } from "./mlp-size.ts";
import { parameterTensors } from "./parameter-tensors.ts";
import type { Target, Tensor, Workload } from "./workload.ts";

interface Size {
  readonly observations: number;
  readonly hidden: readonly number[];
  readonly actionSpace: Space;
  readonly batch: number;
  readonly target: Target;
}

const learningRate = 3e-4;

/**
 * One minibatch of PPO on a policy and a value function with networks of their own: rows of the rollout, both networks
 * forward and backward, normalized advantages, clipped objective, entropy bonus, clipping of the gradient's norm, Adam.
 */
function ppoStep({ observations, hidden, actionSpace, batch, target }: Size): Workload {
  const continuous = actionSpace.kind === "box";
  const networks = [actionSpace.size, 1].map((outputs) => [observations, ...hidden, outputs]);
  const ofBoth = (count: (widths: readonly number[]) => number) =>
    networks.map(count).reduce((a, b) => a + b);
  const widths = networks[0].join("-");
  /** Observation, action, and the four numbers of a step: log-probability, value, advantage, return. */
  const numbersPerRow = observations + (continuous ? actionSpace.size : 1) + 4;
  return {
    name: `ppo-step-${widths}-batch-${batch}`,
    title: `PPO step ${widths}${continuous ? " Gaussian" : ""}, batch ${batch}`,
    operations: batch * ofBoth(trainingOperations),
    // Adam reads and writes each parameter and its two moments.
    bytes: 4 * (6 * ofBoth(parameterCount) + batch * numbersPerRow),
    target,
    peer: "ppo_step.py",
    prepare(backend) {
      const generator = createGenerator(1);
      const architecture = { ...defaultArchitecture, hidden };
      const observationSpace = box({ low: -1, high: 1, shape: [observations] });
      const spaces = { observationSpace, actionSpace: actionSpace as Space<unknown> };
      const policy = createPolicy<unknown, unknown>(spaces, { architecture, generator, backend });
      const valueFunction = createValueFunction(observationSpace, { architecture, generator });
      const settings = withDefaults(
        ppoOptions,
        { environments: 1, rolloutSteps: batch, minibatchSize: batch, hidden, entropyWeight: 0.01 },
        "benchmark",
      );
      const networks = [policy, valueFunction];
      const descent = compilePpoDescent({ policy, valueFunction, networks }, settings, clippedSurrogate, {
        ...{ backend, team: alone },
      });
      for (const name of ["observations", "advantages", "returns", "values"] as const) {
        generator.fillNormal(descent.rows[name]);
      }
      const { actions } = descent.rows;
      for (let i = 0; i < actions.length; i++) {
        actions[i] = continuous ? generator.normal() : generator.integers(0, actionSpace.size);
      }
      descent.rows.logProbs.fill(continuous ? -8.5 : -0.7);
      const minibatch = Int32Array.from(generator.permutation(batch));
      descent.set({ learningRate, clipRange: 0.2 });
      let results: ReturnType<typeof descent.run>;

      const rows = (data: Tensor["data"], shape: readonly number[] = [batch]) => ({
        shape,
        data: data.slice(),
      });
      return {
        tensors: {
          ...parameterTensors([...policy.parameters, ...valueFunction.parameters], backend),
          observations: rows(descent.rows.observations, [batch, observations]),
          actions: rows(actions, continuous ? [batch, actionSpace.size] : [batch]),
          oldLogProbs: rows(descent.rows.logProbs),
          advantages: rows(descent.rows.advantages),
          returns: rows(descent.rows.returns),
          indices: rows(minibatch),
        },
        settings: { continuous, learningRate },
        program: {
          list: descent.list,
          run() {
            results = descent.run(minibatch);
          },
        },
        read: () => [results.policyLoss[0], results.valueLoss[0], results.entropy[0]],
      };
    },
  };
}

const small = { observations: 4, hidden: [64, 64], actionSpace: discrete(2) };
const large = {
  observations: 17,
  hidden: [256, 256],
  actionSpace: box({ low: -1, high: 1, shape: [6] }),
};

export const ppoSteps: readonly Workload[] = [
  { ...small, batch: 64, target: { quantity: "ratio", wasm: 0.19, native: 0.06 } as const },
  { ...small, batch: 256, target: { quantity: "ratio", wasm: 0.5, native: 0.14 } as const },
  { ...large, batch: 64, target: { quantity: "ratio", wasm: 1, native: 0.27 } as const },
  { ...large, batch: 2048, target: { quantity: "ratio", wasm: 2.2, native: 0.55 } as const },
].map(ppoStep);
