import { GoPosition } from "../../src/games/index.ts";

/** The positions of a board, and those that each leads to by a stone of either color. */
interface PositionGraph {
  readonly count: number;
  /** The empty board. */
  readonly start: number;
  readonly successors: readonly (readonly number[])[];
}

/**
 * The number of games of 2×2 under positional superko, where either color may play at every move, passes are left out, and each
 * beginning of a game is one too: the paths without repetition in the graph of its 57 positions. J. Tromp and G. Farnebäck,
 * "Combinatorics of Go" (2006), have 386,356,909,593.
 *
 * The positions of a path are bits of two numbers. By symmetry all eight first moves lead to as many games.
 *
 * @param onFirst is told how many of the second moves are done, of how many
 */
export function countGamesOf2x2(onFirst: (done: number, total: number) => void = () => {}): number {
  const { count, start, successors } = positionGraph(2, 2);
  const half = 29;
  if (count > 2 * half) throw new RangeError(`countGamesOf2x2: ${count} positions are too many`);
  const low = Int32Array.from({ length: count }, (_, i) => (i < half ? 1 << i : 0));
  const high = Int32Array.from({ length: count }, (_, i) => (i < half ? 0 : 1 << (i - half)));
  const join = (bits: Int32Array, of: readonly number[]) => of.reduce((all, i) => all | bits[i], 0);
  const nextLow = Int32Array.from(successors, (of) => join(low, of));
  const nextHigh = Int32Array.from(successors, (of) => join(high, of));

  /** The games that go on from a position, without the one that ends there. */
  const goOn = (at: number, seenLow: number, seenHigh: number): number => {
    const restLow = nextLow[at] & ~seenLow;
    const restHigh = nextHigh[at] & ~seenHigh;
    let games = bitsOf(restLow) + bitsOf(restHigh);
    for (let rest = restLow; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      games += goOn(31 - Math.clz32(bit), seenLow | bit, seenHigh);
    }
    for (let rest = restHigh; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      games += goOn(half + 31 - Math.clz32(bit), seenLow, seenHigh | bit);
    }
    return games;
  };

  const [first] = successors[start];
  const [seenLow, seenHigh] = [low[start] | low[first], high[start] | high[first]];
  const second = successors[first].filter((next) => next !== start);
  let games = 1;
  second.forEach((next, done) => {
    games += 1 + goOn(next, seenLow | low[next], seenHigh | high[next]);
    onFirst(done + 1, second.length);
  });
  return 1 + successors[start].length * games;
}

/** How many bits of 32 are set. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function positionGraph(columns: number, rows: number): PositionGraph {
  const position = new GoPosition({ columns, rows, ko: "simple" });
  const { points } = position;
  const numbers = new Map<string, number>();
  const boards: (readonly number[])[] = [];
  const successors: number[][] = [];
  const numberOf = (stones: readonly number[]): number => {
    const key = stones.join("");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, boards.length);
    return boards.push(stones) - 1;
  };
  const start = numberOf(new Array<number>(points).fill(0));
  for (let at = 0; at < boards.length; at++) {
    const next = new Set<number>();
    for (const color of [1, 2] as const) {
      for (let point = 0; point < points; point++) {
        position.setUp(boards[at], color);
        if (!position.isLegal(point)) continue;
        position.playLegal(point);
        next.add(numberOf(Array.from({ length: points }, (_, each) => position.stones[each])));
      }
    }
    successors.push([...next]);
  }
  return { count: boards.length, start, successors };
}
