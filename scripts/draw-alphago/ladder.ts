import { type EloRating, eloRatings, type Pairing } from "../../src/go/index.ts";

/**
 * The strengths of all players who do not draw their moves by a temperature and whom games join to one of them, who has 0; the
 * strongest first. Empty where that one has no games.
 */
export function ladderOf(matches: readonly Pairing[], anchor: string): EloRating[] {
  const own = matches.filter(({ first, second }) => !`${first} ${second}`.includes("@"));
  const joined = new Set([anchor]);
  for (let before = 0; before < joined.size; ) {
    before = joined.size;
    for (const { first, second } of own)
      if (joined.has(first) || joined.has(second)) joined.add(first).add(second);
  }
  if (joined.size === 1) return [];
  const pairings = own.filter(({ first }) => joined.has(first));
  return eloRatings([...joined], pairings).sort((a, b) => b.elo - a.elo);
}
