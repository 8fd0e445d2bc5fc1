import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neighborsOf } from "../../../src/games/go/neighbors.ts";
import { zobristKeys } from "../../../src/games/go/zobrist.ts";
import { GoPosition, type GoRulesOptions, scoreOf } from "../../../src/games/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { flood, playReference, type ReferenceRules, referenceArea, startOf } from "./reference.ts";

const anyRules = fc.record({
  columns: fc.integer({ min: 1, max: 6 }),
  rows: fc.integer({ min: 1, max: 6 }),
  ko: fc.constantFrom("simple", "positional-superko", "situational-superko"),
  suicide: fc.constantFrom("forbidden", "allowed"),
}) satisfies fc.Arbitrary<GoRulesOptions>;

const boardOf = ({ stones }: GoPosition) => Array.from(stones, (stone) => ".XO"[stone]).join("");

/** Plays random legal moves, passes seldom. */
function playAtRandom(position: GoPosition, moves: number, seed: number, each: (move: number) => void): void {
  const generator = createGenerator(seed);
  const mask = new Uint8Array(position.points + 1);
  for (let i = 0; i < moves; i++) {
    position.legalMoves(mask);
    const legal = Array.from(mask.keys()).filter((move) => mask[move] === 1 && move < position.points);
    const move =
      legal.length === 0 || generator.random() < 0.05
        ? position.pass
        : legal[generator.integers(0, legal.length)]!;
    each(move);
  }
}

describe("GoPosition", () => {
  test("has the legal moves, captures, liberties and area of a slow reference in random games by all rules", () => {
    fc.assert(
      fc.property(anyRules, fc.nat(), (rules, seed) => {
        const position = new GoPosition(rules);
        let game = startOf(rules as ReferenceRules);
        playAtRandom(position, 4 * position.points, seed, (move) => {
          const board = game.boards.at(-1)!;
          expect(boardOf(position)).toBe(board);
          for (let point = 0; point <= position.points; point++) {
            const result = playReference(game, point, rules);
            expect(position.isLegal(point)).toBe(typeof result !== "string");
            if (typeof result !== "string" && point < position.points) {
              expect(position.captures(point)).toBe(Math.max(0, result.captured));
            }
            if (point < position.points && board[point] !== ".") {
              expect(position.liberties(point)).toBe(flood(board, point, rules).liberties.length);
            }
          }
          const area = referenceArea(board, rules);
          expect(scoreOf(position)).toEqual({ black: area.X, white: area.O, lead: area.X - area.O - 7.5 });
          const result = playReference(game, move, rules);
          if (typeof result === "string") throw new Error(result);
          position.play(move);
          expect(position.capturedAt(position.moveCount - 1)).toBe(result.captured);
          game = result.game;
        });
      }),
      { numRuns: 25, seed: 1 },
    );
  });
});

