import { add, mean, multiply, negate, scalarRow, square, stopGradient, subtract } from "../../graph/index.ts";
import { type Computing, compileDescent, type OptionsOf, objectiveOf } from "../../learning/index.ts";
import { adam, sgd } from "../../optimizers/index.ts";
import type { actorObjective } from "../a2c/objective.ts";
import type { ActionCritic } from "./action-critic.ts";
import type { actorCriticOptions } from "./options.ts";

type Settings = OptionsOf<typeof actorCriticOptions>;

/** One step of the policy up the gradient of the objective, where the critic judges what was done, at every run. */
export function compileImprovement(
  { policy, valueFunction, advantages }: ActionCritic,
  settings: Settings,
  objective: typeof actorObjective,
  computing: Computing,
) {
  return compileDescent(
    {
      rows: { ...policy.rows, stateWeights: scalarRow },
      feed: { size: settings.environments * settings.rolloutSteps },
      scalars: ["learningRate"],
      parameters: policy.parameters,
      optimizer: ({ learningRate }) =>
        settings.optimizer === "adam" ? adam({ learningRate }) : sgd({ learningRate }),
      maxGradientNorm: settings.maxGradientNorm,
      losses({ stateWeights, ...rows }) {
        const density = policy.density(rows);
        const judged =
          settings.baseline === "value"
            ? advantages(rows)
            : add(valueFunction.values(rows.observations), advantages(rows));
        const weights = multiply(stateWeights, stopGradient(judged));
        const policyLoss = negate(
          objectiveOf(objective, { logProb: density.logProb(rows.actions), advantages: weights }),
        );
        const entropy = mean(density.entropy());
        return {
          loss: subtract(policyLoss, multiply(entropy, settings.entropyWeight)),
          ...{ policyLoss, entropy },
        };
      },
    },
    computing,
  );
}

/** One step of the critic, Q_w(s, a) = V_v(s) + A_w(s, a), towards the returns, at every run; the policy stays as it is. */
export function compileEvaluation(
  { policy, valueFunction, advantages, criticParameters }: ActionCritic,
  settings: Settings,
  computing: Computing,
) {
  return compileDescent(
    {
      rows: { ...policy.rows, returns: scalarRow },
      feed: { size: settings.environments * settings.rolloutSteps },
      parameters: criticParameters,
      optimizer: () => adam({ learningRate: settings.valueLearningRate }),
      maxGradientNorm: settings.maxGradientNorm,
      losses({ returns, ...rows }) {
        const values = add(valueFunction.values(rows.observations), advantages(rows));
        const valueLoss = multiply(mean(square(subtract(values, returns))), 0.5);
        return { loss: valueLoss, valueLoss };
      },
    },
    computing,
  );
}
