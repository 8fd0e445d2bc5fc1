import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { black, GoPosition, white } from "../../../src/games/go/index.ts";
import {
  type GoGame,
  gameFromSgf,
  gameToSgf,
  mainLine,
  parseSgf,
  positionBefore,
  writeSgf,
} from "../../../src/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const gameIn = (text: string) => gameFromSgf(parseSgf(text)[0]);

/** A game of random legal moves from a random start, in which a player may move twice in a row. */
function randomGame(seed: number): GoGame {
  const generator = createGenerator(seed);
  const columns = generator.integers(1, 20);
  const rows = generator.random() < 0.7 ? columns : generator.integers(1, 20);
  const position = new GoPosition({ columns, rows, komi: generator.integers(-20, 20) / 2 });
  const play = (moves: number) => {
    for (let i = 0; i < moves; i++) {
      if (generator.random() < 0.1) position.setToPlay(generator.choice([black, white]));
      const move = generator.integers(0, position.points + 1);
      if (position.isLegal(move)) position.play(move);
    }
  };
  play(generator.integers(0, 10));
  const stones = position.stones.slice();
  const { toPlay } = position;
  position.setUp(stones, toPlay);
  play(generator.integers(0, 100));
  const moves = Array.from({ length: position.moveCount }, (_, index) => ({
    color: position.colorAt(index),
    move: position.moveAt(index),
  }));
  const results = [
    undefined,
    { winner: 0 },
    { winner: black, by: 3.5 },
    { winner: white, by: "resignation" },
  ] as const;
  return { rules: position.rules, stones, toPlay, moves, result: generator.choice(results) };
}

