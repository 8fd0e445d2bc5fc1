import { createDeterministicActorCritic } from "../../src/algorithms/ddpg/deterministic-actor-critic.ts";
import { compileEvaluation, compileImprovement } from "../../src/algorithms/ddpg/deterministic-learner.ts";
import { td3Options } from "../../src/algorithms/td3/options.ts";
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
    const environment = {
      id: "benchmark",
      observationSpace: box({ low: -1, high: 1, shape: [observations] }) as Space,
      actionSpace: box({ low: -1, high: 1, shape: [actions] }) as Space,
    };
    const agent = createDeterministicActorCritic(environment, settings, {
      ...{ algorithm: "td3", critics: 2, backend, generator },
    });
    agent.beginTargets();
    const computing = { backend, team: alone };
    const evaluation = compileEvaluation(agent, settings, computing);
    const improvement = compileImprovement(agent, settings, computing);
    for (const name of ["observations", "actions", "rewards", "nextObservations", "nextNoise"] as const) {
      generator.fillNormal(evaluation.rows[name]);
    }
    const { terminated } = evaluation.rows;
    for (let i = 0; i < batch; i++) terminated[i] = i % 10 === 0 ? 1 : 0;
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
        nextNoise: rows(evaluation.rows.nextNoise, actions),
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
