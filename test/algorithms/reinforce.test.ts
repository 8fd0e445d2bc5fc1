import { describe, expect, it } from "vitest";
import { meanOfOthers, type Report, reinforce, scoreObjective } from "../../src/algorithms/index.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { defineEnvironment, discrete, vectorize } from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import {
  createEpisodeCollector,
  discountedReturns,
  discountWeights,
  episodeStarts,
} from "../../src/experience/index.ts";
import * as graph from "../../src/graph/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { corridor } from "./corridor.ts";

const limited = () => limitSteps(corridor(), 60);

describe("the mean of the others", () => {
  it("leaves an episode's own return out, and counts those that still go on", () => {
    const baseline = meanOfOthers(Int32Array.of(0, 3, 5), [1, 2, 3, 10, 20, 100]);
    expect(Array.from(baseline)).toEqual([55, 20, 0, 50.5, 2, 5.5]);
  });
});

describe("episodes", () => {
  const environments = (count: number) =>
    Array.from({ length: count }, (_, firstCopy) => vectorize(limited, { count: 1, seed: 5, firstCopy }));
  const collect = (count: number, batches: number) => {
    const copies = environments(count);
    const policy = createPolicy(copies[0], { generator: createGenerator(1) });
    const collector = createEpisodeCollector(copies, {
      ...{ policy, generators: createGenerator(2).spawn(count), own: { start: 0, count }, team: alone },
      longestEpisode: 1000,
    });
    return Array.from({ length: batches }, () => {
      const episodes = collector.collect();
      // The arrays are used again for the next batch.
      return { ...episodes, actions: episodes.actions.slice(), starts: episodeStarts(episodes) };
    });
  };

  it("are whole: each begins at the reset and ends where it terminated or was cut off", () => {
    for (const { starts, steps, observations, rewards, terminated, truncated, episodeLengths } of collect(
      8,
      1,
    )) {
      expect(starts).toHaveLength(8);
      starts.forEach((start, i) => {
        const end = starts[i + 1] ?? steps;
        expect(observations[start]).toBe(0);
        expect(episodeLengths[end - 1]).toBe(end - start);
        expect(terminated[end - 1] + truncated[end - 1]).toBe(1);
        expect(truncated[end - 1] === 0 || end - start === 60).toBe(true);
        for (let t = start + 1; t < end; t++) {
          expect(Math.abs(observations[t] - observations[t - 1])).toBeLessThanOrEqual(1);
        }
      });
      expect(rewards.every((reward) => reward === -1)).toBe(true);
      expect(rewards.length).toBe(steps);
    }
  });

  it("do not depend on how many others are collected", () => {
    const few = collect(2, 2);
    const many = collect(5, 2);
    few.forEach(({ actions, starts }, batch) => {
      const first = actions.slice(0, starts[1]);
      expect(Array.from(many[batch].actions.slice(0, first.length))).toEqual(Array.from(first));
    });
  });
});

/**
 * Two steps, two actions, two states: the corridor of the policy gradient theorem, small enough to enumerate. The
 * first action's reward is in the table; the second step sees the first action and gets the second table's entry.
 */
