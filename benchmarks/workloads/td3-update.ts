import { createDeterministicActorCritic } from "../../src/algorithms/ddpg/deterministic-actor-critic.ts";
import { compileEvaluation, compileImprovement } from "../../src/algorithms/ddpg/deterministic-learner.ts";
import { td3Options } from "../../src/algorithms/td3/options.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { inSequence } from "./in-sequence.ts";
import { forwardOperations, parameterCount, throughOperations, trainingOperations } from "./mlp-size.ts";
import { parameterTensors } from "./parameter-tensors.ts";
import {
  actions,
  batch,
  batchTensors,
  drawBatch,
  environment,
  hidden,
  learningRate,
  observations,
} from "./replayed-batch.ts";
import type { Workload } from "./workload.ts";

const policyWidths = [observations, ...hidden, actions];
const criticWidths = [observations + actions, ...hidden, 1];

const ofCritics =
  forwardOperations(policyWidths) +
  2 * forwardOperations(criticWidths) +
  2 * trainingOperations(criticWidths);

/**
 * Two gradient steps of TD3: both critics towards their target each time, by the target copies and noise on their actions; the
 * second time the policy up the first critic too, and all target copies after what they follow.
 */
export const td3Update: Workload = {
  name: `td3-update-${policyWidths.join("-")}-batch-${batch}`,
  title: `TD3, two updates ${policyWidths.join("-")}, batch ${batch}`,
  operations: batch * (2 * ofCritics + trainingOperations(policyWidths) + throughOperations(criticWidths)),
  // Adam reads and writes each parameter and its two moments, and target copies are read and written.
  bytes:
    4 *
    (2 * 6 * 2 * parameterCount(criticWidths) +
      6 * parameterCount(policyWidths) +
      2 * (2 * parameterCount(criticWidths) + parameterCount(policyWidths)) +
      2 * batch * (2 * observations + 2 * actions + 2)),
  target: { quantity: "ratio", wasm: 2, native: 0.5 },
  peer: "td3_update.py",
  prepare(backend) {
    const generator = createGenerator(1);
    const settings = {
      ...withDefaults(td3Options, { hidden, batchSize: batch }, "benchmark"),
      ...{ algorithm: "td3", critics: 2 },
    };
    const agent = createDeterministicActorCritic(environment, settings, {
      ...{ algorithm: "td3", critics: 2, backend, generator },
    });
    agent.beginTargets();
    const computing = { backend, team: alone };
    const evaluation = compileEvaluation(agent, settings, computing);
    const improvement = compileImprovement(agent, settings, computing);
    drawBatch(evaluation.rows, generator);
    evaluation.set({ learningRate });
    improvement.set({ learningRate });
    let judged: ReturnType<typeof evaluation.run>;
    let improved: ReturnType<typeof improvement.run>;

    return {
      tensors: {
        ...parameterTensors([...agent.policy.parameters, ...agent.critics.parameters], backend),
        ...batchTensors(evaluation.rows),
      },
      settings: {
        ...{ learningRate, discount: settings.discount, targetRate: settings.targetRate },
        ...{ targetNoise: settings.targetNoise, targetNoiseClip: settings.targetNoiseClip },
      },
      program: {
        list: () => inSequence(evaluation.list(), inSequence(evaluation.list(), improvement.list())),
        run() {
          evaluation.run();
          judged = evaluation.run();
          improvement.load({ observations: evaluation.rows.observations });
          improved = improvement.run();
        },
      },
      read: () => [judged.valueLoss[0], judged.value[0], improved.policyLoss[0]],
    };
  },
};
