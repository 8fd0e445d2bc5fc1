import type { Environment } from "../environment.ts";
import type { Finding } from "./environment-report.ts";

/** What is wrong with what an environment says of its players; `undefined` if nothing is. */
export function mismatchInPlayers(environment: Environment): Finding | undefined {
  const { players, currentPlayer } = environment;
  const reject = (part: string, expected: string, found: string): Finding => ({
    step: undefined,
    part,
    expected,
    found,
  });
  if (players === undefined) {
    return currentPlayer === undefined
      ? undefined
      : reject("players", "a number of players to go with currentPlayer", "none");
  }
  if (!Number.isSafeInteger(players) || players < 1)
    return reject("players", "an integer from 1", String(players));
  if (players === 1 || currentPlayer !== undefined) return undefined;
  return reject("currentPlayer", `a method that says who of the ${players} players is to move`, "none");
}
