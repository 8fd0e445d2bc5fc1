import type { VectorEnvironment } from "../../environments/index.ts";
import { type Expression, exp, minimum, multiply, pick, sum } from "../../graph/index.ts";
import {
  type ActorCriticParts,
  architectureFor,
  type BoxActorCriticSettings,
  copyWeights,
  createCritics,
  observationScaleFor,
  refuseBatchNormalization,
  requireNoState,
} from "../../learning/index.ts";
import { log } from "../../math/index.ts";
import { createActionValueFunction, createPolicy } from "../../policies/index.ts";
import type { SoftAgent } from "./soft-agent.ts";

/** Share of the largest entropy, log |A|, that a learned temperature aims at: that of CleanRL. */
const targetShare = 0.89;

/**
 * For discrete actions (Christodoulou 2019, https://arxiv.org/abs/1910.07207): critics give the values of all actions at once,
 * so that expectations over actions are sums, without noise.
 */
export function createDiscreteAgent(
  environment: Pick<VectorEnvironment, "id" | "observationSpace" | "actionSpace">,
  settings: BoxActorCriticSettings,
  { backend, generator }: ActorCriticParts,
): SoftAgent {
  const { observationSpace, actionSpace } = environment;
  const observationScale = observationScaleFor(observationSpace, settings);
  const architecture = architectureFor(observationSpace, settings, observationScale !== undefined);
  const ofCritics = settings.valueArchitecture === "auto" ? architecture : settings.valueArchitecture;
  const common = { generator, observationScale };
  const policy = createPolicy(environment, { architecture, backend, ...common });
  requireNoState("sac", policy);
  const create = (name: string) =>
    createCritics(2, (number) => {
      const critic = createActionValueFunction(observationSpace, actionSpace, {
        ...{ name: `${name}${number}`, architecture: ofCritics, ...common },
      });
      return {
        ...critic,
        values: (observations: Expression, actions: Expression) =>
          pick(critic.actionValues(observations), actions),
      };
    });
  const estimates = { critics: create("critic"), targets: create("target") };
  refuseBatchNormalization([policy, ...estimates.critics.each], observationScale);
  copyWeights(estimates.targets.parameters, estimates.critics.parameters, backend);
  return {
    ...{ policy, ...estimates, noise: undefined, taken: (actions: Expression) => actions },
    expected(which, observations) {
      const density = policy.density({ observations });
      const [first, second] = estimates[which].each.map((critic) => critic.actionValues(observations));
      const probabilities = exp(density.parameters.logProbs);
      const value = sum(multiply(probabilities, minimum(first, second)), { axis: -1 });
      return { value, entropy: density.entropy() };
    },
    targetEntropy: targetShare * log(actionSpace.size),
  };
}
