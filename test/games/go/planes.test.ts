import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alphaGoFeatures,
  black,
  boardFeatures,
  boardSymmetries,
  type GoFeature,
  GoPosition,
  goPlanes,
  planesOfFeatures,
  white,
} from "../../../src/games/index.ts";
import { comparePlanes, playAtRandom } from "./compare-planes.ts";

const written = (position: GoPosition, features = alphaGoFeatures) => {
  const planes = goPlanes(position, features);
  const row = new Float32Array(position.points * planes.channels);
  planes.write(position, row, 0);
  return row;
};

/** The points at which a feature of one plane is 1. */
const pointsOf = (position: GoPosition, feature: GoFeature) =>
  Array.from(written(position, [feature])).flatMap((each, point) => (each === 1 ? [point] : []));

/** @param rows from above: "X" Black, "O" White */
function diagram(rows: readonly string[], toPlay: 1 | 2): GoPosition {
  const position = new GoPosition({ columns: rows[0].length, rows: rows.length, ko: "simple" });
  position.setUp(
    [...rows.join("")].map((each) => ".XO".indexOf(each)),
    toPlay,
  );
  return position;
}

describe("the planes of a position of Go", () => {
  it("are those of a slow reference in random games by all rules, ladders included, whatever is around their row", () => {
    const anyRules = fc.record({
      columns: fc.integer({ min: 2, max: 6 }),
      rows: fc.integer({ min: 1, max: 6 }),
      ko: fc.constantFrom("simple" as const, "positional-superko" as const, "situational-superko" as const),
      suicide: fc.constantFrom("forbidden" as const, "allowed" as const),
    });
    let ladders = 0;
    fc.assert(
      fc.property(anyRules, fc.nat(), (rules, seed) => {
        ladders += comparePlanes(rules, 3 * rules.columns * rules.rows, seed).ladders;
      }),
      { numRuns: 9, seed: 2 },
    );
    expect(ladders).toBeGreaterThan(100);
  });

  it("turn and mirror with the board", () => {
    for (const [columns, rows] of [
      [7, 7],
      [9, 9],
      [6, 9],
    ]) {
      const symmetries = boardSymmetries({ columns, rows });
      const turned = symmetries.map(() => new GoPosition({ columns, rows }));
      const { channels } = goPlanes({ columns, rows }, alphaGoFeatures);
      let count = 0;
      playAtRandom(turned[0], columns * rows, columns, (move) => {
        if (count++ % 9 === 0) {
          const own = written(turned[0]);
          for (const [index, symmetry] of symmetries.entries()) {
            const planes = written(turned[index]);
            const back = Array.from(own, (_, i) => {
              const point = Math.floor(i / channels);
              return planes[symmetry[point] * channels + (i % channels)];
            });
            expect(back).toEqual(Array.from(own));
          }
        }
        for (const [index, symmetry] of symmetries.entries())
          if (index > 0) turned[index].play(symmetry[move]);
      });
    }
  });

  it("leave the position as it was, though ladders are read on its board", () => {
    const position = new GoPosition({ size: 9 });
    const copy = new GoPosition({ size: 9 });
    const planes = goPlanes(position, alphaGoFeatures);
    const row = new Float32Array(81 * planes.channels);
    playAtRandom(position, 150, 7, (move) => {
      planes.write(position, row, 0);
      const { heads, next, sizes, pseudoLiberties, colors, trailLength } = copy.chains;
      expect(Array.from(position.chains.colors)).toEqual(Array.from(colors));
      for (const [own, other] of [
        [position.chains.heads, heads],
        [position.hash, copy.hash],
      ]) {
        expect(Array.from(own)).toEqual(Array.from(other));
      }
      expect(position.chains.trailLength).toBe(trailLength);
      for (let point = 0; point < 81; point++) {
        if (colors[point] === 0) continue;
        expect(position.chains.next[point]).toBe(next[point]);
        const head = heads[point];
        expect(position.chains.sizes[head]).toBe(sizes[head]);
        expect(position.chains.pseudoLiberties[head]).toBe(pseudoLiberties[head]);
      }
      copy.play(move);
    });
  });

  it("leave the position as it was where stones could capture one another for ever", () => {
    const rows = [
      ".OXOOXXXX",
      "OOXOXXXXX",
      "XXXO.XXXX",
      "XXXOXXX.X",
      ".XXXX.XOX",
      "X.XXO..XX",
      "XXX.X...X",
      ".........",
      ".OXO.O...",
    ];
    for (const toPlay of [black, white] as const) {
      const position = diagram(rows, toPlay);
      written(position);
      expect(Array.from(position.stones, (stone) => ".XO"[stone]).join("")).toBe(rows.join(""));
    }
  });

  it("are as many as the features say, in their order", () => {
    expect(goPlanes({ columns: 9, rows: 9 }).channels).toBe(14);
    expect(goPlanes({ columns: 9, rows: 9 }, alphaGoFeatures).channels).toBe(50);
    const position = new GoPosition({ size: 5 });
    playAtRandom(position, 30, 3, () => {});
    const every = Object.keys(planesOfFeatures) as GoFeature[];
    const all = written(position, every);
    const channels = all.length / 25;
    let at = 0;
    for (const feature of every) {
      const own = written(position, [feature]);
      const count = planesOfFeatures[feature];
      expect(Array.from(own)).toEqual(
        Array.from({ length: 25 * count }, (_, i) => {
          return all[Math.floor(i / count) * channels + at + (i % count)];
        }),
      );
      at += count;
    }
    expect(at).toBe(channels);
    expect(boardFeatures.every((feature) => every.includes(feature))).toBe(true);
  });

  it("refuse positions of another board", () => {
    const { channels, write } = goPlanes({ columns: 5, rows: 4 });
    expect(() => write(new GoPosition({ columns: 4, rows: 5 }), new Float32Array(20 * channels), 0)).toThrow(
      "goPlanes: the position is of 4×5; it must be of 5×4, as the planes",
    );
  });

  it("refuse features that there are not", () => {
    const planes = (features: string[]) => goPlanes({ columns: 9, rows: 9 }, features as GoFeature[]);
    expect(() => planes(["stones", "liberty"])).toThrow(
      'there is no feature "liberty"; they are stones, ones',
    );
    expect(() => planes(["ones", "ones"])).toThrow("the feature ones is given twice");
    expect(() => planes([])).toThrow("there are no features; give at least one");
  });
});

