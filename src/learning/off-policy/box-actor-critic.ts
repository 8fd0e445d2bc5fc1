import type { Box, Space, VectorEnvironment } from "../../environments/index.ts";
import { type RowType, scalarRow } from "../../graph/index.ts";
import { defaultArchitecture } from "../../networks/index.ts";
import {
  createPolicy,
  createStateActionValueFunction,
  type HeadName,
  type Policy,
} from "../../policies/index.ts";
import { type ActorCriticParts, type ArchitectureSettings, observationScaleFor } from "../actor-critic.ts";
import { requireNoState } from "../require-no-state.ts";
import { type Critics, copyWeights, createCritics } from "./critics.ts";

/** What networks are to act in. */
export type ActedEnvironment = Pick<VectorEnvironment, "id" | "observationSpace" | "actionSpace"> &
  Partial<Pick<VectorEnvironment, "legalActions">>;

/** A policy for actions in a box, and critics of observations and actions; neither they nor targets share weights. */
export interface BoxActorCritic {
  readonly actionSpace: Box;
  readonly policy: Policy;
  readonly critics: Critics;
  /** Target copies of the critics. */
  readonly targets: Critics;
  /** A further policy of the same kind with weights of its own. @param name begins the names of its weights */
  createPolicy(name: string): Policy;
}

export interface BoxActorCriticSettings extends Omit<ArchitectureSettings, "sharedTower"> {
  readonly normalizeObservations: boolean | "auto";
}

export interface BoxActorCriticParts extends ActorCriticParts {
  /** For messages. */
  readonly algorithm: string;
  readonly head: HeadName;
  /** How many critics. */
  readonly critics: number;
}

/**
 * @throws TypeError for action spaces other than boxes
 * @throws RangeError for a box without finite bounds
 */
export function createBoxActorCritic(
  environment: ActedEnvironment,
  settings: BoxActorCriticSettings,
  { algorithm, head, backend, generator, critics: count }: BoxActorCriticParts,
): BoxActorCritic {
  const { observationSpace } = environment;
  const actionSpace = requireBox(algorithm, environment);
  const { architecture, ofCritics } = replayArchitectures(settings);
  const observationScale = observationScaleFor(observationSpace, settings);
  const createOwnPolicy = (name: string) =>
    createPolicy<unknown, unknown>(
      { observationSpace, actionSpace: actionSpace as Space<unknown> },
      { name, head, architecture, generator, backend, observationScale },
    );
  const policy = createOwnPolicy("policy");
  requireNoState(algorithm, policy);
  const sizes = { observationSize: observationSpace.size, actionSize: actionSpace.size };
  const create = (name: string) =>
    createCritics(count, (number) =>
      createStateActionValueFunction({
        ...{ name: `${name}${number}`, ...sizes, architecture: ofCritics, generator, observationScale },
      }),
    );
  const critics = create("critic");
  const targets = create("target");
  copyWeights(targets.parameters, critics.parameters, backend);
  return { actionSpace, policy, critics, targets, createPolicy: createOwnPolicy };
}

/** How policy and critics are built. */
export function replayArchitectures({
  architecture: given,
  valueArchitecture,
  hidden,
  activation,
}: Omit<ArchitectureSettings, "sharedTower">) {
  const architecture = given === "auto" ? { ...defaultArchitecture, hidden, activation } : given;
  return { architecture, ofCritics: valueArchitecture === "auto" ? architecture : valueArchitecture };
}

/** What is kept of a step: what was seen and drawn, and what came of it. */
export function transitionRows<Action extends RowType = RowType<"float">>({ rows }: Policy) {
  const { observations, actions } = rows;
  return {
    observations,
    actions: actions as Action,
    rewards: scalarRow,
    nextObservations: observations,
    terminated: scalarRow,
  };
}

function requireBox(algorithm: string, { id, actionSpace, legalActions }: ActedEnvironment): Box {
  const { kind } = actionSpace;
  if (kind === "box") return actionSpace as unknown as Box;
  const others = kind === "discrete" && !legalActions ? "sac, reppo, " : "";
  throw new TypeError(
    `${algorithm}: the actions of ${id} are a ${kind} space; ${algorithm} is for boxes, whose actions have gradients. ` +
      `Take ${others}ppo, a2c, trpo, natural-policy-gradient or reinforce`,
  );
}
