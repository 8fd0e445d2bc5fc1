/** What stands on a point: nothing, or a stone of the player who begins or of the other. */
export const empty = 0;
export const black = 1;
export const white = 2;

/** One of the two players, {@link black} or {@link white}. */
export type GoColor = 1 | 2;

/** The other player. */
export function opponentOf(color: GoColor): GoColor {
  return (3 - color) as GoColor;
}