describe("sensible moves", () => {
  const [center, edge] = [
    { point: 12, own: [7, 11, 13, 17] },
    { point: 2, own: [1, 3, 7] },
  ];
  test.each([
    ["an eye in the middle", center, [], false],
    ["one with a stone of the other on a diagonal", center, [6], false],
    ["two of them, which make it false", center, [6, 18], true],
    ["an eye at the edge", edge, [], false],
    ["one with a stone of the other on a diagonal, which makes it false", edge, [8], true],
    ["a point with a free neighbor", { ...center, own: [7, 11, 13] }, [], true],
  ])("are the legal ones that fill no own eye: %s", (_, { point, own }, others, isSensible) => {
    const position = new GoPosition({ size: 5 });
    position.setUp(
      Array.from({ length: 25 }, (_, at) => (own.includes(at) ? 2 : others.includes(at) ? 1 : 0)),
      2,
    );
    const legal = new Uint8Array(27);
    position.legalMoves(legal, 1);
    const sensible = new Uint8Array(27);
    position.sensibleMoves(sensible, 1);
    expect(sensible).toEqual(legal.with(1 + point, isSensible ? 1 : 0));
  });

  test("leave none out that would connect a chain in atari", () => {
    let leftOut = 0;
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(120), fc.nat(), (size, moves, seed) => {
        const position = randomPosition({ size }, moves, seed);
        const { neighbors } = neighborsOf(size, size);
        const [legal, sensible] = [new Uint8Array(position.points + 1), new Uint8Array(position.points + 1)];
        position.legalMoves(legal);
        position.sensibleMoves(sensible);
        for (let point = 0; point < position.points; point++) {
          if (legal[point] === sensible[point]) continue;
          leftOut++;
          const beside = Array.from(neighbors.subarray(4 * point, 4 * point + 4)).filter(
            (at) => at < position.points,
          );
          for (const at of beside) expect(position.liberties(at)).toBeGreaterThan(1);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(leftOut).toBeGreaterThan(100);
  });
});

/** All that can be seen of a position. */
function describePosition(position: GoPosition) {
  const { toPlay, koPoint, moveCount, consecutivePasses, lastMove, hash, points } = position;
  const mask = new Uint8Array(points + 1);
  position.legalMoves(mask);
  const stones = Array.from(position.stones);
  const occupied = [...stones.keys()].filter((point) => stones[point] !== 0);
  return {
    ...{ stones, toPlay, koPoint, moveCount, consecutivePasses, lastMove, hash: Array.from(hash) },
    prisoners: [position.prisoners(1), position.prisoners(2)],
    legal: Array.from(mask),
    liberties: occupied.map((point) => position.liberties(point)),
    captures: [...mask.keys()]
      .filter((move) => mask[move] === 1 && move < points)
      .map((p) => position.captures(p)),
  };
}

/** A position in the middle of a random game. */
function randomPosition(rules: GoRulesOptions, moves: number, seed: number): GoPosition {
  const position = new GoPosition(rules);
  playAtRandom(position, moves, seed, (move) => position.play(move));
  return position;
}

describe("taking moves back", () => {
  test("leads through the positions before, and playing again through those after", () => {
    fc.assert(
      fc.property(anyRules, fc.nat(), (rules, seed) => {
        const position = new GoPosition(rules);
        const seen = [describePosition(position)];
        playAtRandom(position, 3 * position.points, seed, (move) => {
          position.play(move);
          seen.push(describePosition(position));
        });
        const moves = Array.from({ length: position.moveCount }, (_, i) => position.moveAt(i));
        for (const before of seen.slice(0, -1).reverse()) {
          position.undo();
          expect(describePosition(position)).toEqual(before);
        }
        for (const [i, move] of moves.entries()) {
          position.play(move);
          expect(describePosition(position)).toEqual(seen[i + 1]);
        }
      }),
      { numRuns: 25, seed: 2 },
    );
  });

  test("is refused where no move has been played, also after setUp", () => {
    const position = randomPosition({ size: 4 }, 9, 1);
    position.setUp(position.stones.slice(), 2);
    expect(() => position.undo()).toThrow("undo: no move has been played");
  });
});

describe("the hash", () => {
  test("is the exclusive or of the stones' keys, however the position came about", () => {
    fc.assert(
      fc.property(anyRules, fc.nat(), (rules, seed) => {
        const position = randomPosition(rules, (2 * seed) % 50, seed);
        const again = new GoPosition(rules);
        again.setUp(position.stones, position.toPlay);
        expect(again.hash).toEqual(position.hash);
        const { low, high } = zobristKeys();
        const expected = [0, 0];
        for (const [point, stone] of position.stones.entries()) {
          if (stone === 0) continue;
          expected[0]! ^= low[(stone << 9) + point]!;
          expected[1]! ^= high[(stone << 9) + point]!;
        }
        expect(Array.from(position.hash)).toEqual(expected);
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  test("has keys of all stones that differ in either word", () => {
    const { low, high } = zobristKeys();
    for (const words of [low, high]) {
      const keys = [1, 2].flatMap((color) => Array.from(words.subarray(color << 9, (color << 9) + 361)));
      expect(new Set(keys).size).toBe(2 * 361);
    }
  });
});

describe("a copy of a position", () => {
  test("goes on as the original, apart from it: clones, copies into used positions, and restored ones", () => {
    fc.assert(
      fc.property(anyRules, fc.nat(), fc.nat({ max: 60 }), (rules, seed, moves) => {
        const position = randomPosition(rules, moves, seed);
        const used = randomPosition(rules, 7, seed + 1);
        used.copyFrom(position);
        const restored = randomPosition(rules, 3, seed + 2);
        restored.restore(position.save());
        const copies = [position.clone(), used, restored];
        const before = describePosition(position);
        for (const copy of copies) {
          expect(describePosition(copy)).toEqual(before);
          playAtRandom(copy, 20, seed + 3, (move) => copy.play(move));
        }
        expect(describePosition(position)).toEqual(before);
        playAtRandom(position, 20, seed + 3, (move) => position.play(move));
        for (const copy of copies) {
          expect(describePosition(copy)).toEqual(describePosition(position));
          while (copy.moveCount > 0) copy.undo();
          expect(describePosition(copy)).toEqual(describePosition(new GoPosition(rules)));
        }
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  test("keeps whose turn it was made", () => {
    const position = new GoPosition({ size: 3, ko: "situational-superko" });
    position.play(4);
    position.setToPlay(1);
    position.play(0);
    position.setToPlay(1);
    const copy = new GoPosition({ size: 3, ko: "situational-superko" });
    copy.restore(position.save());
    expect(describePosition(copy)).toEqual(describePosition(position));
    expect([copy.colorAt(1), copy.toPlay]).toEqual([1, 1]);
  });

  test("is refused between boards that do not fit, and from what no game leads to", () => {
    const position = new GoPosition({ size: 3 });
    expect(() => position.copyFrom(new GoPosition({ size: 4 }))).toThrow(
      "copyFrom: the other position is of 4×4 with positional-superko, suicide forbidden, a komi of 7.5 and area scoring; it must be of 3×3",
    );
    for (const rules of [{ komi: 0.5 }, { scoring: "territory" }] as const)
      expect(() => position.copyFrom(new GoPosition({ size: 3, ...rules }))).toThrow("copyFrom: the other");
    const saved = position.save();
    const wrong = { ...saved, moves: Int32Array.of(8, 9) };
    expect(() => position.restore(wrong)).toThrow("White may not play B2: the point is occupied");
    expect(() => position.restore({ ...saved, moves: Int32Array.of(800) })).toThrow(
      "a move is a point from 0 to 8",
    );
    expect(() => position.restore({ ...saved, stones: new Uint8Array(9).fill(1) })).toThrow("no liberties");
    expect(() => position.restore({ ...saved, toPlay: Int32Array.of(1, 3) })).toThrow(
      "toPlay: it must be 1 or 2",
    );
    expect(() => position.restore({ ...saved, moves: [1] })).toThrow("moves: it must be an Int32Array");
  });
});

describe("a game", () => {
  test("longer than the room made for it at first goes on as before, and can be taken back", () => {
    const position = new GoPosition({ columns: 2, rows: 1, ko: "simple" });
    for (let i = 0; i < 500; i++) position.play(position.isLegal(i % 2) ? i % 2 : position.pass);
    expect(position.moveCount).toBe(500);
    while (position.moveCount > 0) position.undo();
    expect(describePosition(position)).toEqual(
      describePosition(new GoPosition({ columns: 2, rows: 1, ko: "simple" })),
    );
  });

  test("is over after two passes, and can still be played on", () => {
    const position = new GoPosition({ size: 5 });
    position.play(position.pass);
    position.play(12);
    position.play(position.pass);
    expect(position.isOver).toBe(false);
    position.play(position.pass);
    expect(position.isOver).toBe(true);
    position.play(0);
    expect([position.isOver, position.consecutivePasses]).toEqual([false, 0]);
  });

  test("refuses illegal moves and says why", () => {
    const position = new GoPosition({ size: 3, ko: "simple" });
    position.setUp([0, 1, 2, 1, 2, 0, 0, 1, 2], 1); // .XO / XO. / .XO
    expect(() => position.play(1)).toThrow("play: Black may not play B3: the point is occupied");
    expect(() => position.play(-1)).toThrow(
      "play: Black may not play -1: a move is a point from 0 to 8, or 9 for a pass",
    );
    expect(() => position.play(1.5)).toThrow("a move is a point from 0 to 8");
    position.play(5);
    expect(position.capturedAt(0)).toBe(3);
  });
});

describe("what is asked of a position", () => {
  const position = new GoPosition({ size: 5 });
  position.play(3);
  position.play(4);

  test.each([20, 25, 77, -1, 1.5, Number.NaN])(
    "is no liberties of the point %d, which has no stone",
    (point) => {
      expect(() => position.liberties(point)).toThrow(
        /^liberties: the point is .* from 0 to 24 with a stone$/,
      );
      expect(() => position.chains.writeLiberties(point, new Int16Array(25))).toThrow(
        /^writeLiberties: the point is .* from 0 to 24 with a stone$/,
      );
    },
  );

  test.each([2, -1, 0.5, Number.NaN])("is no move of the number %d, which there is not", (index) => {
    for (const name of ["moveAt", "colorAt", "capturedAt"] as const)
      expect(() => position[name](index)).toThrow(
        `${name}: the index is ${index}; it must be an integer from 0 to 1, as 2 moves have been played`,
      );
    const fresh = new GoPosition({ size: 5 });
    expect(() => fresh.moveAt(0)).toThrow("moveAt: the index is 0; no move has been played");
  });

  test("is a color, a move and a mask with room for all moves", () => {
    expect(() => position.prisoners(3 as 1)).toThrow(
      "prisoners: the color is 3; it must be 1 for Black or 2",
    );
    expect(() => position.captures(26)).toThrow("captures: the move is 26; a move is a point from 0 to 24");
    expect([position.captures(25), position.captures(3)]).toEqual([0, 0]);
    expect(() => position.legalMoves(new Uint8Array(27), 2)).toThrow(
      "legalMoves: mask has 27 elements; it must have 28 or more",
    );
  });
});
