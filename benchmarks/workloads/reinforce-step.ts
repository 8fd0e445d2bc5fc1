import { scoreObjective } from "../../src/algorithms/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, discrete } from "../../src/environments/index.ts";
import { input, inputIndices } from "../../src/graph/index.ts";
import { adam, ascend } from "../../src/optimizers/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { parameterCount, trainingOperations } from "./mlp-size.ts";
import { parameterTensors } from "./parameter-tensors.ts";
import type { Workload } from "./workload.ts";

const widths = [4, 64, 64, 2];
/** Steps of the episodes that one gradient is taken from. */
const steps = 512;
const learningRate = 1e-3;

/** One ascent of REINFORCE: Σ log π_θ(a | s) times its weight, gradient, Adam. */
export const reinforceStep: Workload = {
  name: `reinforce-step-${steps}`,
  title: `REINFORCE step 4-64-64-2, ${steps} steps`,
  operations: steps * trainingOperations(widths),
  // Adam reads and writes each parameter and its two moments; observation, action and weight of each step.
  bytes: 4 * (6 * parameterCount(widths) + steps * (4 + 1 + 1)),
  peer: "reinforce_step.py",
  prepare(backend) {
    const generator = createGenerator(1);
    const observationSpace = box({ low: -1, high: 1, shape: [4] });
    const policy = createPolicy({ observationSpace, actionSpace: discrete(2) }, { generator, backend });
    const observations = input([steps, 4]);
    const actions = inputIndices([steps]);
    const weights = input([steps]);
    const logProb = policy.density({ observations }).logProb(actions);
    const objective = scoreObjective({ logProb, weights });
    const { updates } = ascend(objective, policy.parameters, adam({ learningRate }));
    const inputs = { observations, actions, weights };
    const program = compile({ inputs, outputs: { objective }, updates }, backend);
    generator.fillNormal(program.inputs.observations);
    generator.fillNormal(program.inputs.weights);
    for (let i = 0; i < steps; i++) {
      program.inputs.weights[i] /= steps;
      program.inputs.actions[i] = generator.integers(0, 2);
    }
    return {
      tensors: {
        ...parameterTensors(policy.parameters, backend),
        observations: { shape: [steps, 4], data: program.inputs.observations.slice() },
        actions: { shape: [steps], data: program.inputs.actions.slice() },
        weights: { shape: [steps], data: program.inputs.weights.slice() },
      },
      settings: { learningRate },
      program,
      read: () => [program.outputs.objective[0]],
    };
  },
};
