import { describe, expect, test } from "vitest";
import { type Environment, lunarLander, lunarLanderContinuous } from "../../../src/environments/index.ts";
import { decodeState, encodeState } from "../../../src/state/index.ts";
import { steerByEngine, steerByThrottle } from "./lander-controller.ts";
import { type Engines, planckLander } from "./planck-lander.ts";

type Lander = Environment<Float32Array, number>;

/** The observation before it was rounded to float32: the state ends with it, the potential and two numbers of the wind. */
function exactObservation(environment: Environment): number[] {
  const { state } = environment.save!() as { readonly state: Float64Array };
  return Array.from(state.slice(-11, -3));
}

/** Plays one episode with an action from each observation. */
function play(
  environment: Lander,
  choose: (observation: ArrayLike<number>, step: number) => number,
  seed: number,
) {
  let { observation } = environment.reset({ seed });
  const rewards: number[] = [];
  for (;;) {
    const result = environment.step(choose(observation, rewards.length));
    observation = result.observation;
    rewards.push(result.reward);
    if (result.terminated || rewards.length === 1000) {
      const sum = rewards.reduce((total, reward) => total + reward, 0);
      return { rewards, sum, observation, terminated: result.terminated };
    }
  }
}

function enginesOf(action: number): Engines {
  return [action === 2 ? 1 : 0, action === 1 || action === 3 ? 1 : 0, action - 2];
}

function enginesOfThrottles([main, side]: Float32Array): Engines {
  return [main > 0 ? (main + 1) / 2 : 0, Math.abs(side) > 0.5 ? Math.abs(side) : 0, Math.sign(side)];
}

describe("The motion", () => {
  const differences = (environment: Environment, expected: readonly number[]) =>
    Math.max(...exactObservation(environment).map((value, i) => Math.abs(value - expected[i])));

  test.each([1, 10])("is planck's through flight and landing, to 1e-9, from seed %i", (seed) => {
    const environment = lunarLander().create();
    const oracle = planckLander(seed);
    let { observation } = environment.reset({ seed });
    let seen = oracle.reset();
    let result: ReturnType<Lander["step"]> | undefined;
    let largest = 0;
    while (result?.terminated !== true) {
      const action = steerByEngine(observation);
      result = environment.step(action);
      seen = oracle.step(enginesOf(action));
      observation = result.observation;
      largest = Math.max(largest, differences(environment, seen.observation));
      if (seen.isCrashed || !seen.isAwake) break;
    }
    expect(largest).toBeLessThan(1e-9);
    expect(result).toMatchObject({ reward: 100, terminated: true });
    expect(seen).toMatchObject({ isCrashed: false, isAwake: false });
  });

  test("is planck's with throttles and in wind, to 1e-9", () => {
    const environment = lunarLanderContinuous({ enableWind: true }).create();
    const oracle = planckLander(5, true);
    let { observation } = environment.reset({ seed: 5 });
    oracle.reset();
    for (let step = 0; step < 100; step += 1) {
      const action = steerByThrottle(observation);
      const seen = oracle.step(enginesOfThrottles(action));
      observation = environment.step(action).observation;
      expect(differences(environment, seen.observation)).toBeLessThan(1e-9);
    }
  });
});

describe("The reward", () => {
  const potential = ([x, y, vx, vy, angle, , right, left]: readonly number[]) =>
    -100 * Math.hypot(x, y) - 100 * Math.hypot(vx, vy) - 100 * Math.abs(angle) + 10 * (right + left);

  test("is the change of the potential less what the engines cost", () => {
    const environment = lunarLander().create();
    environment.reset({ seed: 3 });
    const costs = [0, 0.03, 0.3, 0.03];
    for (let step = 0; step < 60; step += 1) {
      const before = potential(exactObservation(environment));
      const { reward } = environment.step(step % 4);
      const after = potential(exactObservation(environment));
      expect(reward).toBeCloseTo(after - before - costs[step % 4], 9);
    }
  });

  test("charges throttles in proportion, from 50 % on, and nothing for those that are off", () => {
    const environment = lunarLanderContinuous().create();
    environment.reset({ seed: 3 });
    const costs = [
      [[0.5, 0], 0.3 * 0.75],
      [[1, 1], 0.3 + 0.03],
      [[-0.2, 0.5], 0],
      [[0, -0.8], 0.03 * 0.8],
      [[-1, -0.5], 0],
    ] as const;
    for (const [action, cost] of costs) {
      const before = potential(exactObservation(environment));
      const { reward } = environment.step(Float32Array.from(action));
      const after = potential(exactObservation(environment));
      expect(reward).toBeCloseTo(after - before - cost, 8);
    }
  });

  test("is −100 for a crash, −100 for leaving the picture and 100 for coming to rest", () => {
    const environment = lunarLander().create();
    const fallen = play(environment, () => 0, 2);
    expect(fallen.terminated).toBe(true);
    expect(fallen.rewards.at(-1)).toBe(-100);

    const flown = play(environment, (observation, step) => (step < 12 ? 1 : observation[1] < 1.3 ? 2 : 0), 0);
    expect(Math.abs(flown.observation[0])).toBeGreaterThanOrEqual(1);
    expect(flown.rewards.at(-1)).toBe(-100);

    const landed = play(environment, steerByEngine, 1);
    expect(landed.rewards.at(-1)).toBe(100);
    expect(Array.from(landed.observation).slice(2, 4)).toEqual([0, 0]);
    expect(Array.from(landed.observation).slice(6)).toEqual([1, 1]);
  });
});

