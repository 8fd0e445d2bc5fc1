import { describe, expect, it, test } from "vitest";
import {
  groupAdvantages,
  groupObjective,
  groupWeights,
  grpo,
  type Report,
  rloo,
} from "../../src/algorithms/index.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import type { Trajectory } from "../../src/experience/index.ts";
import * as graph from "../../src/graph/index.ts";
import { groupReturns, subtractMeanOfOthers, toSteps } from "../../src/learning/index.ts";
import { corridor } from "./corridor.ts";
import { lastOf } from "./last-of.ts";

const limited = () => limitSteps(corridor(), 60);

/** Three episodes of 2, 1 and 3 steps, in a game of two players who take turns. */
const episodes = {
  ...{ steps: 6, count: 1, players: 2, movers: Int32Array.of(0, 1, 0, 0, 1, 0) },
  observations: Float32Array.of(7, 1, 7, 7, 1, 2),
  rewards: Float64Array.of(1, -1, 0, 4, 2, 3, 0, 0, 0, 0, 8, 16),
  episodeLengths: Int32Array.of(0, 2, 1, 0, 0, 3),
} as unknown as Trajectory;

describe("returns of groups", () => {
  it("count from the beginning of each episode, for each player", () => {
    const returns = groupReturns(episodes, { groupSize: 3, discount: 0.5 });
    expect(Array.from(returns)).toEqual([1, 2, 2, 1, 3, 4]);
    expect(Array.from(toSteps(returns, episodes))).toEqual([1, 1, 2, 2, 4, 2]);
  });

  it("have the mean of the others of the group taken from them", () => {
    const values = Float64Array.of(1, 2, 6, 10, 20, 30);
    subtractMeanOfOthers(values, 3);
    expect(Array.from(values)).toEqual([-3, -1.5, 4.5, -15, 0, 15]);
  });

  it("are relative to their mean and deviation in the group by form grpo, and to the mean alone by dr-grpo", () => {
    const values = () => Float64Array.of(1, 2, 6, 5, 5, 5);
    const deviation = Math.sqrt((4 + 1 + 9) / 2);
    const standard = [-2 / deviation, -1 / deviation, 3 / deviation, 0, 0, 0];
    groupAdvantages(values(), { form: "grpo", groupSize: 3 }).forEach((each, i) => {
      expect(each).toBeCloseTo(standard[i], 7);
    });
    expect(Array.from(groupAdvantages(values(), { form: "dr-grpo", groupSize: 3 }))).toEqual([
      -2, -1, 3, 0, 0, 0,
    ]);
  });

  it("weigh every episode the same by form grpo, and every step the same by dr-grpo", () => {
    const sixth = 1 / 6;
    expect(Array.from(groupWeights(episodes, { form: "grpo" }))).toEqual([
      ...[sixth, sixth, 1 / 3],
      ...[1 / 9, 1 / 9, 1 / 9],
    ]);
    expect(Array.from(groupWeights(episodes, { form: "dr-grpo" }))).toEqual(new Array(6).fill(1 / 3));
  });
});

describe("the objective of a group", () => {
  it("has the gradient Σ w A ∇ log π at ratio 1, and none beyond the clip range", () => {
    const logProb = graph.input([4]);
    const objective = groupObjective({
      logProb,
      oldLogProb: graph.constant(new Float32Array(4), [4]),
      advantages: graph.constant([2, -3, 2, -3], [4]),
      weights: graph.constant([0.5, 0.25, 1, 1], [4]),
      clipRange: 0.2,
    });
    const [gradient] = graph.grad(objective, [logProb]);
    const program = compile({ inputs: { logProb }, outputs: { gradient } }, createReferenceBackend());
    program.inputs.logProb.set([0, 0, Math.log(1.3), Math.log(0.7)]);
    program.run();
    expect(Array.from(program.outputs.gradient)).toEqual([1, -0.75, 0, 0]);
  });
});

