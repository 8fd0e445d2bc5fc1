import type { Generator } from "../../random/index.ts";
import type { GoAnswer } from "./answer-atari.ts";
import { offBoard } from "./chains.ts";
import { neighborsOf } from "./neighbors.ts";
import type { BoardSize } from "./vertices.ts";

/**
 * What is around a point that is worth a move, row by row: X and O are stones of either color, "." is empty, "#" off the
 * board; x is all but X, o all but O, "?" anything.
 */
const shapes = [
  ["XOX", "...", "???"], // hane, and its like
  ["XO.", "...", "?.?"],
  ["XO?", "X..", "x.?"],
  [".O.", "X..", "..."],
  ["XO?", "O.o", "?o?"], // cuts
  ["XO?", "O.X", "???"],
  ["?X?", "O.O", "ooo"],
  ["OX?", "o.O", "???"],
  ["X.?", "O.?", "###"], // at the edge
  ["OX?", "X.O", "###"],
  ["?X?", "x.O", "###"],
  ["?XO", "x.x", "###"],
  ["?OX", "X.O", "###"],
] as const;

/** What a sign stands for, by what `Chains.colors` has. */
const meanings: Readonly<Record<string, readonly number[]>> = {
  X: [1],
  O: [2],
  ".": [0],
  "#": [offBoard],
  x: [0, 2, offBoard],
  o: [0, 1, offBoard],
  "?": [0, 1, 2, offBoard],
};

const turned = (shape: string) => [6, 3, 0, 7, 4, 1, 8, 5, 2].map((place) => shape[place]).join("");
const mirrored = (shape: string) => [2, 1, 0, 5, 4, 3, 8, 7, 6].map((place) => shape[place]).join("");
const exchanged = (shape: string) =>
  shape.replace(/[XOxo]/g, (sign) => ({ X: "O", O: "X", x: "o", o: "x" })[sign] as string);

/** 1 for the surroundings that have one of the shapes: two bits for each place around a point, the first one lowest. */
let known: Uint8Array | undefined;

function surroundings(): Uint8Array {
  const found = new Uint8Array(2 ** 16);
  const mark = (signs: string, place: number, code: number) => {
    if (place === signs.length) found[code] = 1;
    else for (const color of meanings[signs[place]]) mark(signs, place + 1, code | (color << (2 * place)));
  };
  for (const rows of shapes) {
    const shape = rows.join("");
    for (const either of [shape, exchanged(shape)]) {
      let form = either;
      for (let turn = 0; turn < 4; turn++) {
        form = turned(form);
        for (const each of [form, mirrored(form)]) mark(each.slice(0, 4) + each.slice(5), 0, 0);
      }
    }
  }
  return found;
}

/**
 * Answers on one of the eight points around the latest move that has a shape of the playouts of MoGo around it (Gelly, Wang,
 * Munos and Teytaud 2006): hane, cuts, and what is usual at the edge. Of several such points one is drawn.
 */
export function createShapeAnswer({ columns, rows }: BoardSize, generator: Generator): GoAnswer {
  known ??= surroundings();
  const hasShape = known;
  const points = columns * rows;
  const { neighbors, diagonals } = neighborsOf(columns, rows);
  const candidates = new Int16Array(8);

  /** As the table has it: row by row, the point itself left out. */
  const around = (colors: Uint8Array, point: number): number => {
    const i = 4 * point;
    return (
      colors[diagonals[i]] |
      (colors[neighbors[i]] << 2) |
      (colors[diagonals[i + 1]] << 4) |
      (colors[neighbors[i + 1]] << 6) |
      (colors[neighbors[i + 2]] << 8) |
      (colors[diagonals[i + 2]] << 10) |
      (colors[neighbors[i + 3]] << 12) |
      (colors[diagonals[i + 3]] << 14)
    );
  };

  return (position) => {
    const { lastMove } = position;
    if (lastMove < 0 || lastMove === points) return -1;
    const { colors } = position.chains;
    let count = 0;
    for (let i = 0; i < 8; i++) {
      const point = (i < 4 ? neighbors : diagonals)[4 * lastMove + (i & 3)];
      if (colors[point] !== 0 || hasShape[around(colors, point)] === 0) continue;
      if (position.isLegal(point)) candidates[count++] = point;
    }
    return count === 0 ? -1 : candidates[Math.floor(generator.random() * count)];
  };
}