describe("a game", () => {
  it("is read from SGF as it was written, on every board", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const game = randomGame(seed);
        const read = gameIn(writeSgf([gameToSgf(game, { PB: "a]\\b" })]));
        expect(read).toEqual(game);
        expect(positionBefore(read).stones).toEqual(game.stones);
      }),
      { numRuns: 60 },
    );
  });

  it("may have a handicap, lists of points as rectangles, and passes of both kinds", () => {
    const game = gameIn("(;SZ[5]HA[2]KM[ 0.5 ]AB[aa:bb]AE[bb]AW[ee][ea:ea];W[cc];B[];W[tt];B[dd])");
    expect([...game.stones].join("")).toBe("1100210000000000000000002");
    expect(game.toPlay).toBe(white);
    expect(game.moves).toEqual([
      { color: white, move: 12 },
      { color: black, move: 25 },
      { color: white, move: 25 },
      { color: black, move: 18 },
    ]);
    expect(game.rules).toMatchObject({ columns: 5, rows: 5, komi: 0.5 });
    expect(gameIn("(;SZ[9]AB[aa][bb])").toPlay).toBe(white);
    expect(gameIn("(;SZ[9]AB[aa]AW[bb]PL[w])").toPlay).toBe(white);
    expect(gameIn("(;B[tt];W[ss])")).toMatchObject({
      rules: { columns: 19 },
      moves: [{ move: 361 }, { move: 360 }],
    });
  });

  it.each([
    ["B+3.5", { winner: black, by: 3.5 }],
    ["W+12", { winner: white, by: 12 }],
    ["W+R", { winner: white, by: "resignation" }],
    ["b+Resign", { winner: black, by: "resignation" }],
    ["B+Time", { winner: black, by: "time" }],
    ["W+F", { winner: white, by: "forfeit" }],
    ["W+", { winner: white }],
    ["B+3.5 points", { winner: black, by: 3.5 }],
    ["B+3,5", { winner: black }],
    ["B+3.5 (moku)", { winner: black, by: 3.5 }],
    ["W+12.5 pts.", { winner: white, by: 12.5 }],
    ["B+Res.", { winner: black, by: "resignation" }],
    ["W+3 1/2", { winner: white }],
    ["W+3.5.1", { winner: white }],
    ["W+Three", { winner: white }],
    ["Draw", { winner: 0 }],
    ["0", { winner: 0 }],
    ["Void", undefined],
    ["?", undefined],
  ])("has the result %s", (text, result) => {
    expect(gameIn(`(;SZ[9]RE[${text}])`).result).toEqual(result);
  });

  it("tells how many of its moves were given", () => {
    const game = gameFromSgf(parseSgf("(;GM[1]SZ[5]GIVEN[2];B[aa];W[bb];B[cc])")[0]);
    expect(game.given).toBe(2);
    expect(gameFromSgf(gameToSgf(game))).toEqual(game);
    expect(gameFromSgf(parseSgf("(;GM[1]SZ[5];B[aa])")[0])).not.toHaveProperty("given");
    for (const text of ["4", "-1", "1.5", "many", ""]) {
      const [root] = parseSgf(`(;GM[1]SZ[5]GIVEN[${text}];B[aa];W[bb];B[cc])`);
      expect(() => gameFromSgf(root)).toThrow(
        `GIVEN: ${JSON.stringify(text)} is no number of moves from 0 to 3, those of the game`,
      );
    }
  });

  it("is written with the points of a komi such as 6.1 as a person writes them", () => {
    const game: GoGame = { ...gameIn("(;SZ[9]KM[6.1];B[aa])"), result: { winner: black, by: 8 - 6.1 } };
    expect(game.result?.by).not.toBe(1.9);
    expect(gameToSgf(game).properties.get("RE")).toEqual(["B+1.9"]);
  });

  it("is not written with moves, colors or stones that there are not", () => {
    const game = gameIn("(;SZ[5];B[aa];W[bb])");
    const playing = (move: number, color = white) =>
      ({
        ...game,
        moves: [
          { color: black, move: 0 },
          { color, move },
        ],
      }) as GoGame;
    for (const move of [77, -1, 0.5, Number.NaN])
      expect(() => gameToSgf(playing(move))).toThrow(
        `gameToSgf: move 1: the move is ${move}; on a board of 5×5 it must be a point from 0 to 24, or 25 for a pass`,
      );
    expect(() => gameToSgf(playing(1, 3 as 2))).toThrow("gameToSgf: move 1: the color is 3");
    expect(() => gameToSgf({ ...game, stones: new Uint8Array(9) })).toThrow(
      "gameToSgf: stones has 9 numbers",
    );
  });

  it("is the main line, or another one that is given", () => {
    const [root] = parseSgf("(;SZ[5];B[aa](;W[bb];B[cc])(;W[dd]))");
    expect(gameFromSgf(root).moves.map(({ move }) => move)).toEqual([0, 6, 12]);
    const [, second] = root.children[0].children;
    const line = [root, root.children[0], ...mainLine(second)];
    expect(gameFromSgf(root, {}, line).moves.map(({ move }) => move)).toEqual([0, 18]);
  });

  it("is played by the rules that are given", () => {
    // Black takes a ko and White takes it back at once.
    const ko = "(;SZ[5]AB[ba][ab][bc]AW[ca][bb][db][cc];B[cb];W[bb])";
    expect(() => gameIn(ko)).toThrow(
      /^SGF, line 1, column \d+: W: play: White may not play B4: it repeats an earlier/,
    );
    expect(() => gameFromSgf(parseSgf(ko)[0], { ko: "simple" })).toThrow(
      /the ko may not be taken back at once/,
    );
    const suicide = "(;SZ[3]AB[ab][ba];W[aa];B[cc])";
    expect(() => gameIn(suicide)).toThrow(/suicide/);
  });

  it.each([
    ["(;SZ[9]\n;B[aa]\n;W[aa])", 3, 1, "W: play: White may not play A9: the point is occupied"],
    ["(;SZ[9];B[ja])", 1, 8, 'B: "ja" is no point of a board of 9×9; those are from aa to ii'],
    ["(;SZ[9];B[a])", 1, 8, 'B: "a" is no point'],
    ["(;SZ[9];B[aa][bb])", 1, 8, "B: it has 2 values, and must have one"],
    ["(;SZ[9]\n AB[aa:bb:cc])", 1, 2, 'AB: "aa:bb:cc" is no rectangle'],
    ["(;SZ[9]AB[ab][ba]AW[aa])", 1, 2, "AB: setUp: a chain at A8"],
    ["(;SZ[9];B[aa];AB[cc])", 1, 14, "AB: stones are set up after a move"],
    ["(;SZ[20];B[aa])", 1, 2, "SZ: goRules: size is 20; it must be an integer from 1 to 19"],
    ["(;SZ[9:9:9])", 1, 2, 'SZ: "9:9:9" is no size; it must be a number, or columns and rows such as 9:13'],
    ["(;SZ[nine])", 1, 2, 'SZ: "nine" is no number'],
    ["(;SZ[9]KM[half])", 1, 2, 'KM: "half" is no number'],
    ["(;SZ[9]PL[x])", 1, 2, 'PL: "x" is no color'],
    ["(;SZ[9]PL[both])", 1, 2, 'PL: "both" is no color; it must be B or W'],
    ["(;GM[4]SZ[9])", 1, 2, 'GM: "4" is another game; Go is 1'],
  ])("that cannot be is refused with the place: %s", (text, line, column, problem) => {
    expect(() => gameIn(text)).toThrow(`SGF, line ${line}, column ${column}: `);
    expect(() => gameIn(text)).toThrow(problem);
  });
});
