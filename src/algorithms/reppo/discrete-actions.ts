import {
  broadcastTo,
  constant,
  type Expression,
  exp,
  multiply,
  negate,
  oneHot,
  reshape,
  sum,
} from "../../graph/index.ts";
import { log } from "../../math/index.ts";
import type { Actions } from "./actions.ts";

/**
 * Discrete actions, which the critic is told one-hot. It judges all of them in every state, so that expectations are sums, and
 * their gradient is exact where that of a box is one of a drawn action.
 */
export function discreteActions(count: number): Actions {
  const each = constant(
    Float32Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0)),
    [1, count, count],
  );
  return {
    ...{ head: undefined, size: count, drawn: false, logVolume: 0 },
    targetEntropy: 0.5 * log(count),
    taken: (actions: Expression) => oneHot(actions, count),
    expected(density, critic, observations) {
      const [batch, size] = observations.shape;
      const probabilities = exp(density.parameters.logProbs);
      // A row for each observation and action.
      const states = reshape(broadcastTo(reshape(observations, [batch, 1, size]), [batch, count, size]), [
        batch * count,
        size,
      ]);
      const actions = reshape(broadcastTo(each, [batch, count, count]), [batch * count, count]);
      const values = reshape(critic.values(states, actions), [batch, count]);
      const features = reshape(critic.features(states, actions), [batch, count, critic.size]);
      return {
        value: sum(multiply(probabilities, values), { axis: -1 }),
        logProb: negate(density.entropy()),
        features: sum(multiply(reshape(probabilities, [batch, count, 1]), features), { axis: 1 }),
      };
    },
  };
}
