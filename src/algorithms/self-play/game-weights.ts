import type { Floats, GamesTrajectory } from "../../experience/index.ts";
import { type OptionsOf, scaleToDeviation, standardize } from "../../learning/index.ts";
import { isOneStep } from "./ascent.ts";
import { gameAdvantages } from "./game-advantages.ts";
import { meanOfSamePlace } from "./mean-of-same-place.ts";
import type { selfPlayOptions } from "./options.ts";

/**
 * How much each move counts: its advantage, z − b or what λ below 1 makes of it, over the number of games.
 *
 * @param starts [games]: where each game begins
 * @param outcomes [steps]: z, what the policy gets from the move on
 */
export function gameWeights(
  games: Pick<GamesTrajectory, "steps" | "rewards" | "places" | "values">,
  starts: Int32Array,
  outcomes: Floats,
  settings: OptionsOf<typeof selfPlayOptions>,
): Floats {
  const { baseline, lambda, normalizeAdvantages, gamesPerUpdate } = settings;
  const base = baseline === "mean" ? meanOfSamePlace(starts, games.places, outcomes) : games.values;
  const advantages =
    lambda < 1 ? gameAdvantages(games, starts, lambda) : outcomes.map((outcome, i) => outcome - base[i]);
  if (normalizeAdvantages) (isOneStep(settings) ? scaleToDeviation : standardize)(advantages);
  return advantages.map((advantage) => advantage / gamesPerUpdate);
}
