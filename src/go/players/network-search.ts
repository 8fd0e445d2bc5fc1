import type { GoPosition } from "../../games/go/index.ts";
import { goEvaluator, type SearchEvaluator } from "../search/index.ts";
import type { GoNetworks } from "./go-networks.ts";
import type { GoPlayer } from "./player.ts";
import { gamesTowardsTheEnd, randomGame } from "./rollouts.ts";
import { searchPlayer } from "./search-player.ts";

/** In how many symmetries of the board each leaf is evaluated: networks err less in the mean over them. */
export const leafSymmetries = 4;

/** How many leaves are evaluated at once: few, since each is chosen without what the others of its batch find. */
const batch = 2;

/**
 * A search that a policy leads, with the value network, which gives way to games that are played on towards the end; or with
 * random games alone where there is no value network.
 */
export function networkSearch(
  { policy, features, valueFunction }: GoNetworks,
  simulations: number,
): GoPlayer {
  let current: GoPosition;
  let shared: SearchEvaluator | undefined;
  const evaluator = (position: GoPosition): SearchEvaluator => {
    current = position;
    shared ??= goEvaluator(() => current, policy, {
      features,
      valueFunction,
      symmetries: leafSymmetries,
      batch,
    });
    return shared;
  };
  return searchPlayer({ simulations, evaluator, rollout: valueFunction ? gamesTowardsTheEnd : randomGame });
}
