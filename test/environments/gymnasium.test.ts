import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cartPoleDynamics } from "../../src/environments/classic-control/cart-pole.ts";
import { pendulumDynamics } from "../../src/environments/classic-control/pendulum.ts";
import type { Dynamics } from "../../src/environments/dynamics.ts";
import { make } from "../../src/environments/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Trajectories of Gymnasium 1.4.0 on NumPy 2.4: seeds 0, 1 and 2, 300 steps each. */
interface Fixture {
  readonly episodes: readonly {
    readonly seed: number;
    readonly reset: readonly number[];
    readonly steps: readonly Step[];
  }[];
}

/** Action, observation (float32), reward, terminated, truncated, and the state of the reset that follows an end. */
type Step = readonly [number, readonly number[], number, 0 | 1, 0 | 1, (readonly number[])?];

const read = (id: string): Fixture =>
  JSON.parse(readFileSync(new URL(`./gymnasium/${id}.json`, import.meta.url), "utf8"));

const float32 = (values: readonly number[]) => Float32Array.from(values);

describe.each([
  {
    id: "CartPole-v1",
    dynamics: cartPoleDynamics as Dynamics<unknown, unknown>,
    toAction: (a: number): unknown => a,
  },
  {
    id: "Pendulum-v1",
    dynamics: pendulumDynamics as Dynamics<unknown, unknown>,
    toAction: (a: number): unknown => [a],
  },
])("$id", ({ id, dynamics, toAction }) => {
  const { episodes } = read(id);
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
      for (const [action, observation, reward, terminated, truncated, nextReset] of steps) {
        const result = environment.step(toAction(action));
        expect(result.observation).toEqual(float32(observation));
        // NumPy squares by its pow and takes the sine from the C library: the last bit of a reward may differ.
        expect(Math.abs(result.reward - reward)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(reward)));
        expect([result.terminated, result.truncated]).toEqual([terminated === 1, truncated === 1]);
        if (nextReset) expect(environment.reset().observation).toEqual(observationOf(nextReset));
      }
    },
  );

  test.each(episodes)(
    "seed $seed: every state after a reset is equal to the bit",
    ({ seed, reset, steps }) => {
      const generator = createGenerator(seed);
      const state = new Float64Array(dynamics.stateSize);
      for (const expected of [reset, ...steps.flatMap((step) => (step[5] ? [step[5]] : []))]) {
        dynamics.reset(state, 0, generator);
        expect(Array.from(state)).toEqual(expected);
      }
    },
  );
});
