import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWasmBackend } from "../../../src/backends/wasm/index.ts";
import { box, defineEnvironment, dict, discrete } from "../../../src/environments/index.ts";
import { a2c, loadPolicy, ppo, type Report, reinforce, sac } from "../../../src/index.ts";
import { loadPolicy as loadActing } from "../../../src/inference/index.ts";
import { createObservationStatistics } from "../../../src/learning/normalization/observation-statistics.ts";
import { createRewardStatistics } from "../../../src/learning/normalization/reward-statistics.ts";
import { createRunningMoments } from "../../../src/learning/normalization/running-moments.ts";
import { createObservationScale } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { lastOf } from "../../algorithms/last-of.ts";

/** Mean and deviation of numbers in two passes, as `numpy.mean` and `numpy.std` have them. */
function twoPasses(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

const column = (values: ArrayLike<number>, columns: number, index: number) =>
  Array.from(values).filter((_, at) => at % columns === index);

describe("running moments", () => {
  const rows = fc.array(
    fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -9, max: 9 })),
    {
      minLength: 1,
      maxLength: 40,
    },
  );

  it("are those of all rows in two passes, wherever batches end and however far the mean is from 0", () => {
    fc.assert(
      fc.property(
        fc.array(rows, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0, 1, 1e6),
        (batches, offset) => {
          const moments = createRunningMoments(2);
          const all: number[] = [];
          for (const batch of batches) {
            const values = Float64Array.from(batch.flatMap(([a, b]) => [a + offset, b]));
            moments.add(values, batch.length);
            all.push(...values);
          }
          expect(moments.count).toBe(all.length / 2);
          for (const index of [0, 1]) {
            const { mean, deviation } = twoPasses(column(all, 2, index));
            expect(Math.abs(moments.mean[index] - mean)).toBeLessThan(1e-13 * (1 + offset) + 1e-13 * 9);
            expect(Math.abs(moments.deviation(index) - deviation)).toBeLessThan(1e-7 * (1 + deviation));
          }
        },
      ),
    );
  });

  it("say nothing before the first row, and go on from what was saved", () => {
    const first = createRunningMoments(1);
    expect([first.count, first.mean[0], first.deviation(0)]).toEqual([0, 0, 0]);
    first.add(Float32Array.of(1, 5), 2);
    const second = createRunningMoments(1);
    second.restore(first.save());
    for (const each of [first, second]) each.add(Float32Array.of(9), 1);
    expect(second.save()).toEqual(first.save());
    expect([second.mean[0], second.deviation(0)]).toEqual([5, Math.sqrt(32 / 3)]);
    expect(() => createRunningMoments(2).restore(first.save())).toThrow(
      "mean: it must have 2 numbers; found 1",
    );
  });
});

describe("a scale of observations", () => {
  it("follows numbers of boxes, leaves one-hot entries alone, and shows 0 where there is no deviation", () => {
    const space = dict({ at: discrete(2), x: box({ low: -Infinity, high: Infinity, shape: [3] }) });
    const scale = createObservationScale(space as never);
    const backend = createWasmBackend();
    const statistics = createObservationStatistics(scale, backend);
    const [mean, inverse] = scale.statistics.map((each) => backend.values(each));
    expect([...mean, ...inverse]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0]);
    // The last number differs by rounding only.
    const rows = [
      [1, 0, 300, 7, 1e6],
      [0, 1, 500, 7, 1e6 + 0.0625],
    ];
    statistics.add({ observations: Float32Array.from(rows.flat()), steps: 1, count: 2 });
    expect([...mean]).toEqual([0, 0, 400, 7, Math.fround(1e6 + 0.03125)]);
    expect([...inverse]).toEqual([1, 1, Math.fround(0.01), 0, 0]);
  });
});

describe("scaled rewards", () => {
  it("are rewards over the deviation of all discounted returns so far, clipped at ±10", () => {
    const generator = createGenerator(3);
    const [count, discount] = [3, 0.9];
    const statistics = createRewardStatistics(discount, count);
    const running = new Array<number>(count).fill(0);
    const returns: number[] = [];
    for (const steps of [5, 1, 20]) {
      const size = steps * count;
      const rewards = Float64Array.from({ length: size }, () => -200 + 30 * generator.normal());
      if (steps === 20) rewards[7] = 1e5;
      const episodeLengths = Int32Array.from({ length: size }, () => (generator.random() < 0.2 ? 4 : 0));
      for (let at = 0; at < size; at++) {
        const copy = at % count;
        running[copy] = discount * running[copy] + rewards[at];
        returns.push(running[copy]);
        if (episodeLengths[at] > 0) running[copy] = 0;
      }
      const { deviation } = twoPasses(returns);
      const scaled = statistics.scale({ rewards, episodeLengths, steps, players: 1 });
      expect(scaled).toHaveLength(size);
      rewards.forEach((reward, at) => {
        const expected = Math.min(Math.max(reward / Math.sqrt(deviation ** 2 + 1e-8), -10), 10);
        expect(scaled[at]).toBeCloseTo(expected, 12);
      });
    }
  });
});

