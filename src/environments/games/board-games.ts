import { addEnvironments } from "../catalogue.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { connectFour } from "./connect-four.ts";
import { goGames } from "./go.ts";

/** Games that programs which name none of them do without. */
export const boardGames: readonly EnvironmentDefinition[] = [
  connectFour,
  ...goGames,
] as EnvironmentDefinition[];

/**
 * Lets board games be found by their ids in this thread, such as "ConnectFour-v0" and "Go-9x9-v0", by `make` and by algorithms. The command
 * line does so; a program may as well pass the definitions themselves, such as `connectFour`.
 */
export function addBoardGames(): void {
  addEnvironments(boardGames);
}
