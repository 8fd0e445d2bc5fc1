import { describe, expect, test } from "vitest";
import {
  areaOwners,
  GoPosition,
  type GoRulesOptions,
  parseVertex,
  resultText,
  scoreOf,
} from "../../../src/games/index.ts";

/** A position as a picture, rows from above: X black, O white. */
function pictured(rules: GoRulesOptions, ...rows: string[]): GoPosition {
  const position = new GoPosition({ columns: rows[0]!.length, rows: rows.length, komi: 0, ...rules });
  position.setUp(
    [...rows.join("")].map((content) => ".XO".indexOf(content)),
    1,
  );
  return position;
}

const captive = ["..XO.", "OXXO.", ".XOO.", "XX.O.", "..XO."]; // a white stone in Black's corner

describe("area", () => {
  test("is one's stones, and the empty points that reach only them", () => {
    const position = pictured({}, ".XO.", "XXO.", "..OO");
    expect(Array.from(areaOwners(position.stones, position))).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 0, 0, 2, 2]);
    expect(scoreOf(position)).toEqual({ black: 4, white: 6, lead: -2 });
  });

  test("is nobody's on an empty board, and all one player's from the first stone on", () => {
    const position = new GoPosition({ size: 5, komi: 0 });
    expect(scoreOf(position).lead).toBe(0);
    position.play(12);
    expect(scoreOf(position)).toEqual({ black: 25, white: 0, lead: 25 });
  });

  test("counts stones as alive that nobody says are dead", () => {
    const position = pictured({}, ...captive);
    const alive = scoreOf(position);
    const dead = scoreOf(position, [parseVertex("A4", position)]);
    expect(alive).toEqual({ black: 9, white: 12, lead: -3 });
    expect(dead).toEqual({ black: 13, white: 11, lead: 2 });
  });
});

describe("territory", () => {
  test("is the empty points that reach only one's stones, and prisoners, dead stones twice", () => {
    const position = pictured({ scoring: "territory" }, ...captive);
    // Black surrounds A5, B5, A4, A3 and A1, B1; A4 is a prisoner too.
    expect(scoreOf(position, [parseVertex("A4", position)])).toEqual({ black: 7, white: 5, lead: 2 });
  });

  test("is the same whether a dead stone is taken off or only said to be dead, where the other player passes", () => {
    const rules = { scoring: "territory", size: 5, komi: 0 } as const;
    const play = (vertices: string) => {
      const position = new GoPosition(rules);
      for (const vertex of vertices.split(" ")) position.play(parseVertex(vertex, position));
      return position;
    };
    const left = play("B5 A5 B4 pass C1 pass");
    const taken = play("B5 A5 B4 pass C1 pass A4");
    expect(taken.prisoners(2)).toBe(1);
    const lead = scoreOf(left, [parseVertex("A5", left)]).lead;
    expect(scoreOf(taken).lead).toBe(lead - 1); // the move fills a point
  });

  test("takes komi off Black's lead", () => {
    const position = pictured({ scoring: "territory", komi: 6.5 }, ".X.O.");
    expect(scoreOf(position)).toEqual({ black: 1, white: 1, lead: -6.5 });
  });
});

test("area is refused of boards and stones that there are not", () => {
  const size = { columns: 2, rows: 2 };
  expect(() => areaOwners([1, 7, 0, 0], size)).toThrow(
    "areaOwners: stones has 7 at B2; it must be 0, 1 or 2",
  );
  expect(() => areaOwners([1, Number.NaN, 0, 0], size)).toThrow("areaOwners: stones has NaN at B2");
  expect(() => areaOwners([1, 0, 0, 0], size, new Uint8Array(3))).toThrow(
    "areaOwners: owners has 3 elements",
  );
  expect(() => areaOwners([], { columns: Number.NaN, rows: 2 })).toThrow("areaOwners: columns is NaN");
});

test("results are written as in SGF", () => {
  expect(["B+3.5", "W+12", "0"]).toEqual([3.5, -12, 0].map((lead) => resultText({ lead })));
  const { lead } = scoreOf(pictured({ komi: 6.1 }, ".X..", "....")); // 8 − 6.1 is 1.9000000000000004
  expect(resultText({ lead })).toBe("B+1.9");
});

test("dead stones are refused that are not on the board", () => {
  const position = new GoPosition({ size: 3 });
  expect(() => scoreOf(position, [9])).toThrow("dead stones: there is no point 9; the points are 0 to 8");
});
