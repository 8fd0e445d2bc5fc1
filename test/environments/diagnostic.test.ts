import { describe, expect, test } from "vitest";
import { catchDynamics } from "../../src/environments/diagnostic/catch.ts";
import { recallDynamics } from "../../src/environments/diagnostic/recall.ts";
import { createGenerator } from "../../src/random/index.ts";

const generator = createGenerator(0); // the steps of both environments draw nothing
const reward = new Float64Array(1);
const terminated = new Uint8Array(1);

describe("Catch-v0", () => {
  const starts = Array.from({ length: 20 * 18 }, (_, i) => [i % 20, 0, Math.floor(i / 20)]);
  /** Plays an episode from a state; returns its return and its number of steps. */
  const play = (start: readonly number[], policy: (ball: number, paddle: number) => number) => {
    const state = Float64Array.from(start);
    let total = 0;
    for (let steps = 1; ; steps++) {
      const action = Int32Array.of(policy(state[0], state[2]));
      catchDynamics.step(state, 0, action, 0, reward, terminated, generator);
      total += reward[0];
      if (terminated[0] === 1) return { total, steps };
    }
  };
  const meanReturn = (policy: Parameters<typeof play>[1]) =>
    starts.reduce((sum, start) => sum + play(start, policy).total, 0) / starts.length;

  test("can be won from every start, and all episodes have 19 steps", () => {
    const follow = (ball: number, paddle: number) => 1 + Math.sign(ball - (paddle + 1));
    for (const start of starts) expect(play(start, follow)).toEqual({ total: 1, steps: 19 });
  });

  test("is caught in 3 of 20 starts by a paddle that stays where it is, and by one at the wall", () => {
    expect(meanReturn(() => 1)).toBeCloseTo(2 * (3 / 20) - 1, 12);
    expect(meanReturn(() => 0)).toBeCloseTo(2 * (3 / 20) - 1, 12);
  });

  test("shows the ball where it is and three pixels of paddle in the last row", () => {
    const image = new Float32Array(400).fill(7);
    const pixels = () =>
      Array.from(image).flatMap((value, i) => (value === 1 ? [[Math.floor(i / 20), i % 20]] : []));
    catchDynamics.observe(Float64Array.of(4, 6, 17), 0, image, 0);
    expect(pixels()).toEqual([[6, 4], [19, 17], [19, 18], [19, 19]]); // biome-ignore format: as rows and columns
    catchDynamics.observe(Float64Array.of(4, 19, 3), 0, image, 0);
    expect(pixels()).toEqual([[19, 3], [19, 4], [19, 5]]); // biome-ignore format: as rows and columns
    expect(image.every((value) => value === 0 || value === 1)).toBe(true);
  });

  test("begins with every column of the ball and every place of the paddle equally likely", () => {
    const seen = new Set<string>();
    const drawing = createGenerator(3);
    const state = new Float64Array(3);
    for (let i = 0; i < 6000; i++) {
      catchDynamics.reset(state, 0, drawing);
      seen.add(state.join());
    }
    // The probability that one of 360 starts is missed in 6000 draws is below 360 (1 − 1/360)^6000 < 3e-5.
    expect(seen).toEqual(new Set(starts.map((start) => start.join())));
  });
});

describe("Recall-v0", () => {
  /** The observations of an episode, and its return with each of the two last actions. */
  const episode = (cue: number) => {
    const state = Float64Array.of(cue, 0);
    const seen: number[][] = [];
    for (let step = 1; step < 10; step++) {
      const observation = new Float32Array(2);
      recallDynamics.observe(state, 0, observation, 0);
      seen.push([...observation]);
      recallDynamics.step(state, 0, Int32Array.of(step % 2), 0, reward, terminated, generator);
      expect([reward[0], terminated[0]]).toEqual([0, 0]);
    }
    const last = new Float32Array(2);
    recallDynamics.observe(state, 0, last, 0);
    const returns = [0, 1].map((action) => {
      recallDynamics.step(state.slice(), 0, Int32Array.of(action), 0, reward, terminated, generator);
      expect(terminated[0]).toBe(1);
      return reward[0];
    });
    return { seen, last: [...last], returns };
  };

  test("shows the cue at the first step only, so that whatever a policy without memory does is worth 0", () => {
    const [a, b] = [episode(0), episode(1)];
    expect([a.seen[0], b.seen[0]]).toEqual([[-1, 0], [1, 0]]); // biome-ignore format: the two cues
    expect(a.seen.slice(1)).toEqual(b.seen.slice(1));
    expect(a.last).toEqual(b.last);
    expect(a.last).toEqual([0, 1]);
    for (const action of [0, 1]) expect(a.returns[action] + b.returns[action]).toBe(0);
  });

  test("rewards the action that names the cue", () => {
    expect(episode(0).returns).toEqual([1, -1]);
    expect(episode(1).returns).toEqual([-1, 1]);
  });
});
