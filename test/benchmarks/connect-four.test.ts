import { describe, expect, test } from "vitest";
import { anyone, judge, trainConnectFour, twoPlySearcher } from "../../benchmarks/connect-four.ts";
import { createGenerator } from "../../src/random/index.ts";

/** An observation of a board of six rows: x of who is to move, o of the other. */
function seen(...rows: readonly string[]): Float32Array {
  const cells = ["", "", "", "", "", "", ...rows].slice(-6).flatMap((row) => [...row.padEnd(7, ".")]);
  return Float32Array.from(cells.flatMap((cell) => [cell === "x" ? 1 : 0, cell === "o" ? 1 : 0]));
}

test("connect four is trained by self-play and judged, in a training too short to play well", () => {
  const policy = trainConnectFour({ steps: 8000, seed: 1 });
  const games = 30;
  const [won, drawn, lost] = judge(policy, anyone, games);
  expect(won + drawn + lost).toBe(games);
  expect(won).toBeGreaterThan(games / 2);
  const [wonAgainst] = judge(policy, twoPlySearcher, games);
  expect(wonAgainst).toBeLessThan(won);
});

describe("the player who looks two plies ahead", () => {
  const movesAt = (observation: Float32Array) => {
    const generator = createGenerator(1);
    const legalActions = new Uint8Array(7).fill(1);
    return new Set(
      Array.from({ length: 60 }, () => twoPlySearcher(observation, { generator, legalActions })),
    );
  };

  test("wins where one move wins, keeps the other from winning, and does not make that possible", () => {
    expect([...movesAt(seen("xxx....", "ooo...."))]).toEqual([3]);
    expect([...movesAt(seen("xx.....", "ooo.x.."))]).toEqual([3]);
    // Whoever fills the bottom of column 3 lets the other play above it.
    expect(movesAt(seen("ooo....", "xxo..x.")).has(3)).toBe(false);
    expect([...movesAt(seen("......."))].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
