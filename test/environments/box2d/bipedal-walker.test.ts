import { describe, expect, test } from "vitest";
import { drawTerrain } from "../../../src/environments/box2d/walker-terrain.ts";
import { bipedalWalker, bipedalWalkerHardcore, type Environment } from "../../../src/environments/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { planckWalker } from "./planck-walker.ts";
import { walkerController } from "./walker-controller.ts";

type Walker = Environment<Float32Array, Float32Array>;

/** The observation before it was rounded to float32, and the potential: the end of the state. */
function exact(environment: Walker): Float64Array {
  return (environment.save!() as { readonly state: Float64Array }).state.slice(-25);
}

/** An episode of the controller: the sum of rewards, the last one, and how many steps. */
function walk(seed: number) {
  const environment = bipedalWalker.create();
  environment.reset({ seed });
  const control = walkerController();
  let action: Float32Array = new Float32Array(4);
  for (let steps = 1, sum = 0; ; steps += 1) {
    const { observation, reward, terminated } = environment.step(action);
    sum += reward;
    if (terminated || steps === bipedalWalker.maxEpisodeSteps) return { sum, reward, steps, terminated };
    action = control(observation);
  }
}

test.each([
  { definition: bipedalWalker, seed: 0 },
  { definition: bipedalWalkerHardcore, seed: 3 },
])(
  "The walker of $definition.id moves as planck's and sees as far, to 1e-9, before rounding errors have grown",
  ({ definition, seed }) => {
    const environment = definition.create();
    const oracle = planckWalker(seed, definition === bipedalWalkerHardcore);
    environment.reset({ seed });
    let seen = oracle.reset();
    const control = walkerController();
    let action: Float32Array = new Float32Array(4);
    for (let step = 0; step < 100; step += 1) {
      const { observation } = environment.step(action);
      seen = oracle.step(action);
      const ours = exact(environment);
      expect(Math.max(...seen.observation.map((value, i) => Math.abs(value - ours[i])))).toBeLessThan(1e-9);
      action = control(observation);
    }
  },
);

test("The reward is what the hull moved forward and tilted, less what the motors cost, and −100 for a fall", () => {
  const environment = bipedalWalker.create();
  const generator = createGenerator(5);
  environment.reset({ seed: 5 });
  let before = exact(environment);
  for (;;) {
    const action = Float32Array.from({ length: 4 }, () => generator.uniform(-1, 1));
    const { reward, terminated, observation } = environment.step(action);
    if (terminated) {
      expect(reward).toBe(-100);
      break;
    }
    const after = exact(environment);
    const forward = (after[24] - before[24] + 5 * (Math.abs(after[0]) - Math.abs(before[0]))) * (30 / 130);
    // The center of mass moves by 0.02 s times its velocity; the origin, from which one counts, turns around it.
    const turned = 0.2 * Math.abs(after[0] - before[0]) + 0.02;
    expect(Math.abs(forward - (0.02 * observation[2]) / 0.12)).toBeLessThan(turned);
    const effort = action.reduce((sum, each) => sum + Math.abs(each), 0);
    expect(reward).toBeCloseTo(after[24] - before[24] - 0.028 * effort, 9);
    before = after;
  }
});

test("Gymnasium's heuristic controller walks to the end for more than 315 points, unless it stumbles", () => {
  const walks = [0, 1, 2, 4].map(walk);
  expect(walks.map(({ sum }) => sum > 315)).toEqual([true, false, true, true]);
  for (const { sum, reward, steps } of walks) {
    if (sum > 315) expect(steps).toBeGreaterThan(1400);
    else expect(reward).toBe(-100);
  }
});

describe("The terrain", () => {
  const step = 14 / 30;
  const draw = (seed: number, isHardcore: boolean) => {
    const numbers = new Float64Array(201 + 4 * 48);
    drawTerrain(numbers, 0, isHardcore, createGenerator(seed));
    return { heights: numbers.slice(0, 200), count: numbers[200], boxes: numbers.slice(201) };
  };

  test("begins with a flat start, and has no obstacles unless it is hardcore", () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const { heights, count } = draw(seed, false);
      expect(count).toBe(0);
      for (let i = 0; i <= 20; i += 1) expect(heights[i]).toBeCloseTo(400 / 120, 12);
      expect(new Set(heights.slice(21)).size).toBeGreaterThan(150);
    }
  });

  test("has stumps of one and two steps, stairs of four steps and pits as deep when it is hardcore", () => {
    const sizes = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const { heights, count, boxes } = draw(seed, true);
      expect(count).toBeGreaterThan(8);
      expect(count).toBeLessThan(48);
      for (let box = 0; box < 4 * count; box += 4) {
        const [lowX, lowY, highX, highY] = boxes.slice(box, box + 4);
        const [wide, high] = [(highX - lowX) / step, (highY - lowY) / step];
        sizes.add(`${wide.toFixed(0)}×${high.toFixed(0)}`);
        const start = Math.round(lowX / step);
        // A pit's walls end at the ground beside them, and its floor is at their foot.
        if (high > 3 && wide < 2 && heights[start + 2] < heights[start] - 1) {
          expect(highY).toBeCloseTo(heights[start], 9);
          expect(heights[start + 2]).toBeCloseTo(lowY, 9);
        }
      }
    }
    expect([...sizes].sort()).toEqual(["1×1", "1×4", "2×2", "4×1"]);
  });
});
