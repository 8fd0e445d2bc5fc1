import type { Network } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import type { ArchitectureContext } from "./architecture-function.ts";
import { transformerNetwork } from "./transformer-network.ts";

type Build = (architecture: never, context: ArchitectureContext, saved: SavedWeights | undefined) => Network;

/** How kinds of architectures are built that a page does not load unless it asks for them. */
export const furtherArchitectures: Map<string, Build> = new Map([["transformer", transformerNetwork]]);

/** Lets policies have transformers in a page, whose bundle has none otherwise; in Node they do from the beginning. */
export function addTransformer(): void {
  furtherArchitectures.set("transformer", transformerNetwork);
}
