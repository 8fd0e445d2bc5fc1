import { describe, expect, it } from "vitest";
import {
  createEyeSpaceAnswer,
  createRandomPlayout,
  createShapeAnswer,
  GoPosition,
  parseVertex,
  vertexOf,
} from "../../../src/games/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** What Black answers to White's move, on a board of rows of X (Black), O and ".". */
function answerTo(rows: readonly string[], vertex: string): string {
  const position = new GoPosition({ columns: rows[0].length, rows: rows.length });
  position.setUp(
    Array.from(rows.join(""), (sign) => ".XO".indexOf(sign)),
    2,
  );
  position.play(parseVertex(vertex, position));
  const move = createEyeSpaceAnswer(position)(position);
  return move < 0 ? "none" : vertexOf(move, position);
}

describe("an answer within an eye space", () => {
  it("takes the middle of three points in a row, and of three in a corner", () => {
    expect(answerTo(["...OX", "OO.OX", "XXOOX", ".XXXX", "....."], "C4")).toBe("B5");
    expect(answerTo(["..OX.", ".OOX.", "..X..", "XXX..", "....."], "B3")).toBe("none"); // Black is beside it
    expect(answerTo(["..OX.", ".OOX.", ".OX..", "OX...", "....."], "A3")).toBe("A5");
  });

  it("takes the middle of four points in a T, and of five in a block, and no line or square of four", () => {
    expect(answerTo(["...OX", "..OOX", "OOXXX", "XXX..", "....."], "A4")).toBe("B5");
    expect(answerTo(["..OX.", "..OX.", "..OX.", "OOX..", "XX..."], "B3")).toBe("A4");
    expect(answerTo(["....O", "OOO.O", "XXOOX", ".XXXX", "....."], "D4")).toBe("none");
    expect(answerTo(["..OX.", "..OX.", ".OOX.", "XXX..", "....."], "A3")).toBe("none");
  });

  it("is none for two points, six, and an eye space that the latest move is not beside", () => {
    expect(answerTo(["..OX.", "OOOX.", ".OX..", "XXX..", "....."], "A3")).toBe("none");
    expect(answerTo(["...OX", "...OX", ".OOOX", "XXXX.", "....."], "A3")).toBe("none");
    expect(answerTo(["...OX", "OOOOX", ".OXXX", "XX...", "....."], "E1")).toBe("none");
  });

  it("is legal in whole games, beside answers by shape", () => {
    const position = new GoPosition({ size: 9 });
    const generator = createGenerator(3);
    const answers = [createEyeSpaceAnswer(position), createShapeAnswer(position, generator)];
    const counts = [0, 0];
    const playout = createRandomPlayout(position, generator, (at) => {
      for (const [i, answer] of answers.entries()) {
        const move = answer(at);
        if (move < 0) continue;
        counts[i]++;
        expect(at.explain(move)).toBeUndefined();
        return move;
      }
      return -1;
    });
    for (let game = 0; game < 20; game++) {
      for (let moves = playout(position, 243); moves > 0; moves--) position.undo();
    }
    expect([position.moveCount, ...position.hash]).toEqual([0, 0, 0]);
    expect(Math.min(...counts)).toBeGreaterThan(20);
  });
});
