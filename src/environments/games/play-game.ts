import { createGenerator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { Environment } from "../environment.ts";
import { guardEnvironment } from "../guard-environment.ts";
import { requireEnvironment, requireMade } from "../require-environment.ts";
import type { Player } from "./player.ts";
import { requirePlayer, requirePlayers } from "./require-player.ts";

export interface PlayGameOptions {
  /** Seed of the game, and of what the players draw; default 0. */
  readonly seed?: number;
}

/**
 * Plays one game, each player by a function of its own.
 *
 * @param players as many as the game has
 * @returns the sum of each player's rewards
 * @throws RangeError unless there are as many players as the game has; TypeError unless each is a function; what the environment and the players throw
 *
 * @example
 * const perfect: Player<Uint8Array, number> = …;
 * const [own, others] = playGame(make("TicTacToe-v0"), [(seen, { legalActions }) => policy.act(seen, legalActions), perfect]);
 */
export function playGame<Observation, Action>(
  environment: Environment<Observation, Action>,
  players: readonly Player<Observation, Action>[],
  options: PlayGameOptions = {},
): number[] {
  const { seed = 0 } = knownOptions("playGame", options, ["seed"]);
  requireInteger("playGame: seed", seed, 0);
  requireMade("playGame", environment);
  requireEnvironment(environment, "playGame");
  requirePlayers("playGame: players", players);
  const game = guardEnvironment(environment, "playGame");
  if (players.length !== game.players) {
    throw new RangeError(`playGame: there are ${players.length} players; the game must have ${game.players}`);
  }
  players.forEach((player, index) => requirePlayer(`playGame: player ${index}`, player));
  const generator = createGenerator(seed).spawn(1)[0];
  const returns = new Array<number>(game.players).fill(0);
  let { observation } = game.reset({ seed });
  for (;;) {
    const choose = players[game.currentPlayer()];
    const result = game.step(choose(observation, { legalActions: game.legalActions?.(), generator }));
    for (let player = 0; player < returns.length; player += 1) {
      returns[player] += result.rewards?.[player] ?? result.reward;
    }
    if (result.terminated || result.truncated) return returns;
    observation = result.observation;
  }
}
