import { describe, expect, it } from "vitest";
import { arena, type Choices, cases, drawMask, isLegal } from "../../scripts/masked-actions/arena.ts";
import { compileA2cDescent } from "../../src/algorithms/a2c/descent.ts";
import { actorObjective } from "../../src/algorithms/a2c/objective.ts";
import { a2cOptions } from "../../src/algorithms/a2c/options.ts";
import {
  a2c,
  auditGradient,
  clippedSurrogate,
  ppo,
  type Report,
  reinforce,
} from "../../src/algorithms/index.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { compilePpoDescent } from "../../src/algorithms/ppo/ppo.ts";
import { discrete, type Environment, multiDiscrete } from "../../src/environments/index.ts";
import { evaluate } from "../../src/experience/index.ts";
import { loadPolicy as loadToAct } from "../../src/inference/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createPolicy, createValueFunction, loadPolicy, type Policy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { lastOf } from "./last-of.ts";

const steps = 8192;
const trainings: Record<string, (create: () => Environment) => Iterable<Report>> = {
  ppo: (create) => ppo(create, { steps, rolloutSteps: 128, learningRate: 0.01, seed: 1 }),
  a2c: (create) => a2c(create, { steps, rolloutSteps: 16, learningRate: 0.01, seed: 1 }),
  reinforce: (create) => reinforce(create, { steps, learningRate: 0.01, seed: 1 }),
};

describe.each(Object.entries(cases))("masks of %s actions", (_, kind) => {
  it.each(Object.entries(trainings))("keep %s from every illegal action", (_, train) => {
    const { create, seen } = arena(kind);
    const { policy } = lastOf(train(create));
    expect(policy.masked).toBe(true);
    expect(seen).toEqual({ steps: expect.any(Number), illegal: 0 });
    expect(seen.steps).toBeGreaterThanOrEqual(steps);

    const trained = seen.steps;
    evaluate(policy, create, { episodes: 200, environments: 8 });
    auditGradient(create, policy, { batches: 4, episodes: 16 });
    expect(seen.illegal).toBe(0);
    expect(seen.steps).toBeGreaterThan(trained + 1000);

    const bytes = policy.save();
    const random = createGenerator(2);
    for (const acting of [policy, loadPolicy(bytes), loadToAct(bytes)]) {
      for (let i = 0; i < 300; i++) {
        const mask = drawMask(kind.counts, () => random.random());
        const observation = [random.random()];
        const best = acting.act(observation, mask);
        const { action, logProb } = acting.sample(observation, random, mask);
        for (const each of [best, action]) {
          expect(kind.actionSpace.contains(each)).toBe(true);
          expect(isLegal(kind.counts, mask, kind.choices(each))).toBe(true);
        }
        expect(logProb).toBeLessThanOrEqual(1e-6);
        expect(logProb).toBeGreaterThan(-30);
      }
    }
  });
});

