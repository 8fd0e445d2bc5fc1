import { printable } from "../text/printable.ts";
import { valueInText } from "../text/value-in-text.ts";
import type { ZeroSumGame } from "./game.ts";

/**
 * What a fixed way to play is sure of: the least that a player who plays so gets, over all ways in which the other can play.
 * All of them are gone through, each position once, so that the game must be a small one.
 *
 * @param player which of the two plays so
 * @param choose the move at a position, of this player's turns; always the same at the same position
 * @throws RangeError at the first move that is not legal
 */
export function worstPayoff<Position>(
  game: ZeroSumGame<Position>,
  player: 0 | 1,
  choose: (position: Position) => number,
): number {
  if (player !== 0 && player !== 1) {
    throw new RangeError(`worstPayoff: player is ${valueInText(player)}; it must be 0 or 1`);
  }
  const legal = (position: Position, moves: readonly number[]): number => {
    const move = choose(position);
    if (moves.includes(move)) return move;
    throw new RangeError(
      `worstPayoff: choose returned ${valueInText(move)} at the position ${printable(game.key(position))}; it must return one ` +
        `of the legal moves there, ${moves.join(", ")}`,
    );
  };
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
          ? from(game.play(position, legal(position, moves)))
          : Math.min(...moves.map((move) => from(game.play(position, move))));
    known.set(key, least);
    return least;
  };
  return from(game.start);
}

function payoffOf(payoff: number, player: 0 | 1): number {
  return player === 0 ? payoff : 0 - payoff; // not −0
}
