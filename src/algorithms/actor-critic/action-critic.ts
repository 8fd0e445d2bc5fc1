import type { VectorEnvironment } from "../../environments/index.ts";
import {
  add,
  constant,
  type Expression,
  exp,
  type FloatExpression,
  grad,
  multiply,
  pick,
  subtract,
  sum,
  variable,
} from "../../graph/index.ts";
import {
  type ActorCritic,
  type ActorCriticParts,
  type ArchitectureSettings,
  createActorCritic,
  ownValueParameters,
  type Trained,
} from "../../learning/index.ts";
import { createActionValueFunction, type Policy, type Seen } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";

/** What was seen and done, a row for each step. */
export interface Done extends Seen {
  readonly actions: Expression;
}

/**
 * A critic of actions, Q_w(s, a) = V_v(s) + A_w(s, a). The mean of A_w over the actions of the policy is 0 in every state, so
 * that of Q_w is V_v.
 */
export interface ActionCritic extends ActorCritic {
  /** All of w and v that the policy does not have. */
  readonly criticParameters: Trained["parameters"];
  /** A_w(s, a) of what was done: [batch]. */
  advantages(done: Done): FloatExpression;
}

interface ActionCriticSettings extends ArchitectureSettings {
  readonly critic: "auto" | "network" | "compatible";
}

/**
 * @param environment the one to act in
 * @throws TypeError when a network is to judge actions that are not discrete
 */
export function createActionCritic(
  environment: Pick<VectorEnvironment, "observationSpace" | "actionSpace" | "legalActions">,
  settings: ActionCriticSettings,
  parts: ActorCriticParts,
): ActionCritic {
  const actorCritic = createActorCritic([environment], settings, parts);
  const { policy, networks } = actorCritic;
  const isDiscrete = policy.actionSpace.kind === "discrete";
  if (settings.critic === "network" && !isDiscrete) {
    throw new TypeError(
      `actor-critic: option critic is "network", which judges each of several discrete actions; those here are a ` +
        `${policy.actionSpace.kind} space. Take "compatible", which judges all that a policy can draw.`,
    );
  }
  const isNetwork = settings.critic === "network" || (settings.critic === "auto" && isDiscrete);
  const { parameters, advantages } = isNetwork
    ? networkAdvantages(policy, settings, parts.generator)
    : compatibleAdvantages(policy);
  return {
    ...actorCritic,
    networks: [...networks, { parameters, statistics: [] }],
    criticParameters: [...ownValueParameters(actorCritic), ...parameters],
    advantages,
  };
}

type Advantages = Pick<ActionCritic, "advantages"> & Pick<Trained, "parameters">;

/** A_w(s, a) = f_w(s, a) − Σ_b π(b | s) f_w(s, b), with a network f_w that has an output for each action. */
function networkAdvantages(
  policy: Policy,
  { valueArchitecture }: ActionCriticSettings,
  generator: Generator,
): Advantages {
  const { observationSpace, actionSpace, observationScale } = policy;
  const architecture = valueArchitecture === "auto" ? policy.architecture : valueArchitecture;
  const { parameters, actionValues } = createActionValueFunction(observationSpace, actionSpace, {
    ...{ generator, observationScale, architecture },
  });
  return {
    parameters,
    advantages(done) {
      const values = actionValues(done.observations);
      const { choice } = policy.density(done);
      if (choice?.kind !== "categorical") throw new TypeError("actor-critic: the policy is not categorical");
      return subtract(pick(values, done.actions), sum(multiply(exp(choice.logProbs), values), { axis: -1 }));
    },
  };
}

/**
 * A_w(s, a) = wᵀ ∇ log π_θ(a | s), linear in the features that are compatible with the policy (Sutton et al. 2000). Their
 * mean is 0, as that of every score. w begins with zeros.
 *
 * The features of a row are never formed. With u_i a factor on log π of row i, the gradient of Σ_i u_i log π_i is Σ_i u_i ∇ log π_i,
 * whose product with w has the derivatives wᵀ ∇ log π_i with respect to u_i, wherever u is.
 */
function compatibleAdvantages(policy: Policy): Advantages {
  const parameters = policy.parameters.map(({ attributes, shape }) =>
    variable(`compatible.${attributes.name}`, shape, new Float32Array(attributes.initial.length)),
  );
  return {
    parameters,
    advantages(done) {
      const logProb = policy.density(done).logProb(done.actions);
      const factors = constant(new Float32Array(logProb.shape[0]), logProb.shape);
      const gradients = grad(sum(multiply(logProb, factors)), policy.parameters);
      const products = gradients.map((each, i) => sum(multiply(each, parameters[i])));
      const [advantages] = grad(products.reduce(add), [factors]);
      return advantages;
    },
  };
}
