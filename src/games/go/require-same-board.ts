import type { BoardSize } from "./vertices.ts";

/**
 * @param owner what was given the position: begins the message
 * @param kind what the board of that size belongs to, as in "the planes"
 * @throws RangeError for a position of another board
 */
export function requireSameBoard(
  owner: string,
  position: BoardSize,
  { columns, rows }: BoardSize,
  kind: string,
): void {
  if (position.columns === columns && position.rows === rows) return;
  throw new RangeError(
    `${owner}: the position is of ${position.columns}×${position.rows}; it must be of ${columns}×${rows}, as ${kind}`,
  );
}
