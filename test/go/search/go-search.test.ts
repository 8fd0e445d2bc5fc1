import { describe, expect, it } from "vitest";
import {
  black,
  GoPosition,
  type GoRulesOptions,
  parseVertex,
  scoreOf,
  white,
} from "../../../src/games/index.ts";
import { searchPlayer } from "../../../src/go/players/search-player.ts";
import { createSearch, evaluatorOf, goSearchGame } from "../../../src/go/search/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const uniform = (moves: number) => new Array<number>(moves).fill(1);

function searchOf(position: GoPosition, judge = () => ({ priors: uniform(position.points + 1), value: 0 })) {
  return createSearch(goSearchGame(position), evaluatorOf(position.points + 1, judge, 4));
}

/** What perfect play gets for Black, by trying everything. */
function minimax(position: GoPosition): number {
  if (position.isOver) return Math.sign(scoreOf(position).lead);
  const values: number[] = [];
  for (let move = 0; move <= position.points; move++) {
    if (!position.isLegal(move)) continue;
    position.playLegal(move);
    values.push(minimax(position));
    position.undo();
  }
  return position.toPlay === black ? Math.max(...values) : Math.min(...values);
}

/** @param rows from above: "X" Black, "O" White */
function diagram(rows: readonly string[], rules: GoRulesOptions, toPlay = black as 1 | 2): GoPosition {
  const position = new GoPosition({ columns: rows[0].length, rows: rows.length, ...rules });
  position.setUp(
    [...rows.join("")].map((each) => ".XO".indexOf(each)),
    toPlay,
  );
  return position;
}

describe("a search of Go", () => {
  const values = [
    [1, 2, 0],
    [1, 3, 3],
    [1, 4, 4],
    [1, 5, 0],
    [2, 2, 1],
    [2, 3, 0],
  ] as const;
  it.each(values)(
    "proves the value of a board of %i×%i, %i, under positional superko",
    (rows, columns, value) => {
      for (const [komi, winner] of [
        [value - 0.5, 1],
        [value + 0.5, -1],
        [value, 0],
      ]) {
        const search = searchOf(new GoPosition({ columns, rows, komi }));
        expect(search.run({ simulations: 50_000 })).toMatchObject({ value: winner, solved: true });
      }
    },
  );

  it("leaves moves that fill an own eye out where it is led, so that it passes though the policy does not", async () => {
    const position = diagram([".XXXX", "XXXXX", "XX.XX", "XXXXX", "XXXXX"], {});
    const forgetful = evaluatorOf(26, () => ({ priors: [...uniform(25), 1e-9], value: 0 }));
    const visitsOf = (sensible: boolean) => {
      const { visits } = createSearch(goSearchGame(position, { sensible }), forgetful).run({
        simulations: 8,
      });
      return Array.from(visits.keys()).filter((move) => visits[move] > 0);
    };
    expect(visitsOf(false)).toEqual(expect.arrayContaining([0, 12]));
    expect(visitsOf(true)).toEqual([position.pass]);
    const player = searchPlayer({ simulations: 8, evaluator: () => forgetful });
    const turn = { position, generator: createGenerator(1), seconds: undefined, mayResign: false };
    expect(await player(turn)).toBe(position.pass);
  });

  it("agrees with minimax at random positions of 1×3", () => {
    const generator = createGenerator(3);
    for (let round = 0; round < 60; round++) {
      const position = new GoPosition({ columns: 3, rows: 1, komi: generator.integers(-3, 4) });
      for (let move = generator.integers(0, 6); move > 0; move--) {
        const legal = [0, 1, 2, 3].filter((point) => position.isLegal(point));
        position.play(legal[generator.integers(0, legal.length)]);
        if (!position.isOver) continue;
        position.undo();
        break;
      }
      const sign = position.toPlay === black ? 1 : -1;
      const result = searchOf(position).run({ simulations: 5000 });
      expect(result.solved).toBe(true);
      expect(result.value).toBeCloseTo(sign * minimax(position), 12);
      position.play(result.move);
      expect(minimax(position) * sign).toBeCloseTo(result.value, 12);
    }
  });

  const wall = [".X.O.", ".X.O.", "XX.O.", ".X.OO", ".X.O."];

  it("passes at once where that ends a won game, however unlikely a pass seems", () => {
    const position = diagram(wall, { komi: -3.5 }, white);
    position.play(position.pass);
    const judge = () => ({ priors: uniform(26).fill(1e-6, 25), value: 0 });
    const result = searchOf(position, judge).run({ simulations: 4 });
    expect(result).toMatchObject({ move: position.pass, value: 1, solved: true });
  });

  it("does not pass where the other player would pass too and win, however likely a pass seems", () => {
    const judge = () => ({ priors: uniform(26).fill(1e4, 25), value: 0 });
    // Ten points each, and five between them: who is to move is behind by half a point.
    for (const [color, komi] of [
      [white, -0.5],
      [black, 0.5],
    ] as const) {
      const position = diagram(wall, { komi }, color);
      expect(searchOf(position, judge).run({ simulations: 100 }).move).not.toBe(position.pass);
      position.setToPlay(color === black ? white : black);
      position.play(position.pass);
      expect(searchOf(position, judge).run({ simulations: 100 }).move).not.toBe(position.pass);
    }
  });

  it("leaves the position as it was, and respects superko", () => {
    const position = new GoPosition({ columns: 2, rows: 2, komi: 1 });
    for (const vertex of ["A1", "B2", "A2", "pass", "B1"]) {
      if (position.isLegal(parseVertex(vertex, position))) position.play(parseVertex(vertex, position));
    }
    const before = [...position.hash, position.moveCount, position.toPlay, ...position.stones];
    const { visits } = searchOf(position).run({ simulations: 500 });
    expect([...position.hash, position.moveCount, position.toPlay, ...position.stones]).toEqual(before);
    visits.forEach((count, move) => {
      if (!position.isLegal(move)) expect(count).toBe(0);
    });
  });

  it("begins anew where the other color has played the same moves", () => {
    const position = new GoPosition({ size: 3 });
    const play = (...moves: readonly (readonly [color: 1 | 2, move: number])[]) => {
      for (const [color, move] of moves) {
        position.setToPlay(color);
        position.play(move);
      }
    };
    const search = searchOf(position);
    const fresh = () => searchOf(position).run({ simulations: 50 }).visits;
    search.run({ simulations: 500 });
    play([white, 0], [white, 1]); // the tree has Black's and White's moves there, and then Black's turn too
    expect(search.run({ simulations: 50 }).visits).toEqual(fresh());
    for (let i = 0; i < 2; i++) position.undo();
    play([black, 0], [white, 1]);
    expect(search.run({ simulations: 50 }).visits).toEqual(fresh());
  });

  it("keeps its tree from move to move of a whole game on 5×5, which ends", () => {
    const position = new GoPosition({ size: 5, komi: 24.5 });
    const generator = createGenerator(1);
    const search = searchOf(position, () => ({
      priors: Array.from({ length: 26 }, () => generator.random()),
      value: generator.uniform(-0.5, 0.5),
    }));
    let kept = 0;
    while (!position.isOver && position.moveCount < 60) {
      const { move, visits } = search.run({ simulations: 40 });
      kept += visits.reduce((sum, count) => sum + count) > 40 ? 1 : 0;
      position.play(move);
    }
    expect(kept).toBeGreaterThan(10);
  });
});
