import { valueInText } from "../text/value-in-text.ts";

/** The error for a move that the rules do not allow, with those that they do. */
export function illegalMove(game: string, move: unknown, legal: readonly number[]): RangeError {
  const allowed =
    legal.length > 0 ? `one of the legal ones, ${legal.join(", ")}` : "none, as the game is over";
  return new RangeError(`${game}: the move is ${valueInText(move)}; it must be ${allowed}`);
}
