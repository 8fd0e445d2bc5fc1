import { describe, expect, test } from "vitest";
import { type Cells, solveGame, ticTacToe, worstPayoff, type ZeroSumGame } from "../../src/games/index.ts";

const { start, moves, play, payoff, key, mover } = ticTacToe;

/** Calls back with every game that can be played. */
function playAll(visit: (end: Cells, length: number) => void, position = start, length = 0): void {
  const legal = moves(position);
  if (legal.length === 0) visit(position, length);
  for (const move of legal) playAll(visit, play(position, move), length + 1);
}

describe("tic-tac-toe", () => {
  test("has the 255,168 games that are known of it, with so many wins of each player", () => {
    const outcomes = new Map<number, number>();
    const lengths = new Array<number>(10).fill(0);
    playAll((end, length) => {
      outcomes.set(payoff(end), (outcomes.get(payoff(end)) ?? 0) + 1);
      lengths[length]++;
    });
    expect([outcomes.get(1), outcomes.get(-1), outcomes.get(0)]).toEqual([131_184, 77_904, 46_080]);
    expect(lengths.slice(5)).toEqual([1440, 5328, 47_952, 72_576, 127_872]);
  });

  test("has 5,478 positions, and whoever began moves at an even number of marks", () => {
    const seen = new Set<string>();
    const visit = (position: Cells): void => {
      if (seen.has(key(position))) return;
      seen.add(key(position));
      const marks = Array.from(position).filter((mark) => mark !== 0).length;
      expect(mover(position)).toBe(marks % 2);
      for (const move of moves(position)) visit(play(position, move));
    };
    visit(start);
    expect(seen.size).toBe(5478);
  });
});

describe("solveGame", () => {
  test("finds that perfect play of tic-tac-toe is a draw, from every first move", () => {
    const { value, bestMoves } = solveGame(ticTacToe);
    expect(value(start)).toBe(0);
    expect(bestMoves(start)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    // The only answers to a corner, and to the center, that do not lose.
    expect(bestMoves(play(start, 0))).toEqual([4]);
    expect(bestMoves(play(start, 4))).toEqual([0, 2, 6, 8]);
    // A line to complete, and one to stop.
    expect(bestMoves([1, 1, 0, -1, -1, 0, 0, 0, 0])).toEqual([2]);
    expect(bestMoves([1, 1, 0, 0, -1, 0, 0, 0, 0])).toEqual([2]);
  });

  test("solves Nim: who is to move loses where the number of stones is a multiple of four", () => {
    const nim: ZeroSumGame<readonly [stones: number, mover: 0 | 1]> = {
      start: [12, 0],
      mover: ([, mover]) => mover,
      moves: ([stones]) => [1, 2, 3].filter((taken) => taken <= stones),
      play: ([stones, mover], taken) => [stones - taken, mover === 0 ? 1 : 0],
      payoff: ([, mover]) => (mover === 0 ? -1 : 1), // who cannot take has lost
      key: (position) => position.join(),
    };
    const { value, bestMoves } = solveGame(nim);
    for (let stones = 0; stones <= 12; stones++) {
      expect(value([stones, 0])).toBe(stones % 4 === 0 ? -1 : 1);
      expect(value([stones, 1])).toBe(stones % 4 === 0 ? 1 : -1);
      if (stones % 4 !== 0) expect(bestMoves([stones, 0])).toEqual([stones % 4]);
    }
  });
});

describe("worstPayoff", () => {
  test("is 0 of perfect play of tic-tac-toe on both sides, whichever of the best moves are taken", () => {
    const { bestMoves } = solveGame(ticTacToe);
    for (const pick of [0, -1]) {
      for (const player of [0, 1] as const) {
        expect(worstPayoff(ticTacToe, player, (cells) => bestMoves(cells).at(pick)!)).toBe(0);
      }
    }
  });

  test("is the least of what all ways to play against it lead to", () => {
    const choose = (cells: Cells): number => moves(cells)[0];
    for (const player of [0, 1] as const) {
      let least = Number.POSITIVE_INFINITY;
      const visit = (cells: Cells): void => {
        const legal = moves(cells);
        if (legal.length === 0) least = Math.min(least, player === 0 ? payoff(cells) : -payoff(cells));
        for (const move of mover(cells) === player ? legal.slice(0, 1) : legal) visit(play(cells, move));
      };
      visit(start);
      expect(worstPayoff(ticTacToe, player, choose)).toBe(least);
    }
  });
});

describe("worstPayoff, where it cannot judge", () => {
  test("refuses a way to play that makes a move which is not legal", () => {
    expect(() => worstPayoff(ticTacToe, 0, () => 0)).toThrow(
      /^worstPayoff: choose returned 0 at the position .*; it must return one of the legal moves there, \d(, \d)*$/,
    );
    expect(() => worstPayoff(ticTacToe, 1, () => undefined as never)).toThrow(
      "worstPayoff: choose returned undefined at the position",
    );
  });

  test("refuses a player who is none of the two", () => {
    expect(() => worstPayoff(ticTacToe, 2 as never, () => 0)).toThrow(
      "worstPayoff: player is 2; it must be 0 or 1",
    );
  });
});

test("a move that is not legal is refused, with those that are", () => {
  const inMiddle = ticTacToe.play(ticTacToe.start, 4);
  const legal = "one of the legal ones, 0, 1, 2, 3, 5, 6, 7, 8";
  for (const [move, text] of [
    [4, "4"],
    [9, "9"],
    [-1, "-1"],
    [0.5, "0.5"],
    ["0", '"0"'],
    [undefined, "undefined"],
  ]) {
    expect(() => ticTacToe.play(inMiddle, move as number)).toThrow(
      new RangeError(`ticTacToe: the move is ${text}; it must be ${legal}`),
    );
  }
  const won = [0, 3, 1, 4, 2].reduce(ticTacToe.play, ticTacToe.start);
  expect(() => ticTacToe.play(won, 0)).toThrow(
    "ticTacToe: the move is 0; it must be none, as the game is over",
  );
});
