import { describe, expect, it } from "vitest";
import {
  boardSymmetries,
  createRandomPlayout,
  createShapeAnswer,
  type GoColor,
  GoPosition,
  opponentOf,
  parseVertex,
  vertexOf,
} from "../../../src/games/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** All that is answered to the latest move, in 200 draws from at most eight moves: one is missed with a probability of 8·(7/8)^200 < 1e-10. */
function answersIn(position: GoPosition): number[] {
  const answer = createShapeAnswer(position, createGenerator(1));
  const found = new Set(Array.from({ length: 200 }, () => answer(position)));
  return [...found].sort((a, b) => a - b);
}

function answersAfter(vertices: string, size = 9): string[] {
  const position = new GoPosition({ size });
  for (const vertex of vertices.split(" ")) position.play(parseVertex(vertex, position));
  return answersIn(position).map((move) => (move < 0 ? "none" : vertexOf(move, position)));
}

describe("an answer by shape", () => {
  it("is a hane at the head of two stones that meet, on either side", () => {
    // Black E5, White E6: the points beside them are the corners of a turn around the other's stone.
    expect(answersAfter("E5 E6")).toEqual(["D6", "F6", "D5", "F5"]);
  });

  it("cuts a diagonal that the other can connect no longer", () => {
    // Black's E5 and F6, and White's F5 and D6 around the cut at E6.
    expect(answersAfter("E5 D6 F6 F5")).toContain("E6");
  });

  it("is none for a stone alone, after a pass, and on the empty board", () => {
    expect(answersAfter("E5")).toEqual(["none"]);
    expect(answersAfter("E5 E6 pass")).toEqual(["none"]);
    expect(answersIn(new GoPosition({ size: 9 }))).toEqual([-1]);
  });

  it("is the same on a board that is turned, mirrored, and with the colors exchanged", () => {
    const generator = createGenerator(4);
    const start = new GoPosition({ size: 7, ko: "simple" });
    const playout = createRandomPlayout(start, generator);
    let met = 0;
    for (let game = 0; game < 20; game++) {
      const position = start.clone();
      playout(position, 4 + game);
      if (position.isOver || position.lastMove === position.pass) continue;
      const expected = answersIn(position);
      if (expected[0] >= 0) met++;
      for (const symmetry of boardSymmetries(position)) {
        for (const isExchanged of [false, true]) {
          const colorOf = (color: GoColor) => (isExchanged ? opponentOf(color) : color);
          const other = new GoPosition({ size: 7, ko: "simple" });
          for (let i = 0; i < position.moveCount; i++) {
            other.setToPlay(colorOf(position.colorAt(i)));
            other.play(symmetry[position.moveAt(i)]);
          }
          const turned = expected.map((move) => (move < 0 ? move : symmetry[move])).sort((a, b) => a - b);
          expect(answersIn(other)).toEqual(turned);
        }
      }
    }
    expect(met).toBeGreaterThan(5);
  });
});
