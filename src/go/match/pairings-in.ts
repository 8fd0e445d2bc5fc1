import { black } from "../../games/go/index.ts";
import { resultFromSgf } from "../sgf/result.ts";
import { SgfError, type SgfNode } from "../sgf/tree.ts";
import type { Pairing } from "./elo-ratings.ts";

/**
 * Who has won how often against whom, in games of SGF files, by the names of the players (PB, PW) and the results (RE). Games
 * without a result, and of a player against itself, are left out.
 *
 * @throws SgfError for a game that does not say who played
 */
export function pairingsIn(games: readonly SgfNode[]): Pairing[] {
  const table = new Map<string, { first: string; second: string; wins: number; losses: number }>();
  for (const { properties, place } of games) {
    const [blackPlayer, whitePlayer] = ["PB", "PW"].map((name) => properties.get(name)?.[0]);
    if (blackPlayer === undefined || whitePlayer === undefined) {
      throw new SgfError("the game does not say who played; expected PB and PW", place);
    }
    const result = resultFromSgf(properties.get("RE")?.[0] ?? "");
    if (result === undefined || blackPlayer === whitePlayer) continue;
    const isInOrder = blackPlayer < whitePlayer;
    const [first, second] = isInOrder ? [blackPlayer, whitePlayer] : [whitePlayer, blackPlayer];
    const key = JSON.stringify([first, second]);
    const pairing = table.get(key) ?? { first, second, wins: 0, losses: 0 };
    table.set(key, pairing);
    const wins = result.winner === 0 ? 0.5 : (result.winner === black) === isInOrder ? 1 : 0;
    pairing.wins += wins;
    pairing.losses += 1 - wins;
  }
  return [...table.values()];
}
