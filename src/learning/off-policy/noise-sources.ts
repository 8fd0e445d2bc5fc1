import { correlatedNoise } from "../../experience/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";

/**
 * What the copies of an environment draw their actions from: the generators themselves, or correlated noise made of them.
 *
 * @param algorithm its name, for messages
 * @throws TypeError when noise is to be correlated whose actions are not in a box
 */
export function noiseSources(
  algorithm: string,
  { actionSpace }: Policy,
  { noiseCorrelation }: { readonly noiseCorrelation: number },
  generators: readonly Generator[],
) {
  if (noiseCorrelation === 0) return generators;
  if (actionSpace.kind === "box") {
    return generators.map((generator) => correlatedNoise(generator, noiseCorrelation, actionSpace.size));
  }
  throw new TypeError(
    `${algorithm}: option noiseCorrelation is ${noiseCorrelation}; it must be 0 for actions that are a ${actionSpace.kind} ` +
      "space: the noise of actions in a box only can be correlated.",
  );
}
