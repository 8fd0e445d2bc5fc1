import { describe, expect, it } from "vitest";
import { createRandomPlayout, GoPosition } from "../../../src/games/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

describe("a random playout", () => {
  it("is refused for a board that there is not", () => {
    for (const columns of [0, 20, Number.NaN])
      expect(() => createRandomPlayout({ columns, rows: 5 }, createGenerator(1))).toThrow(
        `createRandomPlayout: columns is ${columns}; it must be an integer from 1 to 19`,
      );
  });

  it("is refused for a position of another board, and a number of moves that is none", () => {
    const playout = createRandomPlayout({ columns: 5, rows: 5 }, createGenerator(1));
    expect(() => playout(new GoPosition({ size: 6 }), 10)).toThrow(
      "random playout: the position is of 6×6; it must be of 5×5, as the playout",
    );
    const position = new GoPosition({ size: 5 });
    for (const most of [-1, Number.NaN])
      expect(() => playout(position, most)).toThrow(
        `random playout: most is ${most}; it must be a number of moves from 0`,
      );
    expect(playout(position, 10)).toBe(10);
  });
});
