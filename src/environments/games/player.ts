import type { Generator } from "../../random/index.ts";
import type { Accepted } from "../spaces/accepted.ts";
import type { LegalActions } from "../spaces/legal-actions.ts";

/** What a player may decide by, beside the observation. */
export interface Turn {
  /** Where the game says which actions are legal. */
  readonly legalActions: LegalActions | undefined;
  /** For whoever decides at random. */
  readonly generator: Generator;
}

/** Chooses the action of whoever is to move: a policy, a search, a rule. */
export type Player<Observation = unknown, Action = unknown> = (
  observation: Accepted<Observation>,
  turn: Turn,
) => Accepted<Action>;
