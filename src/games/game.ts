/**
 * The rules of a game of two players who move in turn, see everything, and of whom one wins what the other loses. Positions
 * are values that nobody changes.
 */
export interface ZeroSumGame<Position> {
  readonly start: Position;
  /** Who is to move: 0, who began, or 1. */
  mover(position: Position): 0 | 1;
  /** The legal moves, by their numbers; none where the game is over. */
  moves(position: Position): readonly number[];
  /**
   * The position after a legal move. The games here throw a RangeError for a cell or column that is not free; whether the game
   * is over they do not look, as a search asks for many positions.
   */
  play(position: Position, move: number): Position;
  /** What player 0 gets where the game is over; player 1 gets the opposite. */
  payoff(position: Position): number;
  /** A name that equal positions share. */
  key(position: Position): string;
}
