import { describe, expect, test } from "vitest";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { ticTacToe, vectorize, vectorizeEach } from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import {
  createEpisodeCollector,
  createStepCollector,
  episodeStatistics,
  type Trajectory,
} from "../../src/experience/index.ts";
import { ppo, reinforce } from "../../src/index.ts";
import { createActorCritic } from "../../src/learning/index.ts";
import { createEvaluator } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";

const settings = {
  hidden: [3],
  activation: "tanh",
  architecture: "auto",
  valueArchitecture: "auto",
  sharedTower: false,
} as const;

/** Without its fast path, so that environments of a user's are stepped, and cut off after seven moves. */
const cutOff = () => limitSteps(ticTacToe.create(), 7);

function collect(kind: "steps" | "episodes", source: Parameters<typeof vectorize>[0]) {
  const count = 4;
  const environments = kind === "steps" ? [vectorize(source, { count })] : vectorizeEach(source, { count });
  const generator = createGenerator(1);
  const actorCritic = createActorCritic(environments, settings, { backend: createWasmBackend(), generator });
  const options = {
    ...{ ...actorCritic, team: alone, generators: generator.spawn(count), own: { start: 0, count } },
    ...{ steps: 30, longestEpisode: 9 },
  };
  const collector =
    kind === "steps"
      ? createStepCollector(environments[0], options)
      : createEpisodeCollector(environments, options);
  return { trajectory: collector.collect(), ...actorCritic };
}

/** Plays the actions of each copy again, and checks all that the trajectory says of it. */
function replay(trajectory: Trajectory, limit: number): { ended: number; cut: number } {
  const { steps, count, observations, movers, finalMovers, lastMovers, rewards, terminated, truncated } =
    trajectory;
  let [ended, cut] = [0, 0];
  for (let copy = 0; copy < count; copy++) {
    const game = ticTacToe.create();
    let { observation } = game.reset();
    let length = 0;
    for (let at = copy; at < steps * count; at += count) {
      expect(Array.from(observations.subarray(at * 18, (at + 1) * 18))).toEqual(Array.from(observation));
      expect(movers![at]).toBe(length % 2);
      expect(movers![at]).toBe(game.currentPlayer!());
      const result = game.step(trajectory.actions[at]);
      length += 1;
      expect(rewards.subarray(2 * at, 2 * at + 2)).toEqual(result.rewards);
      expect(terminated[at]).toBe(result.terminated ? 1 : 0);
      expect(truncated[at]).toBe(length === limit ? 1 : 0);
      observation = result.observation;
      if (terminated[at] === 0 && truncated[at] === 0) continue;
      expect(trajectory.episodeLengths[at]).toBe(length);
      expect(trajectory.episodeReturns.subarray(2 * at, 2 * at + 2)).toEqual(result.rewards);
      if (terminated[at] === 0) {
        expect(finalMovers![at]).toBe(length % 2);
        cut += 1;
      }
      ended += 1;
      length = 0;
      observation = game.reset().observation;
    }
    if (length > 0) expect(lastMovers![copy]).toBe(length % 2);
  }
  return { ended, cut };
}

describe("collectors in a game of several players", () => {
  test.each([
    ["steps", "TicTacToe-v0", 99],
    ["steps", cutOff, 7],
    ["episodes", "TicTacToe-v0", 99],
    ["episodes", cutOff, 7],
  ] as const)("keep of %s who moved, and what each player got: %o", (kind, source, limit) => {
    const { trajectory, valueFunction, policy } = collect(kind, source);
    expect(trajectory.players).toBe(2);
    const { ended, cut } = replay(trajectory, limit);
    expect(ended).toBeGreaterThan(3);
    expect(cut > 0).toBe(limit === 7);
    expect(trajectory.legalActions!.length).toBe(9 * trajectory.steps * trajectory.count);
    const evaluate = createEvaluator(valueFunction, 18, 1, policy.backend);
    const value = new Float32Array(1);
    evaluate(trajectory.observations.slice(0, 18), 1, value);
    expect(trajectory.values[0]).toBe(value[0]);
  });

  test("count episodes once, with the mean return of each player", () => {
    const episodes = {
      players: 2,
      episodeLengths: Int32Array.of(0, 5, 0, 8),
      episodeReturns: Float64Array.of(9, 9, 1, -1, 9, 9, 0, 0),
      episodeInfo: [],
    };
    expect(episodeStatistics(episodes)).toMatchObject({
      ...{ count: 2, meanLength: 6.5, meanReturn: 0.5, meanReturns: [0.5, -0.5] },
    });
    const { trajectory } = collect("steps", "TicTacToe-v0");
    const { count, meanReturns } = episodeStatistics(trajectory);
    expect(count).toBe(trajectory.terminated.reduce((sum, each) => sum + each, 0));
    expect(meanReturns![0] + meanReturns![1]).toBeCloseTo(0, 12);
  });

  test.each(["ppo", "reinforce"] as const)(
    "refuse networks that remember, as they would from one player to the other: %s",
    (name) => {
      const architecture = { kind: "gru", units: 4 } as const;
      const [training] = {
        ppo: [ppo("TicTacToe-v0", { architecture })],
        reinforce: [reinforce("TicTacToe-v0", { architecture })],
      }[name];
      expect(() => [...training]).toThrow(
        /TicTacToe-v0: it is a game of 2 players, and the state of a recurrent network/,
      );
    },
  );

  test("refuse to keep steps for replay, which learns from a single player", () => {
    const environment = vectorize("TicTacToe-v0");
    const generator = createGenerator(1);
    const { policy } = createActorCritic([environment], settings, {
      backend: createWasmBackend(),
      generator,
    });
    const own = { start: 0, count: 1 };
    const options = {
      ...{ policy, steps: 1, generators: [generator], own, team: alone },
      keepsNext: true,
    } as const;
    expect(() => createStepCollector(environment, options)).toThrow(
      /TicTacToe-v0: it is a game of 2 players/,
    );
  });
});
