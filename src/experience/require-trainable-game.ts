import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";

/** What a training does that supposes a single player. */
export interface SinglePlayerNeeds {
  /** Keeps steps for replay, each with what followed it. */
  readonly keepsNext: boolean;
  /** Numbers of the state that networks carry from one step to the next. */
  readonly stateSize: number;
}

/** @throws TypeError for a game of several players in a training that can be of one only */
export function requireTrainableGame(
  { id, players }: Pick<VectorEnvironment, "id" | "players">,
  { keepsNext, stateSize }: SinglePlayerNeeds,
): void {
  if (players === 1 || (!keepsNext && stateSize === 0)) return;
  throw new TypeError(
    `${id}: it is a game of ${players} players, and ` +
      (keepsNext
        ? "steps are kept for replay of a single player only. Train it with an algorithm that learns from each rollout, such " +
          "as ppo."
        : "the state of a recurrent network would pass from one player to the next. Take an architecture without a state."),
  );
}
