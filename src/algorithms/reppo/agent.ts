import { exp, type FloatExpression, type RowType, type Variable, variable } from "../../graph/index.ts";
import {
  type ActedEnvironment,
  type ActorCriticParts,
  copyWeights,
  type OptionsOf,
  observationScaleFor,
  refuseBatchNormalization,
  requireNoState,
  type Trained,
} from "../../learning/index.ts";
import { log } from "../../math/index.ts";
import { defaultArchitecture } from "../../networks/index.ts";
import { copyPolicy, createPolicy, type Policy } from "../../policies/index.ts";
import type { Actions } from "./actions.ts";
import { boxActions } from "./box-actions.ts";
import { createHistogramCritic, type HistogramCritic } from "./critic.ts";
import { discreteActions } from "./discrete-actions.ts";
import { createHistogram, type Histogram } from "./histogram.ts";
import type { reppoOptions } from "./options.ts";

/** All that REPPO trains. */
export interface Reppo {
  readonly policy: Policy;
  /** The policy that acted: a copy, which is held while the other one learns. */
  readonly acted: Policy;
  /** Gives the copy the weights of now. */
  hold(): void;
  readonly critic: HistogramCritic;
  readonly histogram: Histogram;
  /** What draws an action; undefined where expectations are exact. */
  readonly noise: RowType<"float"> | undefined;
  readonly actions: Actions;
  /** α, and β. */
  readonly temperature: FloatExpression;
  readonly klMultiplier: FloatExpression;
  /** Their logarithms. */
  readonly multipliers: readonly Variable[];
  readonly targetEntropy: number;
  readonly networks: readonly Trained[];
}

/**
 * @throws TypeError for action spaces other than boxes and discrete ones, for masks of legal actions, and for recurrent networks
 * @throws RangeError for a box without finite bounds
 */
export function createReppo(
  environment: ActedEnvironment,
  settings: OptionsOf<typeof reppoOptions>,
  { backend, generator }: ActorCriticParts,
): Reppo {
  const { observationSpace, actionSpace } = environment;
  const actions = actionsOf(environment);
  const { hidden, activation, targetEntropy } = settings;
  const layers = { ...defaultArchitecture, hidden, activation, normalization: "layer" } as const;
  const architecture = settings.architecture === "auto" ? layers : settings.architecture;
  const ofCritic = settings.valueArchitecture === "auto" ? architecture : settings.valueArchitecture;
  const observationScale = observationScaleFor(observationSpace, settings);
  const policy = createPolicy<unknown, unknown>(
    { observationSpace, actionSpace },
    { head: actions.head, architecture, generator, backend, observationScale },
  );
  requireNoState("reppo", policy);
  const histogram = createHistogram(settings.leastValue, settings.largestValue, settings.bins);
  const critic = createHistogramCritic({
    ...{ observationSize: observationSpace.size, actionSize: actions.size, architecture: ofCritic },
    ...{ histogram, generator, observationScale },
  });
  refuseBatchNormalization([policy, critic], observationScale);
  const acted = copyPolicy(policy);
  const multipliers = [
    variable("temperature.log", [], [log(settings.temperature)]),
    variable("klWeight.log", [], [log(settings.klWeight)]),
  ];
  return {
    ...{ policy, acted, critic, histogram, actions, multipliers },
    noise: actions.drawn ? (policy.rows.actions as RowType<"float">) : undefined,
    temperature: exp(multipliers[0]),
    klMultiplier: exp(multipliers[1]),
    hold: () => copyWeights(acted.parameters, policy.parameters, backend),
    targetEntropy: targetEntropy === "auto" ? actions.targetEntropy : targetEntropy,
    networks: [policy, critic, { parameters: multipliers, statistics: [] }],
  };
}

function actionsOf({ id, actionSpace, legalActions }: ActedEnvironment): Actions {
  const others = "Take ppo, a2c, trpo, natural-policy-gradient or reinforce";
  if (legalActions) {
    throw new TypeError(
      `reppo: ${id} says which actions are legal, and what follows a step is judged without a mask. ${others}`,
    );
  }
  if (actionSpace.kind === "box") return boxActions(actionSpace);
  if (actionSpace.kind === "discrete") return discreteActions(actionSpace.size);
  throw new TypeError(
    `reppo: the actions of ${id} are a ${actionSpace.kind} space; reppo is for boxes and discrete actions. ${others}`,
  );
}
