/*
 * The planes of a position of Go from their definitions, slowly: every move is played on a string, and chains are found by
 * flooding. Shares nothing with src/.
 */
import { flood, playReference, type ReferenceGame, type ReferenceRules } from "./reference.ts";

export interface ReferencePosition {
  readonly game: ReferenceGame;
  /** Moves so far. */
  readonly moves: readonly number[];
}

function neighbors(
  point: number,
  { columns, rows }: ReferenceRules,
  steps: readonly (readonly number[])[],
): number[] {
  const [x, y] = [point % columns, Math.floor(point / columns)];
  return steps
    .map(([right, down]) => [x + right!, y + down!])
    .filter(([column, row]) => column! >= 0 && column! < columns && row! >= 0 && row! < rows)
    .map(([column, row]) => row! * columns + column!);
}
const sides = [[0, 1], [1, 0], [0, -1], [-1, 0]]; // biome-ignore format: one line
const corners = [[1, 1], [1, -1], [-1, 1], [-1, -1]]; // biome-ignore format: one line

/** A board on which nothing has happened but a ko that may be open, with a player to move. */
const from = (board: string, mover: string, ko = -1): ReferenceGame => ({
  boards: [board],
  movers: [mover],
  ko,
});

/** Whether the chain on a point, which has two liberties, can be captured by ataris that begin with a move of the attacker. */
export function capturesInLadder(
  board: string,
  chain: number,
  move: number,
  ko: number,
  rules: ReferenceRules,
  depth = 0,
): boolean {
  if (depth > 100) return false; // stones that capture one another for ever
  const attacker = board[chain] === "X" ? "O" : "X";
  const simple = { ...rules, ko: "simple", suicide: "forbidden" } as const;
  const result = playReference(from(board, attacker, ko), move, simple);
  if (typeof result === "string") return false;
  const after = result.game.boards.at(-1)!;
  if (flood(after, chain, rules).liberties.length !== 1) return false;
  // The owner extends, or captures a chain beside this one.
  const { liberties, beside } = flood(after, chain, rules);
  const captures = beside
    .filter((point) => after[point] === attacker)
    .map((point) => flood(after, point, rules).liberties)
    .filter((of) => of.length === 1)
    .flat();
  return ![...new Set([...liberties, ...captures])].some((reply) =>
    escapesLadder(after, chain, reply, result.game.ko, rules, depth + 1),
  );
}

/** Whether the chain on a point, which is in atari, is saved by a move of its owner. */
export function escapesLadder(
  board: string,
  chain: number,
  move: number,
  ko: number,
  rules: ReferenceRules,
  depth = 0,
): boolean {
  const simple = { ...rules, ko: "simple", suicide: "forbidden" } as const;
  const result = playReference(from(board, board[chain]!, ko), move, simple);
  if (typeof result === "string") return false;
  const after = result.game.boards.at(-1)!;
  const { liberties } = flood(after, chain, rules);
  if (liberties.length !== 2) return liberties.length > 2;
  return !liberties.some((atari) => capturesInLadder(after, chain, atari, result.game.ko, rules, depth));
}

/** `[points][50]`: AlphaGo's planes, then whether the other has passed, and whether White is to move. */
export function referencePlanes({ game, moves }: ReferencePosition, rules: ReferenceRules): number[][] {
  const board = game.boards.at(-1)!;
  const mover = game.movers.at(-1)!;
  const other = mover === "X" ? "O" : "X";
  const points = board.length;
  const passed = moves.at(-1) === points ? 1 : 0;
  const oneOfEight = (count: number | undefined) =>
    Array.from({ length: 8 }, (_, i) => (count !== undefined && Math.min(count, 8) === i + 1 ? 1 : 0));
  return [...board].map((content, point) => {
    const stone = content !== ".";
    const ago = moves.length - moves.lastIndexOf(point);
    const own = flood(board, point, rules);
    const result = playReference(game, point, rules);
    const isLegal = typeof result !== "string";
    const after = isLegal ? result.game.boards.at(-1)! : board;
    const chain = flood(after, point, rules);
    const died = after[point] === ".";
    const liberties = died ? 0 : chain.liberties.length;
    const inLadder = (color: string, count: number, works: (stone: number) => boolean): number => {
      if (!isLegal) return 0;
      const all = [...board].flatMap((each, i) => (each === color ? [i] : []));
      return all.some((i) => flood(board, i, rules).liberties.length === count && works(i)) ? 1 : 0;
    };
    const isEye =
      neighbors(point, rules, sides).every((side) => board[side] === mover) &&
      neighbors(point, rules, corners).filter((corner) => board[corner] === other).length <
        (neighbors(point, rules, corners).length === 4 ? 2 : 1);
    return [
      ...[mover, other, "."].map((each) => (content === each ? 1 : 0)),
      1,
      ...oneOfEight(stone ? (moves.includes(point) ? ago : 8) : undefined),
      ...oneOfEight(stone ? own.liberties.length : undefined),
      ...oneOfEight(isLegal ? Math.max(0, result.captured) + 1 : undefined),
      ...oneOfEight(isLegal && liberties <= 1 ? (died ? -result.captured : chain.chain.length) : undefined),
      ...oneOfEight(isLegal && liberties > 0 ? liberties : undefined),
      inLadder(other, 2, (stone) => {
        if (!flood(board, stone, rules).liberties.includes(point)) return false;
        return capturesInLadder(board, stone, point, -1, rules);
      }),
      inLadder(mover, 1, (stone) => {
        const {
          liberties: [only],
          beside,
        } = flood(board, stone, rules);
        const isCapture = beside.some((near) => {
          const { liberties } = flood(board, near, rules);
          return board[near] === other && liberties.length === 1 && liberties[0] === point;
        });
        return (only === point || isCapture) && escapesLadder(board, stone, point, -1, rules);
      }),
      isLegal && !isEye ? 1 : 0,
      0,
      passed,
      mover === "O" ? 1 : 0,
    ];
  });
}
