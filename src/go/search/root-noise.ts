import { drawStandardGamma, type Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requirePositive } from "../../text/require-number.ts";
import type { SearchTree } from "./search-tree.ts";

/** Noise in the priors of the root, so that games of self-play differ and every move is tried at times (AlphaGo Zero). */
export interface RootNoise {
  readonly generator: Generator;
  /** Which share of a prior is noise; default 0.25. */
  readonly share?: number;
  /**
   * Of the Dirichlet density that is drawn from: the smaller, the fewer moves get most of the noise. Default 10.83 divided by
   * the number of legal moves, which is AlphaGo Zero's 0.03 on an empty board of 19×19.
   */
  readonly concentration?: number;
}

/** @throws RangeError when a number is out of range */
export function checkNoise(noise: RootNoise): void {
  const { share, concentration } = knownOptions("createSearch: noise", noise, [
    "generator",
    "share",
    "concentration",
  ]);
  if (share !== undefined) requireFraction("createSearch: noise's share", share);
  if (concentration !== undefined) requirePositive("createSearch: noise's concentration", concentration);
}

/** Mixes noise into the priors of the root's children. */
export function addNoise(tree: SearchTree, { generator, share = 0.25, concentration }: RootNoise): void {
  const first = tree.firstChild[0];
  const count = tree.children[0];
  const shape = concentration ?? 10.83 / count;
  const draws = Float64Array.from({ length: count }, () => drawStandardGamma(generator, shape));
  const sum = draws.reduce((total, draw) => total + draw, 0);
  for (let i = 0; i < count; i++) {
    tree.prior[first + i] = (1 - share) * tree.prior[first + i] + (share * draws[i]) / sum;
  }
}
