import { largestSize, requireBoardSize } from "./rules.ts";
import type { BoardSize } from "./vertices.ts";

const known = new Map<number, readonly Int16Array[]>();

/**
 * The symmetries of a board as permutations of its moves, `[points + 1]` each: `permutation[move]` is where the move comes
 * to lie; the pass stays. The identity is the first one. A square board has eight of them, one of which turns its first row
 * into its first column; a rectangle has the four that keep its sides, or as many of them as differ.
 *
 * @throws RangeError for a size that no board has
 */
export function boardSymmetries({ columns, rows }: BoardSize): readonly Int16Array[] {
  requireBoardSize("boardSymmetries", { columns, rows });
  const key = rows * (largestSize + 1) + columns;
  const before = known.get(key);
  if (before) return before;
  const points = columns * rows;
  const found: Int16Array[] = [];
  for (const transposed of columns === rows ? [false, true] : [false]) {
    for (const upsideDown of [false, true]) {
      for (const mirrored of [false, true]) {
        const permutation = new Int16Array(points + 1);
        for (let point = 0; point < points; point++) {
          const x = point % columns;
          const y = Math.floor(point / columns);
          const [column, row] = transposed ? [y, x] : [x, y];
          const toColumn = mirrored ? columns - 1 - column : column;
          const toRow = upsideDown ? rows - 1 - row : row;
          permutation[point] = toRow * columns + toColumn;
        }
        permutation[points] = points;
        if (!found.some((other) => other.every((move, i) => move === permutation[i])))
          found.push(permutation);
      }
    }
  }
  known.set(key, found);
  return found;
}

/** The number, in the list of symmetries, of the one that undoes each. */
export function inverseSymmetries(size: BoardSize): readonly number[] {
  const symmetries = boardSymmetries(size);
  return symmetries.map((symmetry) =>
    symmetries.findIndex((other) => symmetry.every((move, i) => other[move] === i)),
  );
}

/** Where planes of a board begin among others, `[points, channels]`. */
export interface PlanesAt {
  readonly planes: Float32Array;
  readonly at: number;
}

/** Writes planes of a board as they are after a symmetry. @param to other memory than that of `from` */
export function turnPlanes(from: PlanesAt, symmetry: Int16Array, channels: number, to: PlanesAt): void {
  const points = symmetry.length - 1;
  for (let point = 0; point < points; point++) {
    const read = from.at + point * channels;
    const written = to.at + symmetry[point] * channels;
    for (let channel = 0; channel < channels; channel++) {
      to.planes[written + channel] = from.planes[read + channel];
    }
  }
}