describe("ladders", () => {
  const ladder = [
    ".........",
    "..X......",
    ".XO......", // the stone has two liberties: to its right and below
    ".X.......",
    ".........",
    ".........",
    ".........",
    ".........",
    ".........",
  ];
  const at = (column: number, row: number) => row * 9 + column;
  const withStones = (stones: Readonly<Record<number, string>>) => {
    const board = [...ladder.join("")].map((each, point) => stones[point] ?? each).join("");
    return Array.from({ length: 9 }, (_, row) => board.slice(9 * row, 9 * row + 9));
  };

  it("capture across the board where nothing is in the way, by the atari that drives towards the own stone", () => {
    expect(pointsOf(diagram(ladder, black), "ladderCapture")).toEqual([at(3, 2)]);
    for (const symmetry of boardSymmetries({ columns: 9, rows: 9 })) {
      const turned = new Array<string>(81).fill(".");
      [...ladder.join("")].forEach((each, point) => {
        turned[symmetry[point]] = each;
      });
      const rows = Array.from({ length: 9 }, (_, row) => turned.slice(9 * row, 9 * row + 9).join(""));
      expect(pointsOf(diagram(rows, black), "ladderCapture")).toEqual([symmetry[at(3, 2)]]);
    }
  });

  it("do not work towards a stone of the other on their way", () => {
    for (const breaker of [at(6, 6), at(7, 7), at(6, 5)]) {
      expect(pointsOf(diagram(withStones({ [breaker]: "O" }), black), "ladderCapture")).toEqual([]);
    }
    // A stone far from the way is none.
    expect(pointsOf(diagram(withStones({ [at(7, 0)]: "O" }), black), "ladderCapture").length).toBe(1);
  });

  it("say that running out of atari fails, unless a stone helps", () => {
    const atari = { [at(3, 2)]: "X" };
    expect(pointsOf(diagram(withStones(atari), white), "ladderEscape")).toEqual([]);
    const helped = diagram(withStones({ ...atari, [at(6, 6)]: "O" }), white);
    expect(pointsOf(helped, "ladderEscape")).toEqual([at(2, 3)]);
  });

  it("capture along the edge, where a chain cannot turn", () => {
    const edge = diagram(["....", ".XX.", ".XO.", "...."], black);
    expect(pointsOf(edge, "ladderCapture")).toEqual([11, 14]);
    const second = diagram([".......", ".......", "..X....", ".XO....", "......."], black);
    expect(pointsOf(second, "ladderCapture").length).toBeGreaterThan(0);
  });

  it("are escaped by capturing a stone of the ladder", () => {
    const atari = diagram([".XO..", "XOXO.", "X....", ".X...", "....."], white);
    expect(pointsOf(atari, "ladderEscape")).toContain(12);
    const uncaptured = diagram([".XO..", "XOXO.", "X.X..", ".X...", "....."], white);
    // The one that saves is for the chain above.
    expect(pointsOf(uncaptured, "ladderEscape")).toEqual([3]);
  });
});
