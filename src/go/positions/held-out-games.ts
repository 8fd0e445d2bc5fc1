import { boardSymmetries } from "../../games/go/index.ts";
import { requireFraction } from "../../text/require-number.ts";
import type { GameCollection } from "./game-collection.ts";
import { hashOf } from "./hash-of.ts";

/** Moves that belong to an opening, after the stones that are set up. */
const openingMoves = 4;

/**
 * Which games are held out, `[count]`, 1 for those. Games that begin alike, up to a symmetry of the board, are on one side: an engine
 * that plays from the same opening again plays much the same game, and what was learned of the one would be told of the other.
 * Which openings are held out is as good as drawn, and depends on the games only, not on their order.
 *
 * @param share of the games, met as nearly as whole openings allow; one opening is left to learn from
 * @throws RangeError for a share that is not from 0 to 1
 */
export function heldOutGames(collection: GameCollection, share: number): Uint8Array {
  requireFraction("heldOutGames: share", share);
  const { count } = collection;
  const openings = new Map<number, number[]>();
  for (let game = 0; game < count; game++) {
    const opening = openingOf(collection, game);
    const games = openings.get(opening);
    if (games) games.push(game);
    else openings.set(opening, [game]);
  }
  const held = new Uint8Array(count);
  let total = 0;
  const inOrder = [...openings.keys()].sort((a, b) => a - b);
  for (const opening of inOrder.slice(0, -1)) {
    const games = openings.get(opening)!;
    if (total + games.length / 2 > share * count) continue;
    for (const game of games) held[game] = 1;
    total += games.length;
  }
  return held;
}

/** The same number for games that begin alike, up to a symmetry, and others for nearly all others. */
function openingOf({ columns, rows, starts, moves, stones }: GameCollection, game: number): number {
  const points = columns * rows;
  const own = stones.subarray(game * points, (game + 1) * points);
  const first = moves.subarray(starts[game], Math.min(starts[game] + openingMoves, starts[game + 1]));
  const seen = new Int32Array(points + first.length);
  const hashes = boardSymmetries({ columns, rows }).map((symmetry) => {
    for (let point = 0; point < points; point++) seen[symmetry[point]] = own[point];
    first.forEach((code, i) => {
      seen[points + i] = 2 * symmetry[code >> 1] + (code & 1);
    });
    return hashOf(seen);
  });
  return Math.min(...hashes);
}
