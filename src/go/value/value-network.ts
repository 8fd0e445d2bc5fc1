import { box, type Space } from "../../environments/index.ts";
import type { CommonParts } from "../../learning/index.ts";
import { boardValueHead } from "../../networks/index.ts";
import { createPolicy, type Policy, type PolicyOptions } from "../../policies/index.ts";
import { type BoardSettings, boardArchitectureFor } from "../positions/architecture.ts";

/** What a value network says: the outcome for whoever is to move, −1 where the game is lost and 1 where it is won. */
export const outcomeSpace = box({ low: -1, high: 1, shape: [1] });

/**
 * A value network of positions as a policy whose action is the outcome that it expects: so it is saved, loaded and run as any
 * other policy, and `act` gives the value in an array of one number.
 */
export function createValueNetwork(
  observationSpace: Space,
  settings: BoardSettings,
  parts: Pick<PolicyOptions, "generator" | "backend">,
): Policy {
  const architecture = boardArchitectureFor(observationSpace, settings, { head: boardValueHead });
  const spaces = { observationSpace, actionSpace: outcomeSpace };
  return createPolicy(spaces, { architecture, head: "diagonal-normal", ...parts }) as Policy;
}

/** The weights of a value network as those of the value function of a training, such as the baseline of self-play. */
export function asValueFunction(network: Policy): NonNullable<CommonParts["valueFunction"]> {
  const deviation = "policy.logStandardDeviation"; // of the outcomes, which a value function does not tell
  return {
    weights: () =>
      Object.fromEntries(
        Object.entries(network.weights())
          .filter(([name]) => name !== deviation)
          .map(([name, weights]) => [name.replace(/^policy/, "value"), weights]),
      ),
  };
}
