import { describe, expect, test } from "vitest";
import type { ResetOptions } from "../../../src/environments/environment.ts";
import { limitSteps } from "../../../src/environments/limit-steps.ts";
import {
  box,
  defineEnvironment,
  discrete,
  type Environment,
  type EnvironmentSource,
  ppo,
  type Report,
  reinforce,
  type Training,
} from "../../../src/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import { corridor } from "../../algorithms/corridor.ts";

const limited = () => limitSteps(corridor(), 30);

/** The same environment, which answers after some turns of the event loop: not all copies after the same number. */
function delayed(create: () => Environment<Float32Array, number>): EnvironmentSource<Float32Array, number> {
  let copies = 0;
  const later = async <Result>(result: Result, turns: number): Promise<Result> => {
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve));
    return result;
  };
  return () => {
    const environment = create();
    const turns = copies++ % 3;
    return {
      ...environment,
      reset: async (options?: ResetOptions) => later(environment.reset(options), turns),
      step: async (action: number) => later(environment.step(action), turns),
    };
  };
}

const said = ({ policy, valueFunction: _, checkpoint: __, ...rest }: Report<Float32Array, number>) => ({
  ...rest,
  weights: parametersHash(policy),
});

const trainings: Record<
  string,
  (environment: EnvironmentSource<Float32Array, number>) => Training<Float32Array, number>
> = {
  ppo: (environment) =>
    ppo(environment, {
      steps: 256,
      environments: 4,
      rolloutSteps: 16,
      minibatchSize: 32,
      epochs: 2,
      seed: 2,
    }),
  reinforce: (environment: EnvironmentSource<Float32Array, number>) =>
    reinforce(environment, { steps: 200, episodesPerUpdate: 4, seed: 2 }),
};

describe.each(Object.entries(trainings))("%s in environments that answer later", (_, train) => {
  test("gives the reports and weights that it gives with those that answer at once, to the bit", async () => {
    const now = Array.from(train(limited), said);
    const later = [];
    for await (const report of train(delayed(limited))) later.push(said(report));
    expect(later.length).toBeGreaterThan(1);
    expect(later.map(({ warnings: _, ...rest }) => rest)).toEqual(
      now.map(({ warnings: _, ...rest }) => rest),
    );
  });

  test("says that a plain loop cannot wait for them", () => {
    expect(() => Array.from(train(delayed(limited)))).toThrow(
      /a promise; only `for await` over an algorithm, in one worker, and evaluateLater wait for it/,
    );
  });

  test("lets timers run between two updates, and ends when the loop is left", async () => {
    let closed = 0;
    const environment = delayed(() => ({ ...limited(), close: () => void closed++ }));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    for await (const { update } of train(environment)) if (update === 2) break;
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(1);
    expect(closed).toBe(4);
  });

  test("passes on what an environment rejects with", async () => {
    const failing = delayed(() => ({
      ...limited(),
      step() {
        throw new RangeError("the simulator is gone");
      },
    }));
    const train1 = async () => {
      for await (const _ of train(failing));
    };
    await expect(train1()).rejects.toThrow(/copy \d, step 1 of episode 1: the simulator is gone/);
  });
});

test("for await takes environments that answer at once, and lets timers run", async () => {
  const simple = () =>
    defineEnvironment({
      observationSpace: box({ low: 0, high: 1 }),
      actionSpace: discrete(2),
      reset: () => ({ observation: [1] }),
      step: (action) => ({ observation: [1], reward: action, terminated: true, truncated: false }),
    });
  let ticks = 0;
  const timer = setInterval(() => ticks++);
  for await (const _ of trainings.ppo(simple as never));
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(0);
});
