import { add, type FloatExpression, multiply, subtract } from "../graph/index.ts";

/** Scalars that policy and value function descend together. */
interface ActorCriticTerms {
  readonly policyLoss: FloatExpression;
  readonly valueLoss: FloatExpression;
  readonly entropy: FloatExpression;
}

interface ActorCriticWeights {
  readonly entropyWeight: number;
  readonly valueWeight: number;
}

/** L_policy − c_entropy H + c_value L_value (Mnih et al. 2016; Schulman et al. 2017, eq. 9), with what it is made of. */
export function actorCriticLoss(
  { policyLoss, valueLoss, entropy }: ActorCriticTerms,
  { entropyWeight, valueWeight }: ActorCriticWeights,
) {
  const loss = add(subtract(policyLoss, multiply(entropy, entropyWeight)), multiply(valueLoss, valueWeight));
  return { loss, policyLoss, valueLoss, entropy };
}