describe("Gymnasium's heuristic controller", () => {
  test("lands on the pad in nearly every episode, with and without throttles", () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const byEngine = seeds.map((seed) => play(lunarLander().create(), steerByEngine, seed).sum);
    const throttled = lunarLanderContinuous().create() as unknown as Lander;
    const byThrottle = seeds.map(
      (seed) => play(throttled, steerByThrottle as unknown as typeof steerByEngine, seed).sum,
    );
    const mean = (sums: readonly number[]) => sums.reduce((total, sum) => total + sum, 0) / sums.length;
    expect(mean(byEngine)).toBeGreaterThan(230);
    expect(mean(byThrottle)).toBeGreaterThan(265);
    expect(byEngine.filter((sum) => sum >= 200).length).toBeGreaterThanOrEqual(18);
    expect(byThrottle.filter((sum) => sum >= 200).length).toBeGreaterThanOrEqual(19);
  });
});

test("An episode goes on from its state, to the bit, also while a leg stands on the ground", () => {
  const environment = lunarLander().create();
  let { observation } = environment.reset({ seed: 4 });
  while (observation[6] === 0) observation = environment.step(steerByEngine(observation)).observation;
  const other = lunarLander().create();
  other.restore!(decodeState(encodeState(environment.save!())));
  for (let step = 0; step < 40; step += 1) {
    const result = environment.step(steerByEngine(observation));
    expect(other.step(steerByEngine(observation))).toEqual(result);
    observation = result.observation;
  }
});

test("A state with more contacts than there can be, or none, is refused", () => {
  const environment = lunarLander().create();
  environment.reset({ seed: 1 });
  const saved = environment.save!() as { readonly state: Float64Array };
  for (const count of [-1, 0.5, 31, Number.NaN]) {
    const state = saved.state.slice();
    state[13] = count; // after the ground, 11 heights and no boxes, and the time of rest
    expect(() => environment.restore!({ ...saved, state })).toThrow("it must be a state of the environment");
  }
});

describe("Options", () => {
  test("have an id of their own, which is not found by name", () => {
    const windy = lunarLander({ enableWind: true, gravity: -4 });
    expect(windy).toMatchObject({ id: "LunarLander-gravity-4-wind15,1.5-v3", builtIn: false });
    expect(lunarLander()).toMatchObject({ id: "LunarLander-v3", builtIn: true });
  });

  test("change what they say: half the gravity is half the fall", () => {
    const fall = (gravity: number) => {
      const environment = lunarLander({ gravity }).create();
      environment.reset({ seed: 1 });
      const before = exactObservation(environment)[3];
      environment.step(0);
      return exactObservation(environment)[3] - before;
    };
    expect(fall(-5) - fall(-10)).toBeCloseTo(((5 / 50) * 400) / 60 / 50, 9);
  });

  test.each([
    [{ gravity: 0 }, "lunarLander: gravity is 0; it must be above -12 and below 0."],
    [{ gravity: -12 }, "lunarLander: gravity is -12; it must be above -12 and below 0."],
    [{ windPower: -1 }, "lunarLander: windPower is -1; it must be from 0 and finite."],
    [{ enableWind: 1 as never }, "lunarLander: enableWind is 1; it must be true or false."],
  ])("%j: %s", (options, message) => {
    expect(() => lunarLander(options)).toThrow(message);
  });
});
