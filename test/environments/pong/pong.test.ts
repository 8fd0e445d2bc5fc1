import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkEnvironment, pong } from "../../../src/environments/index.ts";
import { at, stateSize } from "../../../src/environments/pong/laws.ts";
import { pongDynamics } from "../../../src/environments/pong/pong-dynamics.ts";
import { createGenerator } from "../../../src/random/index.ts";

const size = 80 * 80;

/** What all pixels of the field show, every second one in each direction: the slow way. */
function imageOf([x, y, , , player, opponent]: ArrayLike<number> & Iterable<number>): number[] {
  const isIn = (px: number, py: number, left: number, top: number, width: number, height: number) =>
    px >= left && px < left + width && py >= top && py < top + height;
  return Array.from({ length: size }, (_, pixel) => {
    const [px, py] = [2 * (pixel % 80), 2 * Math.floor(pixel / 80)];
    const isLit =
      isIn(px, py, x, y, 2, 4) || isIn(px, py, 140, player, 4, 16) || isIn(px, py, 16, opponent, 4, 16);
    return isLit ? 1 : 0;
  });
}

describe("An observation", () => {
  test("is what is seen now less what was seen a step ago, in every pixel", () => {
    const dynamics = pongDynamics({ endsWithPoint: false, hasNumbers: false });
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.array(fc.nat(1), { minLength: 40, maxLength: 40 }), (seed, actions) => {
        const generator = createGenerator(seed);
        const state = new Float64Array(stateSize);
        const seen = new Float32Array(size + 2).fill(7);
        dynamics.reset(state, 0, generator);
        dynamics.observe(state, 0, seen, 1);
        expect(seen.subarray(1, -1).every((value) => value === 0)).toBe(true);
        let before = imageOf(state);
        for (const [step, action] of actions.entries()) {
          const reward = new Float64Array(1);
          dynamics.step(state, 0, Int32Array.of(action), 0, reward, new Uint8Array(1), generator);
          dynamics.observe(state, 0, seen, 1);
          const now = imageOf(state);
          if (step % 4 === 3) expect([...seen]).toEqual([7, ...now.map((value, i) => value - before[i]), 7]);
          before = now;
        }
      }),
      { seed: 2, numRuns: 4 },
    );
  });

  test("is in numbers where everything is, and how fast the ball flies", () => {
    const dynamics = pongDynamics({ endsWithPoint: false, hasNumbers: true });
    const state = new Float64Array(stateSize);
    state.set([120, 40, -2, 1, 144, 0]);
    const seen = new Float32Array(6);
    dynamics.observe(state, 0, seen, 0);
    expect([...seen]).toEqual([0.5, -0.5, -0.5, 0.25, Math.fround(0.8), -1]);
  });
});

describe("A game", () => {
  test("ends at 21 points of either, never falls back, and pays for each point", () => {
    const environment = pong().create();
    environment.reset({ seed: 5 });
    let [steps, total, last] = [0, 0, [0, 0]];
    const generator = createGenerator(5);
    for (let terminated = false; !terminated; steps++) {
      const step = environment.step(generator.integers(0, 2));
      const rendering = environment.render!() as unknown as { readonly scores: [number, number] };
      const [opponent, player] = rendering.scores;
      expect(opponent - last[0] + (player - last[1])).toBe(Math.abs(step.reward));
      expect(player - last[1] - (opponent - last[0])).toBe(step.reward);
      last = [opponent, player];
      total += step.reward;
      terminated = step.terminated;
      expect(terminated).toBe(Math.max(opponent, player) === 21);
    }
    expect(last[0]).toBe(21); // who acts at random loses
    expect(total).toBe(last[1] - 21);
    expect(steps).toBeGreaterThan(21 * 8);
  });

  test("is one of points: with single points as episodes, the same seed begins alike and ends with the first of them", () => {
    const [game, point] = [pong().create(), pong({ episode: "point" }).create()];
    game.reset({ seed: 9 });
    point.reset({ seed: 9 });
    for (let step = 0; ; step++) {
      const [of, single] = [game.step(step % 2), point.step(step % 2)];
      expect(single.reward).toBe(of.reward);
      expect(of.terminated).toBe(false);
      expect(single.terminated).toBe(of.reward !== 0);
      if (single.terminated) break;
      expect(single.observation).toEqual(of.observation);
    }
  });

  test("lasts a step of fewer than 4 frames where a point is made in it", () => {
    const dynamics = pongDynamics({ endsWithPoint: true, hasNumbers: true });
    const state = new Float64Array(stateSize);
    state.set([157, 0, 2, 0, 100, 72]);
    const [reward, terminated] = [new Float64Array(1), new Uint8Array(1)];
    dynamics.step(state, 0, Int32Array.of(0), 0, reward, terminated, createGenerator(0));
    expect([reward[0], terminated[0], state[at.player], state[at.opponentScore]]).toEqual([-1, 1, 92, 1]);
  });
});

describe("pong", () => {
  test.each([
    [{}, "Pong-v0"],
    [{ episode: "point" }, "Pong-point-v0"],
    [{ observation: "numbers" }, "Pong-numbers-v0"],
    [{ episode: "point", observation: "numbers" }, "Pong-point-numbers-v0"],
  ] as const)("with %o is %s, and keeps the contract of environments", (options, id) => {
    const definition = pong(options);
    expect(definition.id).toBe(id);
    const report = checkEnvironment(definition.create(), { steps: 100 });
    expect(report.errors).toEqual([]);
  });

  test("refuses options that it does not have", () => {
    // @ts-expect-error: there is no such episode
    expect(() => pong({ episode: "set" })).toThrow('pong: episode is "set"; it must be "game" or "point".');
    // @ts-expect-error: there is no such observation
    expect(() => pong({ observation: "ram" })).toThrow('it must be "pixels" or "numbers".');
    // @ts-expect-error: there is no such option
    expect(() => pong({ skip: 4 })).toThrow(/skip/);
  });
});
