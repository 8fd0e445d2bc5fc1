import { describe, expect, it, vi } from "vitest";
import {
  type AsyncEnvironment,
  cartPole,
  catchBall,
  type EnvironmentSource,
  make,
  ticTacToe,
} from "../../src/environments/index.ts";
import { evaluate, type Moment, type WatchOptions, watchEpisodes } from "../../src/experience/index.ts";
import { createPolicy, type Policy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const policy = createPolicy(make("CartPole-v1"), { generator: createGenerator(1) });
const short = { ...cartPole, maxEpisodeSteps: 20 };

async function watch<O, A>(
  policy: Policy<O, A>,
  environment: EnvironmentSource<O, A>,
  options: WatchOptions,
): Promise<Moment<O, A>[]> {
  const moments: Moment<O, A>[] = [];
  for await (const moment of watchEpisodes(policy, environment, options)) moments.push(moment);
  return moments;
}

describe("watchEpisodes", () => {
  it.each([false, true])("plays the episodes that evaluate plays (stochastic: %s)", async (stochastic) => {
    const options = { episodes: 6, seed: 3, stochastic };
    const moments = await watch(policy, short, options);
    const ends = moments.filter(({ ended }) => ended !== undefined);
    const { returns, lengths } = evaluate(policy, short, options);
    expect(ends.map(({ returns: [total] }) => total)).toEqual(returns);
    expect(ends.map(({ steps }) => steps)).toEqual(lengths);
    expect(ends.map(({ episode }) => episode)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(ends.some(({ ended }) => ended === "truncated")).toBe(true);
    expect(moments).toHaveLength(6 + lengths.reduce((sum, length) => sum + length, 0));
  });

  it("shows each moment as it is, the first and the last included", async () => {
    const moments = await watch(policy, short, {});
    expect(moments[0]).toMatchObject({ steps: 0, action: undefined, rewards: [0], returns: [0] });
    for (const { observation, rendering } of moments) {
      expect(rendering).toMatchObject({ scene: "cart-pole" });
      const { position, angle } = rendering as unknown as { position: number; angle: number };
      expect([Math.fround(position), Math.fround(angle)]).toEqual([observation[0], observation[2]]);
    }
    expect(moments.slice(1).every(({ action }) => action === 0 || action === 1)).toBe(true);
    expect(moments.map(({ returns: [total] }) => total)).toEqual(moments.map((_, step) => step));
  });

  it("waits for environments that answer later, and closes them when the loop is broken off", async () => {
    const close = vi.fn();
    const later = (): AsyncEnvironment<Float32Array, number> => {
      const environment = make("CartPole-v1");
      return {
        ...environment,
        reset: async (options) => environment.reset(options),
        step: async (action) => environment.step(action),
        close,
      };
    };
    const atOnce = await watch(policy, () => make("CartPole-v1"), { seed: 5 });
    expect(await watch(policy, later, { seed: 5 })).toEqual(atOnce);
    expect(close).toHaveBeenCalledTimes(1);
    for await (const { steps } of watchEpisodes(policy, later)) if (steps === 2) break;
    expect(close).toHaveBeenCalledTimes(2);
  });

  it("lets a policy play for all players of a game, by legal moves", async () => {
    const player = createPolicy(ticTacToe.create(), { generator: createGenerator(1), masked: true });
    const moments = await watch(player, ticTacToe, { episodes: 3, stochastic: true });
    for (const { returns, rewards, ended } of moments) {
      expect([returns.length, rewards.length]).toEqual([2, 2]);
      expect(returns[0] + returns[1]).toBe(0);
      if (ended) expect(ended).toBe("terminated");
    }
  });

  it("shows an observed image as it is, where the environment has no picture of its own", async () => {
    const catcher = createPolicy(catchBall.create(), { generator: createGenerator(1) });
    for (const { observation, rendering } of await watch(catcher, catchBall, {})) {
      expect(rendering).toEqual({ scene: "image", columns: 20, channels: 1, values: observation });
    }
  });

  it("refuses options that there are not, and policies of other spaces", async () => {
    await expect(watch(policy, short, { episodes: 0 })).rejects.toThrow("episodes");
    await expect(watch(policy, short, { greedy: true } as WatchOptions)).rejects.toThrow("greedy");
    await expect(watch(policy as Policy, "Pendulum-v1", {})).rejects.toThrow("policy: the observation space");
  });
});
