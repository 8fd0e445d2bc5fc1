import { requireLength } from "../../text/require-number.ts";
import { black, empty, white } from "./colors.ts";
import { neighborsOf } from "./neighbors.ts";
import type { GoPosition } from "./position.ts";
import { requireStone } from "./require-stones.ts";
import { requireBoardSize } from "./rules.ts";
import type { BoardSize } from "./vertices.ts";

/** Points of both players, komi apart. */
export interface GoCount {
  readonly black: number;
  readonly white: number;
}

/** What a game ended with. */
export interface GoScore extends GoCount {
  /** Black's points less White's and less the komi: above 0 where Black has won, below where White has, 0 for a draw. */
  readonly lead: number;
}

/**
 * Whose each point is, `[points]`: 0 nobody's, 1 Black's, 2 White's. A stone's point is its owner's, and an empty one the
 * player's whose stones alone are connected with it by empty points (Tromp and Taylor's area).
 *
 * @param stones as `GoPosition.stones` has them; dead ones must be taken off first, see {@link withoutStones}
 * @param owners receives the result; default: a new array
 * @throws RangeError for a size that no board has, for stones that there are not, and where an array is too short
 */
export function areaOwners(
  stones: ArrayLike<number>,
  size: BoardSize,
  owners = new Uint8Array(size.columns * size.rows),
): Uint8Array {
  requireBoardSize("areaOwners", size);
  const points = size.columns * size.rows;
  requireLength("areaOwners: stones", stones, points);
  requireLength("areaOwners: owners", owners, points);
  for (let point = 0; point < points; point++) requireStone("areaOwners", stones[point], point, size);
  return writeOwners(stones, size, owners);
}

/** The same of what is known to be stones, as nothing checks here. */
function writeOwners(
  stones: ArrayLike<number>,
  { columns, rows }: BoardSize,
  owners: Uint8Array,
): Uint8Array {
  const points = columns * rows;
  const { neighbors } = neighborsOf(columns, rows);
  for (let point = 0; point < points; point++)
    owners[point] = stones[point] === empty ? unknown : stones[point];
  const region = new Int16Array(points);
  for (let begin = 0; begin < points; begin++) {
    if (owners[begin] !== unknown) continue;
    let bordering = 0;
    let size = 1;
    region[0] = begin;
    owners[begin] = visited;
    for (let i = 0; i < size; i++) {
      for (let j = 4 * region[i]; j < 4 * region[i] + 4; j++) {
        const neighbor = neighbors[j];
        if (neighbor === points) continue;
        const owner = owners[neighbor];
        if (owner === unknown) {
          owners[neighbor] = visited;
          region[size++] = neighbor;
        } else if (owner !== visited) bordering |= owner;
      }
    }
    const owner = bordering === black || bordering === white ? bordering : empty;
    for (let i = 0; i < size; i++) owners[region[i]] = owner;
  }
  return owners;
}

const unknown = 4;
const visited = 5;

/** A copy of the stones on a board without some of them, `[points]`. @param dead the points of those */
export function withoutStones(stones: ArrayLike<number>, dead: Iterable<number>): Uint8Array {
  const left = Uint8Array.from(stones);
  for (const point of dead) {
    if (left[point] === undefined) {
      throw new RangeError(`dead stones: there is no point ${point}; the points are 0 to ${left.length - 1}`);
    }
    left[point] = empty;
  }
  return left;
}

/** Area: the stones of a player and the empty points that they alone surround. */
export function countArea(stones: ArrayLike<number>, size: BoardSize): GoCount {
  return count(areaOwners(stones, size), () => true);
}

/**
 * The score of a position as it stands, by the rules that it is played by.
 *
 * - `area`: stones, and empty points that stones of one color alone surround.
 * - `territory`: such empty points, and the stones of the other color that have been captured or are dead. Points in a seki
 *   count as any others.
 *
 * @param dead the points of stones that both players hold to be dead; default: none, as Tromp and Taylor's rules have it
 */
export function scoreOf(position: GoPosition, dead: Iterable<number> = []): GoScore {
  const { stones, rules } = position;
  const left = withoutStones(stones, dead);
  const owners = writeOwners(left, position, new Uint8Array(position.points));
  const points =
    rules.scoring === "area"
      ? count(owners, () => true)
      : withPrisoners(
          count(owners, (point) => left[point] === empty),
          position,
          left,
        );
  return { ...points, lead: points.black - points.white - rules.komi };
}

/** "B+3.5", "W+12" or "0" for a draw, as SGF and GTP write results. */
export function resultText({ lead }: Pick<GoScore, "lead">): string {
  if (lead === 0) return "0";
  return lead > 0 ? `B+${pointsText(lead)}` : `W+${pointsText(-lead)}`;
}

/** Points by which a game is won, without the error of rounding that a komi such as 6.1 leaves in the difference. */
export function pointsText(points: number): string {
  return `${Number(points.toPrecision(12))}`;
}

function withPrisoners(territory: GoCount, position: GoPosition, left: Uint8Array): GoCount {
  const lost = (color: 1 | 2): number => {
    let count = position.prisoners(color);
    for (let point = 0; point < left.length; point++) {
      if (position.stones[point] === color && left[point] === empty) count++;
    }
    return count;
  };
  return { black: territory.black + lost(white), white: territory.white + lost(black) };
}

function count(owners: Uint8Array, counts: (point: number) => boolean): GoCount {
  const totals = [0, 0, 0];
  for (let point = 0; point < owners.length; point++) if (counts(point)) totals[owners[point]]++;
  return { black: totals[black], white: totals[white] };
}