describe("the estimate", () => {
  const firstRewards = [1, -2];
  const secondRewards = [
    [3, 0],
    [-1, 4],
  ];
  const discount = 0.9;
  const twoSteps = () => {
    let first: number | undefined;
    return defineEnvironment({
      observationSpace: discrete(3),
      actionSpace: discrete(2),
      reset() {
        first = undefined;
        return { observation: 0 };
      },
      step(action) {
        if (first === undefined) {
          first = action;
          return {
            observation: 1 + action,
            reward: firstRewards[action],
            terminated: false,
            truncated: false,
          };
        }
        return {
          observation: 0,
          reward: secondRewards[first][action],
          terminated: true,
          truncated: false,
        };
      },
    });
  };

  it("is unbiased for the exact gradient of the start value, with every baseline that sees only the others", () => {
    const copies = Array.from({ length: 4 }, (_, firstCopy) =>
      vectorize(twoSteps, { count: 1, seed: 3, firstCopy }),
    );
    const policy = createPolicy(copies[0], {
      architecture: { kind: "tabular" },
      generator: createGenerator(1),
    });
    const [table] = policy.parameters;
    const logits = [0.3, -0.4, 0.1, 0.8, -0.5, 0.2];
    policy.backend.values(table).set(logits);

    // Exact: enumerate the four trajectories with expressions of the logits.
    const theta = graph.variable("theta", [3, 2], logits);
    const logPi = graph.logSoftmax(theta);
    const at = (s: number, a: number) =>
      graph.reshape(graph.slice(graph.slice(logPi, 0, s, s + 1), 1, a, a + 1), []);
    let value: graph.Expression = graph.constant(0);
    for (const a of [0, 1]) {
      for (const b of [0, 1]) {
        const probability = graph.exp(graph.add(at(0, a), at(1 + a, b)));
        value = graph.add(
          value,
          graph.multiply(probability, firstRewards[a] + discount * secondRewards[a][b]),
        );
      }
    }
    const [exactGradient] = graph.grad(value, [theta]);
    const exact = compile({ outputs: { exactGradient } }, createReferenceBackend());
    exact.run();

    const rows = 8;
    const observations = graph.input([rows, 3]);
    const actions = graph.inputIndices([rows]);
    const weights = graph.input([rows]);
    const objective = scoreObjective({ logProb: policy.density({ observations }).logProb(actions), weights });
    const [gradient] = graph.grad(objective, [table]);
    const program = compile(
      { inputs: { observations, actions, weights }, outputs: { gradient } },
      policy.backend,
    );

    for (const baseline of ["none", "mean"] as const) {
      const batches = 3000;
      const sums = new Float64Array(6);
      const squares = new Float64Array(6);
      const collector = createEpisodeCollector(copies, {
        ...{ policy, generators: createGenerator(baseline.length).spawn(copies.length), team: alone },
        ...{ own: { start: 0, count: copies.length }, longestEpisode: 2 },
      });
      for (let batch = 0; batch < batches; batch++) {
        const episodes = collector.collect();
        const starts = episodeStarts(episodes);
        const returns = discountedReturns({ rewards: episodes.rewards, discount, episodeStarts: starts });
        const powers = discountWeights({ discount, episodeStarts: starts, weights: new Float64Array(rows) });
        const subtracted = baseline === "mean" ? meanOfOthers(starts, returns) : new Float64Array(rows);
        program.inputs.observations.set(episodes.observations);
        program.inputs.actions.set(episodes.actions);
        program.inputs.weights.set(powers.map((power, i) => (power * (returns[i] - subtracted[i])) / 4));
        program.run();
        program.outputs.gradient.forEach((each, i) => {
          sums[i] += each;
          squares[i] += each * each;
        });
      }
      // Six standard errors in each of 6 entries, 2 baselines: a false alarm in about 2 of 10⁸ seeds; the seed is fixed.
      exact.outputs.exactGradient.forEach((expected, i) => {
        const mean = sums[i] / batches;
        const error = Math.sqrt((squares[i] / batches - mean * mean) / batches);
        expect(Math.abs(mean - expected), `${baseline}, entry ${i}`).toBeLessThan(6 * error);
        expect(error).toBeLessThan(0.05);
      });
    }
  });
});

describe("an episode that does not end", () => {
  it.each([{}, { longestEpisode: 40 }])("is an error after longestEpisode steps: %j", (options) => {
    const endless = () => ({
      ...corridor(),
      step: () => ({ observation: [1], reward: 0, terminated: false, truncated: false }),
      close: () => void closed++,
    });
    let closed = 0;
    const training = reinforce(endless, { episodesPerUpdate: 3, ...options });
    const { longestEpisode = 100_000 } = options;
    expect(() => Array.from(training)).toThrow(
      `endless: an episode has not ended after ${longestEpisode} steps. Give it a time limit: ` +
        "timeLimit(environment, 500), or maxEpisodeSteps in its definition (in the environment itself it is not read); or " +
        "raise the option longestEpisode.",
    );
    expect(closed).toBe(3);
  });

  it("may be as long as longestEpisode says", () => {
    const [{ episodes }] = reinforce(() => limitSteps(corridor(), 60), {
      steps: 1,
      episodesPerUpdate: 4,
      longestEpisode: 60,
    });
    expect(episodes.count).toBe(4);
  });
});

describe("reinforce", () => {
  it.each(["none", "mean", "value"] as const)("learns the corridor with baseline %s", (baseline) => {
    let last: Report<Float32Array, number> | undefined;
    for (const report of reinforce(limited, {
      steps: 60_000,
      episodesPerUpdate: 16,
      baseline,
      learningRate: 1e-2,
      valueLearningRate: 1e-2,
      seed: 2,
    })) {
      last = report;
      if (report.episodes.meanReturn > -5.5) break;
    }
    expect(last!.episodes.meanReturn).toBeGreaterThan(-5.5);
  });

  it("gives the same bits for the same seed", () => {
    const run = () => {
      let bytes: Uint8Array | undefined;
      for (const { policy } of reinforce("CartPole-v1", { steps: 3000, episodesPerUpdate: 4, seed: 9 })) {
        bytes = policy.save();
      }
      return bytes;
    };
    expect(run()).toEqual(run());
  });

  it("weighs states by γᵗ unless it is told not to", () => {
    const first = (discountStates: boolean) => {
      const [report] = reinforce(limited, { steps: 100, discount: 0.5, discountStates, seed: 1 });
      return report.metrics.gradientNorm;
    };
    expect(first(true)).not.toBe(first(false));
  });
});
