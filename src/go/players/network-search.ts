import type { GoPosition } from "../../games/go/index.ts";
import { goEvaluator } from "../search/index.ts";
import type { GoNetworks } from "./go-networks.ts";
import type { GoPlayer } from "./player.ts";
import { searchPlayer } from "./search-player.ts";

/** A search that a policy leads, with the value network, or with random games where there is none. */
export function networkSearch(
  { policy, features, valueFunction }: GoNetworks,
  simulations: number,
): GoPlayer {
  const evaluator = (position: GoPosition) => goEvaluator(position, policy, { features, valueFunction });
  return searchPlayer({ simulations, evaluator, rollouts: valueFunction ? 0 : 1 });
}
