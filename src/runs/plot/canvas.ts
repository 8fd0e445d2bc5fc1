/** A grid of characters to draw on. Places go from 0 to 1, across from the left and up from the bottom. */
export interface Canvas {
  /** A line through points, of dots, eight in a character. */
  line(points: readonly (readonly [across: number, up: number])[], index: number): void;
  /** A character in each column, where the points are. */
  marks(points: readonly (readonly [across: number, up: number])[], index: number, mark: string): void;
  /** Light shading between two lines, where nothing else is. */
  band(band: Band): void;
  /** @param paint gives a character the color of the curve that it belongs to */
  lines(paint: (index: number, text: string) => string): string[];
}

export interface Band {
  readonly across: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly index: number;
}

/** The dot of a braille character at a column and row of it, in the order of Unicode. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];
const braille = 0x2800;

interface Cell {
  text: string;
  index: number;
  dots: number;
}

export function createCanvas(columns: number, rows: number): Canvas {
  const cells: Cell[][] = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => ({ text: " ", index: -1, dots: 0 })),
  );
  const scaled = (place: number, count: number) => Math.round(Math.min(1, Math.max(0, place)) * (count - 1));

  const dot = (x: number, y: number, index: number): void => {
    const cell = cells[y >> 2][x >> 1];
    if (cell.index !== index) cell.dots = 0;
    cell.dots |= dots[y & 3][x & 1];
    cell.index = index;
    cell.text = String.fromCharCode(braille + cell.dots);
  };
  return {
    line(points, index) {
      let from: readonly [number, number] | undefined;
      for (const [across, up] of points) {
        const to = [scaled(across, 2 * columns), scaled(1 - up, 4 * rows)] as const;
        const [x, y] = from ?? to;
        const count = Math.max(1, Math.abs(to[0] - x), Math.abs(to[1] - y));
        for (let i = 0; i <= count; i++) {
          dot(Math.round(x + ((to[0] - x) * i) / count), Math.round(y + ((to[1] - y) * i) / count), index);
        }
        from = to;
      }
    },
    marks(points, index, mark) {
      for (const [across, up] of points) {
        const cell = cells[scaled(1 - up, rows)][scaled(across, columns)];
        cell.text = mark;
        cell.index = index;
      }
    },
    band({ across, low, high, index }) {
      for (let i = 0; i < across.length; i++) {
        const column = scaled(across[i], columns);
        for (let row = scaled(1 - high[i], rows); row <= scaled(1 - low[i], rows); row++) {
          const cell = cells[row][column];
          cell.text = "░";
          cell.index = index;
        }
      }
    },
    lines: (paint) => cells.map((row) => painted(row, paint)),
  };
}

/** Neighbors of one color are painted at once. */
function painted(row: readonly Cell[], paint: (index: number, text: string) => string): string {
  let line = "";
  for (let start = 0; start < row.length; ) {
    const { index } = row[start];
    let end = start + 1;
    while (end < row.length && row[end].index === index) end++;
    const text = row.slice(start, end).map((cell) => cell.text);
    line += index < 0 ? text.join("") : paint(index, text.join(""));
    start = end;
  }
  return line;
}
