import { valueInText } from "../../text/value-in-text.ts";

/**
 * @param what which of them it is, with the function that was given it: begins the message
 * @throws TypeError when a player is no function
 */
export function requirePlayer(what: string, player: unknown): void {
  if (typeof player === "function") return;
  throw new TypeError(
    `${what} is ${valueInText(player)}; it must be a function that chooses an action, such as ` +
      "(observation, { legalActions }) => policy.act(observation, legalActions)",
  );
}

/** @throws TypeError when players come in no list */
export function requirePlayers(what: string, players: unknown): void {
  if (Array.isArray(players)) return;
  throw new TypeError(`${what} are ${valueInText(players)}; they must be a list of functions`);
}
