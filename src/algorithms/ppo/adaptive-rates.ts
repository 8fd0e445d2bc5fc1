import { type OptionsOf, type Scheduled, scheduled } from "../../learning/index.ts";
import { arrayState, type Stateful, stateOf } from "../../state/index.ts";
import type { ppoOptions } from "./options.ts";

type Settings = Pick<
  OptionsOf<typeof ppoOptions>,
  | ("learningRate" | "learningRateSchedule" | "clipRange" | "clipRangeSchedule")
  | ("klWeight" | "adaptiveKlWeight" | "desiredKl")
>;

/** The scalars of one step of the descent. */
export type Rates = Scheduled<Settings> & Pick<Settings, "klWeight">;

/** Rates that follow a schedule, or how far the policy moves. */
export interface AdaptiveRates extends Stateful {
  /** Those that an update begins with. @param progress the share of the training that is done */
  begin(progress: number): Rates;
  beginPass(): void;
  /** Those of the next step, after one at which the divergence was `kl`. */
  afterStep(kl: number): Rates;
  /** Those of the last step. A weight that adapts goes by the mean divergence of the last pass. */
  afterUpdate(): Rates;
}

/** Bounds of a learning rate that adapts, those of rsl_rl. */
const learningRates = { least: 1e-5, most: 1e-2 };
/** A weight that adapts stays within this factor of its initial value: from further away it would take long to come back. */
const farthest = 2 ** 20;

/**
 * - A learning rate that adapts is divided by 1.5 after a step at which the divergence was more than twice the one that is
 *   desired, and multiplied by 1.5 below half of it (Rudin et al. 2022, https://arxiv.org/abs/2109.11978, as in rsl_rl).
 * - A weight on the divergence that adapts is doubled after an update whose divergence was more than 1.5 times the one that is
 *   desired, and halved where it was less by that factor (Schulman et al. 2017, section 4).
 */
export function createAdaptiveRates(settings: Settings): AdaptiveRates {
  const { desiredKl, learningRateSchedule, adaptiveKlWeight } = settings;
  /** Learning rate and weight, where they adapt. */
  const adapted = Float64Array.of(settings.learningRate, settings.klWeight);
  let rates: Rates = { ...scheduled(settings, 0), klWeight: settings.klWeight };
  let isFirstStep = true;
  let total = 0;
  let steps = 0;
  return {
    ...stateOf({ adapted: arrayState(adapted) }),
    begin(progress) {
      isFirstStep = true;
      rates = {
        ...scheduled(settings, progress),
        klWeight: adaptiveKlWeight ? adapted[1] : settings.klWeight,
      };
      if (settings.clipRange === "none") rates = { ...rates, clipRange: Number.POSITIVE_INFINITY };
      if (learningRateSchedule === "adaptive") rates = { ...rates, learningRate: adapted[0] };
      return rates;
    },
    beginPass() {
      total = steps = 0;
    },
    afterStep(kl) {
      total += kl;
      steps++;
      const hasMoved = !isFirstStep;
      isFirstStep = false;
      if (!hasMoved || learningRateSchedule !== "adaptive") return rates;
      if (kl > 2 * desiredKl) adapted[0] = Math.max(adapted[0] / 1.5, learningRates.least);
      else if (kl < desiredKl / 2) adapted[0] = Math.min(adapted[0] * 1.5, learningRates.most);
      rates = { ...rates, learningRate: adapted[0] };
      return rates;
    },
    afterUpdate() {
      const { klWeight } = settings;
      const kl = total / steps;
      if (kl > 1.5 * desiredKl) adapted[1] = Math.min(2 * adapted[1], klWeight * farthest);
      else if (kl < desiredKl / 1.5) adapted[1] = Math.max(adapted[1] / 2, klWeight / farthest);
      return rates;
    },
  };
}
