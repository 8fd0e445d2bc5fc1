import type { Network } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import type { ArchitectureContext } from "./architecture-function.ts";
import { transformerNetwork } from "./transformer-network.ts";

type Build = (architecture: never, context: ArchitectureContext, saved: SavedWeights | undefined) => Network;

/** None until {@link addTransformer} is called, so that a page that trains others does not load it. */
export const furtherArchitectures: Map<string, Build> = new Map();

export function addTransformer(): void {
  furtherArchitectures.set("transformer", transformerNetwork);
}
