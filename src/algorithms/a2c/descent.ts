import { mean, multiply, negate, scalarRow, square, subtract } from "../../graph/index.ts";
import {
  type ActorCritic,
  actorCriticLoss,
  type Computing,
  compileDescent,
  type OptionsOf,
  objectiveOf,
} from "../../learning/index.ts";
import type { actorObjective } from "./objective.ts";
import { optimizerFor } from "./optimizer-for.ts";
import type { a2cOptions } from "./options.ts";

/** What the options say of a descent. */
type DescentSettings = Pick<
  OptionsOf<typeof a2cOptions>,
  "environments" | "rolloutSteps" | "maxGradientNorm"
> &
  Parameters<typeof optimizerFor>[0] &
  Parameters<typeof actorCriticLoss>[1];

/** One step of the optimizer down the losses on a rollout, at every run. */
export function compileA2cDescent(
  { policy, valueFunction }: ActorCritic,
  settings: DescentSettings,
  objective: typeof actorObjective,
  computing: Computing,
) {
  const { environments, rolloutSteps } = settings;
  return compileDescent(
    {
      rows: { ...policy.rows, ...valueFunction.rows, advantages: scalarRow, returns: scalarRow },
      feed: {
        size: environments * rolloutSteps,
        sequences: { length: rolloutSteps, copies: environments },
      },
      scalars: ["learningRate"],
      parameters: [...policy.parameters, ...valueFunction.parameters],
      optimizer: ({ learningRate }) => optimizerFor(settings, learningRate),
      maxGradientNorm: settings.maxGradientNorm,
      losses({ advantages, returns, ...rows }) {
        const density = policy.density(rows);
        const policyLoss = negate(
          objectiveOf(objective, { logProb: density.logProb(rows.actions), advantages }),
        );
        const errors = subtract(valueFunction.values(rows.observations, rows), returns);
        const valueLoss = multiply(mean(square(errors)), 0.5);
        const entropy = mean(density.entropy());
        return actorCriticLoss({ policyLoss, valueLoss, entropy }, settings);
      },
    },
    computing,
  );
}
