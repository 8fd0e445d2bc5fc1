import { compile } from "../../src/compiler/index.ts";
import { input } from "../../src/graph/index.ts";
import { createNetwork, defaultArchitecture } from "../../src/networks/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { forwardOperations, parameterCount } from "./mlp-size.ts";
import { parameterTensors } from "./parameter-tensors.ts";
import { moments, type Workload } from "./workload.ts";

const widths = [4, 64, 64, 2];

/** A policy network's outputs at a batch of observations, as acting needs them. */
function mlpForward(batch: number): Workload {
  return {
    name: `mlp-forward-${batch}`,
    title: `MLP 4-64-64-2 forward, batch ${batch}`,
    operations: batch * forwardOperations(widths),
    bytes: 4 * (parameterCount(widths) + batch * (4 + 2)),
    peer: "mlp_forward.py",
    prepare(backend) {
      const generator = createGenerator(1);
      const network = createNetwork("policy", defaultArchitecture, { inputs: 4, outputs: 2 }, generator);
      const observations = input([batch, 4]);
      const program = compile(
        { inputs: { observations }, outputs: { outputs: network.apply(observations) } },
        backend,
      );
      generator.fillNormal(program.inputs.observations);
      return {
        tensors: {
          ...parameterTensors(network.parameters, backend),
          observations: { shape: observations.shape, data: program.inputs.observations.slice() },
        },
        settings: {},
        program,
        read: () => moments(program.outputs.outputs),
      };
    },
  };
}

export const mlpForwards: readonly Workload[] = [1, 64, 1024].map(mlpForward);