describe.each([
  ["rloo", rloo],
  ["grpo", grpo],
] as const)("groups of %s", (_, algorithm) => {
  const sizes = { groupsPerUpdate: 4, groupSize: 3, seed: 5 };

  it("begin alike, each otherwise and anew in every update, and all that the environment draws is the same", () => {
    const learner = algorithm.learner("FrozenLake-v1", { ...sizes, groupSize: 8 });
    const cartPole = algorithm.learner("CartPole-v1", sizes);
    const beginnings = new Set<string>();
    for (let update = 0; update < 2; update++) {
      const { observations, episodeLengths, steps } = cartPole.collector.collect();
      const size = observations.length / steps;
      let [start, episode] = [0, 0];
      const all: string[] = [];
      for (let t = 0; t < steps; t++) {
        if (episodeLengths[t] === 0) continue;
        all.push(observations.slice(start * size, (start + 1) * size).join());
        start = t + 1;
        episode++;
      }
      expect(episode).toBe(12);
      all.forEach((beginning, i) => {
        expect(beginning).toBe(all[i - (i % 3)]);
      });
      for (const beginning of all) beginnings.add(beginning);
    }
    expect(beginnings.size).toBe(8);
    cartPole.collector.close();

    // On slippery ice the same actions lead to the same places.
    const { observations, actions, episodeLengths, steps } = learner.collector.collect();
    const size = observations.length / steps;
    const played: number[][] = [[]];
    for (let t = 0; t < steps; t++) {
      played.at(-1)!.push(observations.subarray(t * size, (t + 1) * size).indexOf(1), actions[t]);
      if (episodeLengths[t] > 0) played.push([]);
    }
    let compared = 0;
    for (let i = 0; i < 32; i++) {
      for (let j = i - (i % 8); j < i; j++) {
        let t = 0;
        while (
          t + 2 < Math.min(played[i].length, played[j].length) &&
          played[i][t + 1] === played[j][t + 1]
        ) {
          t += 2;
          expect(played[i][t]).toBe(played[j][t]);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
    learner.collector.close();
  });

  it("learns the corridor", () => {
    let last: Report<Float32Array, number> | undefined;
    for (const report of algorithm(limited, {
      ...{ steps: 60_000, groupsPerUpdate: 1, groupSize: 16, learningRate: 1e-2, seed: 2 },
    })) {
      last = report as Report<Float32Array, number>;
      if (report.episodes.meanReturn! > -5.5) break;
    }
    expect(last!.episodes.meanReturn).toBeGreaterThan(-5.5);
  });

  it("are refused where an environment does not begin by its seed", () => {
    let begun = 0;
    const own = () => ({ ...corridor(), reset: () => ({ observation: [(begun++ % 5) / 2] }) });
    expect(() => [...algorithm(() => limitSteps(own(), 9), { ...sizes, steps: 1 })]).toThrow(
      /^groups: episode 1 of an update begins with another observation than the others of its group \(number 0 is/,
    );
  });

  it("have at least two episodes", () => {
    expect(() => algorithm("CartPole-v1", { groupSize: 1 })).toThrow(
      "option groupSize is 1; it must be 2 or more",
    );
  });

  it("train recurrent policies on whole episodes, and refuse those that are longer than a sequence", () => {
    const options = { ...sizes, architecture: { kind: "gru", units: 4 } as const, steps: 1 };
    const [{ metrics }] = algorithm("Recall-v0", { ...options, sequenceLength: 12 });
    expect(metrics.gradientNorm).toBeGreaterThan(0);
    expect(() => [...algorithm("Recall-v0", { ...options, sequenceLength: 9 })]).toThrow(
      "option sequenceLength is 9, and an episode has 10 steps; a recurrent policy is trained on whole episodes: raise it",
    );
  });
});

describe("grpo", () => {
  const sizes = { groupsPerUpdate: 2, groupSize: 4, seed: 1, learningRate: 0.01 };

  test.each([{}, { architecture: { kind: "lstm", units: 4 } as const, sequenceLength: 10 }])(
    "learns from the log-probabilities that acting had: %j",
    (options) => {
      const [{ metrics }] = grpo("Recall-v0", { ...sizes, steps: 1, clipRange: 1e-5, ...options });
      expect(metrics.clipFraction).toBe(0);
    },
  );

  it("is held near the policy that it began with", () => {
    const run = (klWeight: number) =>
      lastOf(grpo(limited, { ...sizes, steps: 3000, epochs: 2, klWeight, maxGradientNorm: "none" })).metrics;
    expect(run(10).kl).toBeLessThan(0.01);
    expect(run(0.001).kl).toBeGreaterThan(0.05);
    expect("kl" in run(0)).toBe(false);
  });

  it("has a KL divergence of 0 in its first step, also from weights that it is given", () => {
    const [{ policy }] = grpo(limited, { ...sizes, steps: 1 });
    const [{ metrics }] = grpo(limited, { ...sizes, steps: 1, klWeight: 0.1, seed: 2 }, { policy });
    expect(metrics.kl).toBeCloseTo(0, 6);
  });
});
