import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { acrobotDynamics } from "../../src/environments/classic-control/acrobot.ts";
import { cartPoleDynamics } from "../../src/environments/classic-control/cart-pole.ts";
import { mountainCarDynamics } from "../../src/environments/classic-control/mountain-car.ts";
import { mountainCarContinuousDynamics } from "../../src/environments/classic-control/mountain-car-continuous.ts";
import { pendulumDynamics } from "../../src/environments/classic-control/pendulum.ts";
import type { Dynamics } from "../../src/environments/dynamics.ts";
import {
  blackjack,
  type EnvironmentDefinition,
  frozenLake,
  generateFrozenLake,
  make,
  taxi,
} from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Trajectories of Gymnasium 1.4.0 on NumPy 2.4: seeds 0, 1 and 2, 300 steps each. */
interface Fixture<Observation, Reset> {
  readonly episodes: readonly Episode<Observation, Reset>[];
}

interface Episode<Observation, Reset> {
  readonly seed: number;
  readonly reset: Reset;
  readonly steps: readonly Step<Observation, Reset>[];
}

/** Action, observation (float32), reward, terminated, truncated, and the state or observation of the reset after an end. */
type Step<Observation, Reset> = readonly [number, Observation, number, 0 | 1, 0 | 1, Reset?];

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`./gymnasium/${name}.json`, import.meta.url), "utf8"));

const float32 = (values: readonly number[]) => Float32Array.from(values);

describe.each([
  { id: "CartPole-v1", dynamics: cartPoleDynamics, toAction: (a: number): unknown => a },
  { id: "Pendulum-v1", dynamics: pendulumDynamics, toAction: (a: number): unknown => [a] },
  { id: "MountainCar-v0", dynamics: mountainCarDynamics, toAction: (a: number): unknown => a },
  {
    id: "MountainCarContinuous-v0",
    dynamics: mountainCarContinuousDynamics,
    toAction: (a: number): unknown => [a],
  },
  { id: "Acrobot-v1", dynamics: acrobotDynamics, toAction: (a: number): unknown => a },
])("$id", ({ id, toAction, ...rest }) => {
  const dynamics = rest.dynamics as Dynamics<unknown, unknown>;
  const { episodes }: Fixture<readonly number[], readonly number[]> = read(id);
  const observationOf = (state: readonly number[]) => {
    const observation = new Float32Array(dynamics.observationSpace.size);
    dynamics.observe(Float64Array.from(state), 0, observation, 0);
    return observation;
  };

  test.each(episodes)(
    "seed $seed: every observation and flag is Gymnasium's, and so is every reward",
    ({ seed, reset, steps }) => {
      const environment = make(id);
      expect(environment.reset({ seed }).observation).toEqual(observationOf(reset));
      const found = steps.map(([action, , reward]) => {
        const result = environment.step(toAction(action));
        // NumPy squares by its pow and takes the sine from the C library: the last bit of a reward may differ.
        const isSame = Math.abs(result.reward - reward) <= 1e-13 * Math.max(1, Math.abs(reward));
        const flags = [result.terminated, result.truncated];
        const next = flags.includes(true) ? [environment.reset().observation] : [];
        return [result.observation, isSame ? reward : result.reward, ...flags.map(Number), ...next];
      });
      const expected = steps.map(([, observation, reward, terminated, truncated, nextReset]) => {
        const next = nextReset ? [observationOf(nextReset)] : [];
        return [float32(observation), reward, terminated, truncated, ...next];
      });
      expect(found).toEqual(expected);
    },
  );

  test.each(episodes)(
    "seed $seed: every state after a reset is equal to the bit",
    ({ seed, reset, steps }) => {
      const generator = createGenerator(seed);
      const state = new Float64Array(dynamics.stateSize);
      const resets = [reset, ...steps.flatMap((step) => (step[5] ? [step[5]] : []))];
      const found = resets.map(() => {
        dynamics.reset(state, 0, generator);
        return Array.from(state);
      });
      expect(found).toEqual(resets);
    },
  );
});

/** Observations, rewards and flags of an episode after the other, resets included. */
function replay(environment: ReturnType<typeof make>, { seed, reset, steps }: Episode<unknown, unknown>) {
  expect(environment.reset({ seed }).observation).toEqual(reset);
  const found = steps.map(([action]) => {
    const { observation, reward, terminated, truncated } = environment.step(action);
    const step = [action, observation, reward, Number(terminated), Number(truncated)];
    return terminated || truncated ? [...step, environment.reset().observation] : step;
  });
  expect(found).toEqual(steps);
}

describe.each([
  "FrozenLake-v1",
  "FrozenLake8x8-v1",
  "Taxi-v4",
  "CliffWalking-v1",
  "CliffWalkingSlippery-v1",
  "Blackjack-v1",
])("%s", (id) => {
  const { episodes }: Fixture<unknown, unknown> = read(id);

  test.each(episodes)("seed $seed: every observation, reward and flag is Gymnasium's", (episode) => {
    replay(make(id), episode);
  });
});

describe("options of Gymnasium 1.3.0's environments", () => {
  const { cases, maps } = read("options");
  const makers: Record<string, (options: object) => EnvironmentDefinition> = {
    "Blackjack-v1": blackjack as never,
    "FrozenLake-v1": frozenLake as never,
    "Taxi-v4": taxi as never,
  };

  test.each(cases as (Episode<unknown, unknown> & { id: string; options: object })[])(
    "$id with $options, seed $seed: every observation, reward and flag is Gymnasium's",
    ({ id, options, ...episode }) => {
      const { create, maxEpisodeSteps, ...definition } = makers[id](options);
      expect(definition.id).not.toBe(id);
      replay(maxEpisodeSteps === undefined ? create() : limitSteps(create(), maxEpisodeSteps), episode);
    },
  );

  test.each(maps as { size: number; frozen: number; seed: number; map: string[] }[])(
    "the random map of size $size, $frozen frozen, seed $seed is Gymnasium's",
    ({ map, ...options }) => expect(generateFrozenLake(options)).toEqual(map),
  );
});
