import type { VectorEnvironment } from "../../environments/index.ts";
import {
  type ActorCriticParts,
  architectureFor,
  type OptionsOf,
  requireNoState,
} from "../../learning/index.ts";
import { createPolicy, type Policy } from "../../policies/index.ts";
import type { behaviorCloningOptions } from "./options.ts";

/** A policy for an environment, as the options want it. @throws TypeError for a recurrent one */
export function policyFor(
  { observationSpace, actionSpace, legalActions }: VectorEnvironment,
  settings: OptionsOf<typeof behaviorCloningOptions>,
  parts: ActorCriticParts,
): Policy {
  const { backend, generator } = parts;
  const policy = createPolicy(
    { observationSpace, actionSpace },
    {
      architecture: architectureFor(observationSpace, settings, false),
      head: settings.head === "auto" ? undefined : settings.head,
      masked: legalActions !== undefined,
      ...{ backend, generator },
    },
  );
  requireNoState("behavior-cloning", policy);
  return policy;
}
