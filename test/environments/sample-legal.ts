import type { Environment } from "../../src/environments/index.ts";
import type { Generator } from "../../src/random/index.ts";

/** A random action that is legal now. */
export function sampleLegal(environment: Environment, generator: Generator): unknown {
  const { actionSpace } = environment;
  const oneHot = new Float32Array(actionSpace.size);
  for (;;) {
    const action = actionSpace.sample(generator);
    if (!environment.legalActions) return action;
    actionSpace.flatten(action as never, oneHot);
    const mask = environment.legalActions();
    if (oneHot.every((taken, i) => taken === 0 || mask[i])) return action;
  }
}
