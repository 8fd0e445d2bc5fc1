import type { Policy } from "../../policies/index.ts";
import { parametersHash } from "../../runs/index.ts";

/** What tells the weights of a network from others, in the files of games that it played. */
export const shortHash = (network: Policy): string => parametersHash(network).slice(0, 16);
