import type { Space, VectorEnvironment } from "../../environments/index.ts";
import { exp, type FloatExpression, type Variable, variable } from "../../graph/index.ts";
import {
  type ActorCriticParts,
  copyWeights,
  type OptionsOf,
  observationScaleFor,
  refuseBatchNormalization,
  requireBox,
  requireNoState,
  type Trained,
} from "../../learning/index.ts";
import { log } from "../../math/index.ts";
import { defaultArchitecture } from "../../networks/index.ts";
import { boxScale, copyPolicy, createPolicy, type Policy } from "../../policies/index.ts";
import { createHistogramCritic, type HistogramCritic } from "./critic.ts";
import { createHistogram, type Histogram } from "./histogram.ts";
import type { reppoOptions } from "./options.ts";

/** All that REPPO trains. Actions are in units of the box, between −1 and 1. */
export interface Reppo {
  readonly policy: Policy;
  /** The policy that acted: a copy, which is held while the other one learns. */
  readonly acted: Policy;
  /** Gives the copy the weights of now. */
  hold(): void;
  readonly critic: HistogramCritic;
  readonly histogram: Histogram;
  /** What a log-density loses when actions are stretched to the box. */
  readonly logVolume: number;
  /** α, and β. */
  readonly temperature: FloatExpression;
  readonly klMultiplier: FloatExpression;
  /** Their logarithms. */
  readonly multipliers: readonly Variable[];
  readonly targetEntropy: number;
  readonly networks: readonly Trained[];
}

type Acted = Pick<VectorEnvironment, "id" | "observationSpace" | "actionSpace">;

/**
 * @throws TypeError for action spaces other than boxes, and for recurrent networks
 * @throws RangeError for a box without finite bounds
 */
export function createReppo(
  { id, observationSpace, actionSpace }: Acted,
  settings: OptionsOf<typeof reppoOptions>,
  { backend, generator }: ActorCriticParts,
): Reppo {
  const space = requireBox("reppo", actionSpace, id);
  const { hidden, activation, targetEntropy } = settings;
  const layers = { ...defaultArchitecture, hidden, activation, normalization: "layer" } as const;
  const architecture = settings.architecture === "auto" ? layers : settings.architecture;
  const ofCritic = settings.valueArchitecture === "auto" ? architecture : settings.valueArchitecture;
  const observationScale = observationScaleFor(observationSpace, settings);
  const policy = createPolicy<unknown, unknown>(
    { observationSpace, actionSpace: space as Space<unknown> },
    { head: "squashed-normal", architecture, generator, backend, observationScale },
  );
  requireNoState("reppo", policy);
  const histogram = createHistogram(settings.leastValue, settings.largestValue, settings.bins);
  const critic = createHistogramCritic({
    ...{ observationSize: observationSpace.size, actionSize: space.size, architecture: ofCritic },
    ...{ histogram, generator, observationScale },
  });
  refuseBatchNormalization([policy, critic], observationScale);
  const acted = copyPolicy(policy);
  const multipliers = [
    variable("temperature.log", [], [log(settings.temperature)]),
    variable("klWeight.log", [], [log(settings.klWeight)]),
  ];
  return {
    ...{ policy, acted, critic, histogram, multipliers, logVolume: boxScale(space).logVolume },
    temperature: exp(multipliers[0]),
    klMultiplier: exp(multipliers[1]),
    hold: () => copyWeights(acted.parameters, policy.parameters, backend),
    targetEntropy: targetEntropy === "auto" ? -0.5 * space.size : targetEntropy,
    networks: [policy, critic, { parameters: multipliers, statistics: [] }],
  };
}
