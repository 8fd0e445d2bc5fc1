import type { ZeroSumGame } from "./game.ts";

/**
 * What a fixed way to play is sure of: the least that a player who plays so gets, over all ways in which the other can play.
 * All of them are gone through, each position once, so that the game must be a small one.
 *
 * @param player which of the two plays so
 * @param choose the move at a position, of this player's turns; always the same at the same position
 */
export function worstPayoff<Position>(
  game: ZeroSumGame<Position>,
  player: 0 | 1,
  choose: (position: Position) => number,
): number {
  const known = new Map<string, number>();
  const from = (position: Position): number => {
    const key = game.key(position);
    const before = known.get(key);
    if (before !== undefined) return before;
    const moves = game.moves(position);
    const least =
      moves.length === 0
        ? payoffOf(game.payoff(position), player)
        : game.mover(position) === player
          ? from(game.play(position, choose(position)))
          : Math.min(...moves.map((move) => from(game.play(position, move))));
    known.set(key, least);
    return least;
  };
  return from(game.start);
}

function payoffOf(payoff: number, player: 0 | 1): number {
  return player === 0 ? payoff : 0 - payoff; // not −0
}