const normalized = { normalizeObservations: true, normalizeRewards: true, seed: 4 };

/** Kelvin and pascal, and a reward of hundreds. */
const plant = () => {
  let temperature = 0;
  let time = 0;
  const generator = createGenerator(8);
  const observation = () => [temperature, 1e5 + 40 * temperature];
  return defineEnvironment({
    observationSpace: box({ low: -Infinity, high: Infinity, shape: [2] }),
    actionSpace: box({ low: -1, high: 1, shape: [1] }),
    reset() {
      temperature = generator.uniform(250, 350);
      time = 0;
      return { observation: observation() };
    },
    step([power]) {
      temperature += 20 * power!;
      const reward = -Math.abs(temperature - 400);
      return { observation: observation(), reward, terminated: false, truncated: ++time === 25 };
    },
  });
};

describe("a training that normalizes", () => {
  it.each([
    ["ppo", ppo.learner(plant, { ...normalized, environments: 4, rolloutSteps: 32, minibatchSize: 32 })],
    ["a2c", a2c.learner(plant, normalized)],
    ["reinforce", reinforce.learner(plant, { ...normalized, episodesPerUpdate: 3 })],
    ["sac", sac.learner(plant, { normalizeObservations: true, startSteps: 32, batchSize: 32, hidden: [8] })],
  ] as const)("knows mean and deviation of all that %s has acted on", (_, { collector, policy, learn }) => {
    const seen: number[] = [];
    for (let update = 0; update < 4; update++) {
      const trajectory = collector.collect();
      seen.push(...trajectory.observations);
      learn(trajectory as never, 0);
    }
    collector.close();
    const weights = policy.weights();
    for (const index of [0, 1]) {
      const { mean, deviation } = twoPasses(column(seen, 2, index));
      expect(weights["observations.mean"].data[index]).toBe(Math.fround(mean));
      expect(weights["observations.inverseDeviation"].data[index]).toBeCloseTo(1 / deviation, 6);
    }
  });

  it("learns from the log-probabilities of the policy that acted: no ratio differs from 1 in the first pass", () => {
    const options = {
      ...normalized,
      environments: 4,
      rolloutSteps: 32,
      minibatchSize: 128,
      epochs: 1,
      steps: 640,
    };
    const reports = [...ppo(plant, options)];
    expect(reports).toHaveLength(5);
    for (const { metrics } of reports) {
      expect(metrics.clipFraction).toBe(0);
      expect(Math.abs(metrics.approximateKl)).toBeLessThan(1e-10);
    }
  });

  it("goes on from the scale of a policy that it begins with, and keeps it in a checkpoint of the beginning", () => {
    const options = { ...normalized, environments: 4, rolloutSteps: 32, minibatchSize: 32, steps: 256 };
    const { policy } = lastOf(ppo(plant, options));
    const scaleOf = (report: Report) => {
      const { "observations.mean": mean, "observations.inverseDeviation": inverse } = report.policy.weights();
      return [...mean.data, ...inverse.data];
    };
    const given = scaleOf({ policy } as Report);
    const others = { ...options, seed: 9, steps: 128 };
    const [beginning, after] = Array.from(
      ppo(plant, others, { policy, reportsBeginning: true }),
      (report) => ({
        scale: scaleOf(report as Report),
        checkpoint: report.checkpoint(),
      }),
    );
    expect(beginning.scale).toEqual(given);
    // It counts as 100,000 observations, beside 128 new ones.
    after.scale.forEach((value, i) => expect(Math.abs(value / given[i] - 1)).toBeLessThan(0.005));
    expect(after.scale).not.toEqual(given);
    const [resumed] = ppo(plant, others, { resume: beginning.checkpoint });
    expect(scaleOf(resumed as Report)).toEqual(after.scale);
    expect(resumed.checkpoint()).toEqual(after.checkpoint);
  });

  it("reports the returns of the environment", () => {
    const { episodes } = lastOf(ppo(plant, { ...normalized, steps: 2048 }));
    expect(episodes.meanReturn).toBeLessThan(-1000);
  });

  it("gives a policy that acts alike from its file with both loaders, to the bit", () => {
    const { policy } = lastOf(ppo(plant, { ...normalized, steps: 2048, epochs: 2 }));
    const bytes = policy.save();
    const loaded = [loadPolicy(bytes), loadActing(bytes)];
    for (let i = 0; i < 20; i++) {
      const observation = [300 + 10 * i, 1e5 + 13_000] as never;
      for (const each of loaded) {
        expect(each.act(observation)).toEqual(policy.act(observation));
        expect(each.sample(observation, createGenerator(i))).toEqual(
          policy.sample(observation, createGenerator(i)),
        );
      }
    }
    expect(policy.act([300, 1e5 + 12_000] as never)).not.toEqual(policy.act([400, 1e5 + 16_000] as never));
    expect(loadPolicy(bytes).save()).toEqual(bytes);
  });
});
