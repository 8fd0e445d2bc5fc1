/*
 * Go by the letter of its rules, slowly: a board is a string of ".", "X" and "O", a chain is found by flooding, and a
 * repetition by comparing boards. Shares nothing with src/.
 */

export interface ReferenceRules {
  readonly columns: number;
  readonly rows: number;
  readonly ko: "simple" | "positional-superko" | "situational-superko";
  readonly suicide: "forbidden" | "allowed";
}

export interface ReferenceGame {
  readonly boards: readonly string[];
  /** Who was to play on each of the boards. */
  readonly movers: readonly string[];
  readonly ko: number;
}

export function startOf({ columns, rows }: ReferenceRules): ReferenceGame {
  return { boards: [".".repeat(columns * rows)], movers: ["X"], ko: -1 };
}

function around(point: number, { columns, rows }: ReferenceRules): number[] {
  const [x, y] = [point % columns, Math.floor(point / columns)];
  return [
    ...(x > 0 ? [point - 1] : []),
    ...(x < columns - 1 ? [point + 1] : []),
    ...(y > 0 ? [point - columns] : []),
    ...(y < rows - 1 ? [point + columns] : []),
  ];
}

/** The points of equal content that are connected with one, and those beside them. */
export function flood(board: string, point: number, rules: ReferenceRules) {
  const chain = new Set([point]);
  const beside = new Set<number>();
  for (const member of chain) {
    for (const next of around(member, rules)) (board[next] === board[point] ? chain : beside).add(next);
  }
  const liberties = [...beside].filter((next) => board[next] === ".");
  return { chain: [...chain], beside: [...beside], liberties };
}

function without(board: string, points: readonly number[]): string {
  return [...board].map((content, point) => (points.includes(point) ? "." : content)).join("");
}

/** The game after a move, or why it is illegal. A move of as many as there are points is a pass. */
export function playReference(
  game: ReferenceGame,
  move: number,
  rules: ReferenceRules,
): { readonly game: ReferenceGame; readonly captured: number } | string {
  const before = game.boards.at(-1)!;
  const mover = game.movers.at(-1)!;
  const other = mover === "X" ? "O" : "X";
  const after = (board: string, ko: number) => ({
    boards: [...game.boards, board],
    movers: [...game.movers, other],
    ko,
  });
  if (move === before.length) return { game: after(before, -1), captured: 0 };
  if (before[move] !== ".") return "occupied";
  if (move === game.ko) return "ko";
  let board = before.slice(0, move) + mover + before.slice(move + 1);
  const captured = around(move, rules)
    .filter((point) => board[point] === other)
    .map((point) => flood(board, point, rules))
    .filter(({ liberties }) => liberties.length === 0)
    .flatMap(({ chain }) => chain);
  const taken = [...new Set(captured)];
  board = without(board, taken);
  const own = flood(board, move, rules);
  const isSuicide = own.liberties.length === 0;
  if (isSuicide && rules.suicide === "forbidden") return "suicide";
  if (isSuicide) board = without(board, own.chain);
  const repeated = game.boards.some(
    (earlier, i) => earlier === board && (rules.ko === "positional-superko" || game.movers[i] === other),
  );
  if (rules.ko !== "simple" && repeated) return "superko";
  const isKo =
    rules.ko === "simple" && taken.length === 1 && own.chain.length === 1 && own.liberties.length === 1;
  return {
    game: after(board, isKo ? taken[0]! : -1),
    captured: isSuicide ? -own.chain.length : taken.length,
  };
}

/** Points of X and O by area, with an own flood of empty regions. */
export function referenceArea(
  board: string,
  rules: ReferenceRules,
): { readonly X: number; readonly O: number } {
  const points = { X: 0, O: 0 };
  for (let point = 0; point < board.length; point++) {
    const content = board[point]!;
    const colors =
      content === "."
        ? new Set(flood(board, point, rules).beside.map((beside) => board[beside]!))
        : new Set([content]);
    if (colors.size === 1) points[[...colors][0] as "X" | "O"]++;
  }
  return points;
}
