import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, begin, isState, nextFrame, serve, stateSize } from "../../../src/environments/pong/laws.ts";
import { createGenerator } from "../../../src/random/index.ts";

type Names = Partial<Record<keyof typeof at, number>>;

/** A state with the paddles in the middle and a ball that flies to the player, but for what is given. */
function stateWith(names: Names): Float64Array {
  const state = new Float64Array(stateSize);
  const usual = { ballX: 79, ballY: 78, velocityX: 2, velocityY: 0, player: 72, opponent: 72 };
  for (const [name, value] of Object.entries({ ...usual, ...names }))
    state[at[name as keyof typeof at]] = value;
  return state;
}

const seen = (state: Float64Array, ...names: (keyof typeof at)[]) => names.map((name) => state[at[name]]);

describe("The ball", () => {
  // The paddle has its top at 60, and stands still. A ball's middle is 2 below its top: 60 + 0 … 60 + 15 in fifths of 3.2.
  test.each([
    [57, -2],
    [58, -2],
    [61, -2],
    [62, -1],
    [64, -1],
    [65, 0],
    [67, 0],
    [68, 1],
    [70, 1],
    [71, 2],
    [75, 2],
  ])(
    "that comes to the player's paddle with its top at %i leaves it with velocity (−2, %i)",
    (ballY, velocityY) => {
      const state = stateWith({ ballX: 137, ballY, player: 60 });
      expect(nextFrame(state, 0, 0)).toBe(0);
      expect(seen(state, "ballX", "ballY", "velocityX", "velocityY", "hits")).toEqual([
        ...[138, ballY, -2, velocityY, 1],
      ]);
    },
  );

  test.each([56, 76])("passes the player's paddle of 60 to 76 with its top at %i", (ballY) => {
    const state = stateWith({ ballX: 137, ballY, player: 60 });
    nextFrame(state, 0, 0);
    expect(seen(state, "ballX", "velocityX", "hits")).toEqual([139, 2, 0]);
  });

  test("keeps its angle where the middle fifth of a paddle sends it back, and its speed is doubled by the fourth hit", () => {
    const state = stateWith({ ballX: 137, ballY: 67, velocityY: -1, player: 60, hits: 3 });
    nextFrame(state, 0, 0);
    expect(seen(state, "ballX", "ballY", "velocityX", "velocityY")).toEqual([138, 66, -4, -2]);
  });

  test("is sent back by the opponent in front of its paddle", () => {
    const state = stateWith({ ballX: 21, ballY: 80, velocityX: -2, opponent: 70 });
    nextFrame(state, 0, 0);
    // The opponent has moved from 70 to 72: the ball's middle is 10 below, in the fourth fifth.
    expect(seen(state, "opponent", "ballX", "velocityX", "velocityY")).toEqual([72, 20, 2, 1]);
  });

  test("is reflected by the walls", () => {
    const up = stateWith({ ballX: 50, ballY: 1, velocityY: -4 });
    nextFrame(up, 0, 0);
    expect(seen(up, "ballY", "velocityY")).toEqual([3, 4]);
    const down = stateWith({ ballX: 50, ballY: 155, velocityY: 2 });
    nextFrame(down, 0, 0);
    expect(seen(down, "ballY", "velocityY")).toEqual([155, -2]);
  });

  test("makes a point when it has left the field on either side", () => {
    const lost = stateWith({ ballX: 157, ballY: 0, velocityX: 2 });
    expect([nextFrame(lost, 0, 0), nextFrame(lost, 0, 0)]).toEqual([0, -1]);
    const won = stateWith({ ballX: 1, ballY: 0, velocityX: -2, opponent: 140 });
    expect([nextFrame(won, 0, 0), nextFrame(won, 0, 0)]).toEqual([0, 1]);
  });
});

describe("The paddles", () => {
  test("move by 4 pixels a frame to where the player wants, and stop at the walls", () => {
    const state = stateWith({ player: 6 });
    const tops = [-1, -1, -1, 1, 0].map((direction) => {
      nextFrame(state, 0, direction);
      return state[at.player];
    });
    expect(tops).toEqual([2, 0, 0, 4, 4]);
  });

  test("of the opponent follows the ball by 2 pixels in 7 of 8 frames, and by 1 where that is all that is missing", () => {
    const state = stateWith({ ballX: 100, ballY: 20, velocityX: 2, opponent: 72, player: 144 });
    const tops = Array.from({ length: 16 }, () => {
      nextFrame(state, 0, 0);
      return state[at.opponent];
    });
    expect(tops).toEqual([70, 68, 66, 64, 62, 60, 58, 58, 56, 54, 52, 50, 48, 46, 44, 44]);
    const near = stateWith({ ballX: 100, ballY: 79, opponent: 72 });
    nextFrame(near, 0, 0);
    expect(near[at.opponent]).toBe(73);
  });
});

describe("A point", () => {
  test("begins in the middle, at any height and in four directions, all equally likely", () => {
    const generator = createGenerator(4);
    const state = new Float64Array(stateSize);
    const counts = new Map<string, number>();
    const heights = new Set<number>();
    const draws = 4000;
    for (let i = 0; i < draws; i++) {
      serve(state, 0, generator);
      const direction = seen(state, "velocityX", "velocityY").join();
      counts.set(direction, (counts.get(direction) ?? 0) + 1);
      heights.add(state[at.ballY]);
      expect(seen(state, "ballX", "player", "opponent", "hits", "frame")).toEqual([79, 72, 72, 0, 0]);
    }
    expect([...counts.keys()].toSorted()).toEqual(["-2,-1", "-2,1", "2,-1", "2,1"]);
    // Six standard deviations of a binomial with p = 1/4: a false alarm in less than 1e-8 of all seeds.
    for (const count of counts.values()) {
      expect(Math.abs(count - draws / 4)).toBeLessThan(6 * Math.sqrt((draws * 3) / 16));
    }
    // One of 157 heights is missed with a probability below 157 (1 − 1/157)^4000 < 2e-9.
    expect([Math.min(...heights), Math.max(...heights), heights.size]).toEqual([0, 156, 157]);
  });

  test("whatever the player does, all frames are states of whole pixels within the field, and paddles throw the ball away", () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 31),
        fc.array(fc.constantFrom(-1, 0, 1), { minLength: 150, maxLength: 150 }),
        (seed, directions) => {
          const generator = createGenerator(seed);
          const state = new Float64Array(stateSize);
          begin(state, 0, generator);
          for (const direction of directions) {
            const before = seen(state, "velocityX", "hits");
            const point = nextFrame(state, 0, direction);
            expect(isState(state)).toBe(true);
            const [velocityX, hits] = seen(state, "velocityX", "hits");
            expect(Math.sign(velocityX)).toBe(Math.sign(before[0]) * (hits > before[1] ? -1 : 1));
            expect(Math.abs(velocityX)).toBe(hits < 4 ? 2 : 4);
            if (point !== 0) serve(state, 0, generator);
          }
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});