describe("the gradient of a masked policy of several choices", () => {
  const states = 3;
  const size = 5;
  const actionCounts = [3, 2];
  const masks = [
    [0, 1, 1, 1, 0],
    [1, 1, 1, 1, 1],
    [1, 0, 1, 0, 1],
  ];
  const logits = Array.from({ length: states * size }, (_, i) => Math.fround(Math.sin(1 + 3 * i)));
  const spaces = { observationSpace: discrete(states), actionSpace: multiDiscrete(actionCounts) };

  function tabular(): Policy {
    const policy = createPolicy(spaces, {
      architecture: { kind: "tabular" },
      generator: createGenerator(1),
      masked: true,
    });
    policy.backend.values(policy.parameters[0]).set(logits);
    return policy as Policy;
  }

  /** For each choice of a state: where its logits begin, and its probabilities, 0 for what is illegal. */
  const partsOf = (state: number) => {
    let start = 0;
    return actionCounts.map((count) => {
      const weights = Array.from({ length: count }, (_, i) =>
        masks[state][start + i] ? Math.exp(logits[state * size + start + i]) : 0,
      );
      const total = weights.reduce((a, b) => a + b);
      start += count;
      return { at: start - count, probabilities: weights.map((weight) => weight / total) };
    });
  };
  /** ∇ log π(a | s): one minus the probability where the choice was made, minus the probability elsewhere. */
  const score = (state: number, action: Choices): number[] => {
    const gradient = new Array<number>(states * size).fill(0);
    partsOf(state).forEach(({ at, probabilities }, choice) => {
      probabilities.forEach((p, i) => {
        gradient[state * size + at + i] = Number(action[choice] === i && masks[state][at + i] === 1) - p;
      });
    });
    return gradient;
  };
  /** ∇H(π(· | s)) = −p (log p + H) for each choice. */
  const entropyGradient = (state: number): number[] => {
    const gradient = new Array<number>(states * size).fill(0);
    for (const { at, probabilities } of partsOf(state)) {
      const terms = probabilities.map((p) => (p > 0 ? p * Math.log(p) : 0));
      const entropy = -terms.reduce((a, b) => a + b);
      probabilities.forEach((p, i) => {
        gradient[state * size + at + i] = p > 0 ? -terms[i] - p * entropy : 0;
      });
    }
    return gradient;
  };

  const visited = [0, 1, 2, 0, 2, 1, 0, 2];
  const taken = [
    [1, 0],
    [0, 1],
    [2, 1],
    [2, 0],
    [0, 1],
    [2, 0],
    [1, 0],
    [0, 1],
  ];
  const advantages = [1, -2, 0.5, 3, -1, 0.25, -0.75, 2];
  const entropyWeight = 0.3;
  const rows = visited.length;
  const expected = logits.map((_, i) =>
    visited.reduce(
      (sum, state, row) =>
        sum +
        (score(state, taken[row])[i] * advantages[row] + entropyWeight * entropyGradient(state)[i]) / rows,
      0,
    ),
  );
  const rollout = {
    observations: Float32Array.from(visited.flatMap((state) => [0, 1, 2].map((s) => Number(s === state)))),
    actions: Int32Array.from(taken.flat()),
    legalActions: Uint8Array.from(visited.flatMap((state) => masks[state])),
    logProbs: new Float32Array(rows),
    values: new Float32Array(rows),
    advantages: Float32Array.from(advantages),
    returns: new Float32Array(rows),
    episodeLengths: new Int32Array(rows),
    episodeReturns: new Float64Array(rows),
  };

  it("is the closed form in a step of A2C, and 0 for what is illegal", () => {
    const policy = tabular();
    const valueFunction = createValueFunction(spaces.observationSpace, { generator: createGenerator(2) });
    const settings = withDefaults(
      a2cOptions,
      {
        ...{ environments: rows, rolloutSteps: 1, valueWeight: 0, entropyWeight },
        ...{ optimizer: "sgd", maxGradientNorm: "none" },
      },
      "test",
    );
    const descent = compileA2cDescent(
      { policy, valueFunction, networks: [policy, valueFunction] },
      ...([settings, actorObjective, { backend: policy.backend, team: alone }] as const),
    );
    descent.load(rollout);
    descent.set({ learningRate: 1 });
    descent.run();
    const weights = policy.backend.values(policy.parameters[0]);
    expected.forEach((gradient, i) => expect(weights[i] - logits[i], `logit ${i}`).toBeCloseTo(gradient, 6));
    masks[0].forEach((legal, i) => {
      if (!legal) expect(weights[i]).toBe(logits[i]);
    });
  });

  it("has the norm of the closed form in a step of PPO", () => {
    const policy = tabular();
    const valueFunction = createValueFunction(spaces.observationSpace, { generator: createGenerator(2) });
    const settings = withDefaults(
      ppoOptions,
      {
        ...{ environments: rows, rolloutSteps: 1, minibatchSize: rows, valueWeight: 0, entropyWeight },
        ...{ normalizeAdvantages: false, maxGradientNorm: "none" },
      },
      "test",
    );
    const descent = compilePpoDescent(
      { policy, valueFunction, networks: [policy, valueFunction] },
      ...([settings, clippedSurrogate, { backend: policy.backend, team: alone }] as const),
    );
    // Under the policy itself, so that the ratio is 1.
    const ownLogProbs = visited.map((state, row) =>
      partsOf(state).reduce(
        (sum, { probabilities }, choice) => sum + Math.log(probabilities[taken[row][choice]]),
        0,
      ),
    );
    descent.load({
      ...rollout,
      advantages: Float32Array.from(advantages),
      logProbs: Float32Array.from(ownLogProbs),
    });
    descent.set({ clipRange: 0.2 });
    const { gradientNorm, approximateKl } = descent.run(Int32Array.from(visited, (_, row) => row));
    expect(gradientNorm[0]).toBeCloseTo(Math.hypot(...expected), 5);
    expect(approximateKl[0]).toBeCloseTo(0, 6);
  });

  it("is met by the estimates of auditGradient on average", () => {
    // One step in a state that is drawn evenly; the reward depends on all of it.
    const rewardOf = (state: number, [a, b]: Choices) => state - 2 * a + 3 * b + a * b;
    const create = (): Environment => {
      let generator = createGenerator(0);
      let state = 0;
      return {
        ...(spaces as Pick<Environment, "observationSpace" | "actionSpace">),
        legalActions: () => masks[state],
        reset({ seed } = {}) {
          if (seed !== undefined) generator = createGenerator(seed);
          state = generator.integers(0, states);
          return { observation: state };
        },
        step: (action) => ({
          ...{ observation: state, terminated: true, truncated: false },
          reward: rewardOf(state, Array.from(action as Int32Array)),
        }),
      };
    };
    const exact = logits.map((_, i) => {
      let total = 0;
      for (let state = 0; state < states; state++) {
        const [first, second] = partsOf(state);
        first.probabilities.forEach((p, a) => {
          second.probabilities.forEach((q, b) => {
            if (p * q > 0) total += (p * q * rewardOf(state, [a, b]) * score(state, [a, b])[i]) / states;
          });
        });
      }
      return total;
    });
    const runs = 20;
    const gradients = Array.from({ length: runs }, (_, seed) =>
      Array.from(auditGradient(create, tabular(), { batches: 40, episodes: 16, seed }).gradient),
    );
    // Student's t with 19 degrees of freedom: beyond 8.6 at a rate below 6e-8, in 15 comparisons below 1e-6.
    exact.forEach((value, i) => {
      const mean = gradients.reduce((sum, gradient) => sum + gradient[i], 0) / runs;
      const variance = gradients.reduce((sum, gradient) => sum + (gradient[i] - mean) ** 2, 0) / (runs - 1);
      if (variance === 0) expect([mean, value]).toEqual([0, 0]);
      else expect(Math.abs(mean - value), `logit ${i}`).toBeLessThan(8.6 * Math.sqrt(variance / runs));
    });
    expect(Math.hypot(...exact)).toBeGreaterThan(0.5);
  });
});
