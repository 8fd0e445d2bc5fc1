import { goEnvironment } from "../../src/environments/index.ts";
import { createValueNetwork, saveGoModel } from "../../src/go/index.ts";
import { boardArchitecture } from "../../src/networks/index.ts";
import { createPolicy, type Policy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const small = { layers: 1, filters: 4, firstKernel: 3 } as const;

/** A policy for a square board that has learned nothing, and is not nearly uniform. */
export function tinyGoPolicy(size: number, seed = 1): Policy {
  const spaces = goEnvironment({ size }).create();
  const generator = createGenerator(seed);
  const channels = spaces.observationSpace.size / size ** 2;
  const architecture = boardArchitecture([size, size, channels], small);
  const policy = createPolicy(spaces, { architecture, generator, masked: true });
  for (const variable of policy.parameters) {
    if (variable.attributes.name.startsWith("policy.head"))
      generator.fillNormal(policy.backend.values(variable));
  }
  return policy as Policy;
}

/** A value network beside it. */
export function tinyGoValue(size: number): Policy {
  const { observationSpace } = goEnvironment({ size }).create();
  const settings = { ...small, architecture: "auto" } as const;
  return createValueNetwork(observationSpace, settings, { generator: createGenerator(2) });
}

/** The bytes of a file with all networks for a square board. */
export function tinyGoModel(size: number): Uint8Array {
  const [imitation, reinforced, value] = [tinyGoPolicy(size), tinyGoPolicy(size, 2), tinyGoValue(size)];
  return saveGoModel({ imitation, reinforced, value });
}
