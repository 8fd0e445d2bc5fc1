import { sacOptions } from "../../src/algorithms/sac/options.ts";
import { compileEvaluation, compileImprovement } from "../../src/algorithms/sac/sac.ts";
import { createSoftActorCritic } from "../../src/algorithms/sac/soft-actor-critic.ts";
import { box, type Space } from "../../src/environments/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { inSequence } from "./in-sequence.ts";
import { forwardOperations, parameterCount, throughOperations, trainingOperations } from "./mlp-size.ts";
import { parameterTensors } from "./parameter-tensors.ts";
import type { Tensor, Workload } from "./workload.ts";

const observations = 17;
const actions = 6;
const batch = 256;
const hidden = [256, 256];
const learningRate = 3e-4;

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
    const environment = {
      id: "benchmark",
      observationSpace: box({ low: -1, high: 1, shape: [observations] }) as Space,
      actionSpace: box({ low: -1, high: 1, shape: [actions] }) as Space,
    };
    const agent = createSoftActorCritic(environment, settings, { backend, generator });
    const computing = { backend, team: alone };
    const evaluation = compileEvaluation(agent, settings, computing);
    const improvement = compileImprovement(agent, settings, computing);
    for (const name of ["observations", "actions", "rewards", "nextObservations", "nextNoise"] as const) {
      generator.fillNormal(evaluation.rows[name]!);
    }
    const { terminated } = evaluation.rows;
    for (let i = 0; i < batch; i++) terminated[i] = i % 10 === 0 ? 1 : 0;
    generator.fillNormal(improvement.rows.noise!);
    evaluation.set({ learningRate });
    improvement.set({ learningRate });
    let judged: ReturnType<typeof evaluation.run>;
    let improved: ReturnType<typeof improvement.run>;

    const rows = (data: Tensor["data"], width?: number) => ({
      shape: width === undefined ? [batch] : [batch, width],
      data: data.slice(),
    });
    return {
      tensors: {
        ...parameterTensors([...agent.policy.parameters, ...agent.critics.parameters], backend),
        observations: rows(evaluation.rows.observations, observations),
        actions: rows(evaluation.rows.actions, actions),
        rewards: rows(evaluation.rows.rewards),
        nextObservations: rows(evaluation.rows.nextObservations, observations),
        terminated: rows(evaluation.rows.terminated),
        nextNoise: rows(evaluation.rows.nextNoise!, actions),
        noise: rows(improvement.rows.noise!, actions),
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
