import { valueInText } from "../../text/value-in-text.ts";
import { Chains } from "./chains.ts";
import { black, empty, type GoColor, white } from "./colors.ts";
import { type BoardSize, vertexOf } from "./vertices.ts";

export function isColor(value: unknown): value is GoColor {
  return value === black || value === white;
}

/** @throws RangeError unless it is a color */
export function requireColor(owner: string, value: unknown): void {
  if (isColor(value)) return;
  throw new RangeError(
    `${owner}: the color is ${valueInText(value)}; it must be ${black} for Black or ${white} for White`,
  );
}

/** @throws RangeError unless they are the stones of a board of that size, and all chains have liberties */
export function requireStones(owner: string, stones: ArrayLike<number>, size: BoardSize): void {
  const points = size.columns * size.rows;
  if (stones.length !== points) {
    throw new RangeError(
      `${owner}: stones has ${stones.length} numbers; a board of ${size.columns}×${size.rows} has ${points}`,
    );
  }
  for (let point = 0; point < points; point++) requireStone(owner, stones[point], point, size);
  // Every part of a chain that has a liberty at the end has one before, so that nothing is taken off.
  const chains = new Chains(size.columns, size.rows);
  for (let point = 0; point < points; point++) {
    if (stones[point] === 0 || chains.put(point, stones[point]) === 0) continue;
    throw new RangeError(`${owner}: a chain at ${vertexOf(point, size)} or beside it has no liberties`);
  }
}

/** @throws RangeError unless it is nothing or a stone */
export function requireStone(owner: string, stone: number, point: number, size: BoardSize): void {
  if (stone === empty || isColor(stone)) return;
  throw new RangeError(
    `${owner}: stones has ${valueInText(stone)} at ${vertexOf(point, size)}; it must be ${empty}, ${black} or ${white}`,
  );
}
