import type { Environment } from "./environment.ts";

/** What an environment around another one has from it as it is. */
type PassedOn = Pick<Environment, "legalActions" | "players" | "currentPlayer" | "render" | "close">;

/** Masks, players, rendering and closing of an environment, where it has them, for one that is made around it: wrong ones too, so that they are found. */
export function passedOn(environment: PassedOn): PassedOn {
  return {
    ...(environment.legalActions && { legalActions: () => environment.legalActions!() }),
    ...(environment.players !== undefined && { players: environment.players }),
    ...(environment.currentPlayer && { currentPlayer: () => environment.currentPlayer!() }),
    ...(environment.render && { render: () => environment.render!() }),
    ...(environment.close && { close: () => environment.close!() }),
  };
}
