import { sacOptions } from "../../src/algorithms/sac/options.ts";
import { compileEvaluation, compileImprovement } from "../../src/algorithms/sac/sac.ts";
import { createSoftActorCritic } from "../../src/algorithms/sac/soft-actor-critic.ts";
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
  rowsTensor,
} from "./replayed-batch.ts";
import type { Workload } from "./workload.ts";

const policyWidths = [observations, ...hidden, 2 * actions];
const criticWidths = [observations + actions, ...hidden, 1];

/**
 * One gradient step of SAC: both critics towards their target, by the policy and the target copies at the next observations;
 * policy and temperature up the smaller critic; the target copies after the critics.
 */
export const sacUpdate: Workload = {
  name: `sac-update-${policyWidths.join("-")}-batch-${batch}`,
  title: `SAC update ${policyWidths.join("-")}, batch ${batch}`,
  operations:
    batch *
    (forwardOperations(policyWidths) +
      2 * forwardOperations(criticWidths) +
      2 * trainingOperations(criticWidths) +
      trainingOperations(policyWidths) +
      2 * throughOperations(criticWidths)),
  // Adam reads and writes each parameter and its two moments, and target copies are read and written.
  bytes:
    4 *
    (6 * (parameterCount(policyWidths) + 2 * parameterCount(criticWidths)) +
      4 * parameterCount(criticWidths) +
      batch * (2 * observations + 3 * actions + 2)),
  target: { quantity: "ratio", wasm: 2, native: 0.5 },
  peer: "sac_update.py",
  prepare(backend) {
    const generator = createGenerator(1);
    const settings = withDefaults(sacOptions, { hidden, batchSize: batch }, "benchmark");
    const agent = createSoftActorCritic(environment, settings, { backend, generator });
    const computing = { backend, team: alone };
    const evaluation = compileEvaluation(agent, settings, computing);
    const improvement = compileImprovement(agent, settings, computing);
    drawBatch(evaluation.rows, generator);
    generator.fillNormal(improvement.rows.noise!);
    evaluation.set({ learningRate });
    improvement.set({ learningRate });
    let judged: ReturnType<typeof evaluation.run>;
    let improved: ReturnType<typeof improvement.run>;

    return {
      tensors: {
        ...parameterTensors([...agent.policy.parameters, ...agent.critics.parameters], backend),
        ...batchTensors(evaluation.rows),
        noise: rowsTensor(improvement.rows.noise!, actions),
      },
      settings: { learningRate, discount: settings.discount, targetRate: settings.targetRate },
      program: {
        list: () => inSequence(evaluation.list(), improvement.list()),
        run() {
          judged = evaluation.run();
          improvement.load({ observations: evaluation.rows.observations });
          improved = improvement.run();
        },
      },
      read: () => [judged.valueLoss[0], improved.policyLoss[0], improved.entropy[0], improved.temperature[0]],
    };
  },
};
