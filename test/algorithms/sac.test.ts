import { describe, expect, it } from "vitest";
import { type EvaluationRows, evaluationLosses, improvementLosses } from "../../src/algorithms/sac/losses.ts";
import { sacOptions } from "../../src/algorithms/sac/options.ts";
import { compileEvaluation, compileImprovement } from "../../src/algorithms/sac/sac.ts";
import { createSoftActorCritic } from "../../src/algorithms/sac/soft-actor-critic.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { box, defineEnvironment, discrete, transformObservation } from "../../src/environments/index.ts";
import * as graph from "../../src/graph/index.ts";
import { type SacOptions, sac } from "../../src/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { evaluator, expectGradient } from "./finite-differences.ts";
import { lastOf } from "./last-of.ts";
import { batch, madeUpBox, normalConstants, someTerminated } from "./made-up-steps.ts";

/** Policy and critics with random weights for observations of 2 numbers and actions of 2, and a batch of made-up rows. */
function made(changes: SacOptions = {}) {
  const settings = withDefaults(
    sacOptions,
    { hidden: [5], activation: "tanh", batchSize: batch, discount: 0.9, ...changes },
    "test",
  );
  const generator = createGenerator(1);
  const backend = createWasmBackend();
  const agent = createSoftActorCritic(madeUpBox, settings, { backend, generator });
  const draw = normalConstants(generator);
  const rows: EvaluationRows = {
    observations: draw(batch, 2),
    actions: draw(batch, 2),
    rewards: draw(batch),
    nextObservations: draw(batch, 2),
    terminated: someTerminated(),
    nextNoise: draw(batch, 2),
  };
  return { agent, settings, backend, rows, noise: draw(batch, 2), generator };
}

describe.each([
  ["evaluation", "auto"],
  ["improvement", "auto"],
  ["improvement", 0.3],
] as const)("the loss of soft policy %s, temperature %s", (kind, temperature) => {
  const { agent, settings, rows, noise } = made({ temperature });
  const { policy, critics, targets, logTemperature } = agent;
  const learned = logTemperature ? [logTemperature] : [];
  const improvement = improvementLosses(agent, { observations: rows.observations, noise });
  // Of what is added for the temperature, the policy has no gradient.
  const [loss, reported] =
    kind === "evaluation"
      ? [evaluationLosses(agent, rows, settings.discount).loss]
      : [improvement.loss, improvement.policyLoss];

  it("has the gradient of finite differences with respect to what follows it", () => {
    const parameters = kind === "evaluation" ? critics.parameters : policy.parameters;
    const all = [...policy.parameters, ...critics.parameters, ...targets.parameters, ...learned];
    expectGradient(loss, parameters, all, reported);
  });
});

describe("the temperature", () => {
  it("has the entropy's excess over its target as the gradient of its logarithm", () => {
    const { agent, rows, noise } = made({ targetEntropy: 0.7 });
    const { policy, critics, logTemperature } = agent;
    const { loss, entropy } = improvementLosses(agent, { observations: rows.observations, noise });
    const [gradient] = graph.grad(loss, [logTemperature!]);
    const { run } = evaluator({ gradient, entropy }, [...policy.parameters, ...critics.parameters]);
    const result = run();
    expect(result.gradient[0]).toBeCloseTo(result.entropy[0] - 0.7, 12);
  });
});

describe("soft policy evaluation", () => {
  it("moves both critics towards r + γ (1 − terminated) (min Q̄(s′, a′) − α log π(a′ | s′)), written out", () => {
    const { agent, rows } = made({ temperature: 0.3 });
    const { policy, critics, targets } = agent;
    const density = policy.density({ observations: rows.nextObservations });
    const drawn = density.sample(rows.nextNoise!);
    const outputs = {
      ...evaluationLosses(agent, rows, 0.9),
      ...Object.fromEntries(
        [...critics.each, ...targets.each].map((critic, i) => [
          `q${i}`,
          i < 2
            ? critic.values(rows.observations, graph.tanh(rows.actions))
            : critic.values(rows.nextObservations, graph.tanh(drawn)),
        ]),
      ),
      // Of the action in the box; SAC counts in actions between −1 and 1.
      logProb: density.logProb(drawn),
      rewards: graph.add(rows.rewards, 0),
    };
    const { run } = evaluator(outputs, [...policy.parameters, ...critics.parameters, ...targets.parameters]);
    const { q0, q1, q2, q3, logProb, rewards, loss, valueLoss, value } = run();
    const terminated = [0, 1, 0, 0, 1, 0];
    let expected = 0;
    for (let i = 0; i < batch; i++) {
      const soft = Math.min(q2[i], q3[i]) - 0.3 * (logProb[i] + Math.log(10));
      const target = rewards[i] + 0.9 * (1 - terminated[i]) * soft;
      expected += ((q0[i] - target) ** 2 + (q1[i] - target) ** 2) / (2 * batch);
    }
    expect(loss[0]).toBeCloseTo(expected, 6);
    expect(valueLoss[0]).toBeCloseTo(expected / 2, 6);
    expect(value[0]).toBeCloseTo(q0.reduce((a, b) => a + b) / batch, 10);
  });
});

describe("soft policy improvement", () => {
  const step = (changes: SacOptions, rate = 0.01) => {
    const { agent, settings, backend, generator } = made(changes);
    const computing = { backend, team: alone };
    const evaluation = compileEvaluation(agent, settings, computing);
    const improvement = compileImprovement(agent, settings, computing);
    generator.fillNormal(improvement.rows.observations);
    generator.fillNormal(improvement.rows.noise!);
    const values = (variables: readonly graph.Variable[]) =>
      variables.map((each) => Array.from(backend.values(each)));
    const state = () => ({
      critics: values(agent.critics.parameters),
      targets: values(agent.targets.parameters),
      policy: values(agent.policy.parameters),
      temperature: values(agent.logTemperature ? [agent.logTemperature] : [])[0]?.[0],
    });
    return {
      state,
      evaluate() {
        for (const name of ["observations", "actions", "rewards", "nextObservations", "nextNoise"] as const) {
          generator.fillNormal(evaluation.rows[name]!);
        }
        evaluation.set({ learningRate: rate });
        return evaluation.run();
      },
      improve() {
        improvement.set({ learningRate: rate });
        return improvement.run();
      },
    };
  };

  it("lets the temperature fall while the entropy is above its target, and rise while it is below", () => {
    for (const [targetEntropy, direction] of [
      [-20, -1],
      [20, 1],
    ]) {
      const { state, improve } = step({ targetEntropy });
      improve();
      // Adam's first step is the learning rate.
      expect(state().temperature).toBeCloseTo(0.01 * direction, 5);
    }
  });

  it("changes policy and temperature only, and moves the target copies by τ towards the critics", () => {
    const { state, evaluate, improve } = step({ targetRate: 0.25 });
    const first = state();
    expect(first.targets).toEqual(first.critics);
    evaluate();
    const second = state();
    expect([second.policy, second.targets]).toEqual([first.policy, first.targets]);
    expect(second.critics).not.toEqual(first.critics);
    improve();
    const third = state();
    expect(third.critics).toEqual(second.critics);
    expect(third.policy).not.toEqual(second.policy);
    third.targets.forEach((values, p) =>
      values.forEach((value, i) =>
        expect(value).toBeCloseTo(0.75 * second.targets[p][i] + 0.25 * second.critics[p][i], 6),
      ),
    );
  });

  it("reports a fixed temperature as it is", () => {
    expect(step({ temperature: 0.25 }).improve().temperature[0]).toBe(0.25);
    expect(step({}).improve().temperature[0]).toBe(1);
  });
});

/*
 * One decision of one number a in [low, high], with the reward α log p(a) + c where p is the density of a squashed normal:
 * u ~ N(0.4, 0.6), y = tanh u. The best policy by reward and entropy is p itself, among all policies, and the value of the
 * state by α log ∫ exp(r(y)/α) dy is c.
 */
const oneStep = ([low, high]: readonly [number, number], alpha: number, c: number, episode = 1) => {
  let steps = 0;
  const reward = (a: number) => {
    const y = Math.min(Math.max((2 * (a - low)) / (high - low) - 1, -0.9999999), 0.9999999);
    const z = (Math.atanh(y) - 0.4) / 0.6;
    return alpha * (-0.5 * z * z - Math.log(0.6 * Math.sqrt(2 * Math.PI)) - Math.log(1 - y * y)) + c;
  };
  return defineEnvironment({
    observationSpace: box({ low: -1, high: 1, shape: [1] }),
    actionSpace: box({ low: [low], high: [high] }),
    reset() {
      steps = 0;
      return { observation: [0.5] };
    },
    step(action: ArrayLike<number>) {
      steps += 1;
      return {
        observation: [0.5],
        reward: reward(action[0]),
        terminated: steps === episode,
        truncated: episode === Infinity && steps === 5,
      };
    },
  });
};

describe("SAC where the soft values are known", () => {
  const options: SacOptions = {
    ...{ steps: 3000, startSteps: 200, rolloutSteps: 20, batchSize: 64, hidden: [32], targetRate: 0.02 },
    ...{ learningRate: 3e-3, learningRateSchedule: "linear", temperature: 0.5, seed: 1 },
  };

  it.each([
    ["one step", 1, 3, 0],
    ["one step in other units", 1, 3, 100],
    ["no end, episodes cut off, γ = 0.5: c / (1 − γ)", Infinity, 6, 0],
  ] as const)("finds the best policy and its value: %s", (_, episode, value, shift) => {
    const bounds = [-2 + shift, 6 + 3 * shift] as const;
    const report = lastOf(sac(() => oneStep(bounds, 0.5, 3, episode), { ...options, discount: 0.5 }));
    const { policy, metrics } = report;
    // The median action is that of u = 0.4, and the value is that of Q minus α log π.
    const [action] = policy.act([0.5] as never) as Float32Array;
    const y = (2 * (action - bounds[0])) / (bounds[1] - bounds[0]) - 1;
    expect(Math.abs(Math.atanh(y) - 0.4)).toBeLessThan(0.1);
    expect(Math.abs(-metrics.policyLoss - value)).toBeLessThan(0.15);
    // −E[log p(y)] by quadrature: log(0.6 √(2πe)) + E[log(1 − tanh² u)] = 0.4716.
    expect(Math.abs(metrics.entropy - 0.4716)).toBeLessThan(0.1);
  });

  it("reaches the entropy that a learned temperature aims at", () => {
    const learned: SacOptions = { ...options, temperature: "auto", targetEntropy: 0.2, learningRate: 1e-2 };
    const { metrics } = lastOf(sac(() => oneStep([-1, 1], 0.5, 3), learned));
    expect(Math.abs(metrics.entropy - 0.2)).toBeLessThan(0.1);
  });
});

describe("sac", () => {
  const short: SacOptions = {
    steps: 96,
    startSteps: 40,
    rolloutSteps: 16,
    hidden: [8],
    batchSize: 16,
    seed: 1,
  };

  it("learns nothing before startSteps steps, says so by NaN, and warns of nothing", () => {
    const reports = Array.from(sac("Pendulum-v1", short));
    expect(reports.map(({ metrics }) => Number.isNaN(metrics.policyLoss))).toEqual([
      ...[true, true, false, false, false, false],
    ]);
    expect(reports.flatMap(({ warnings }) => warnings)).toEqual([]);
    const names = reports.map(({ metrics }) => Object.keys(metrics).sort().join());
    expect(new Set(names)).toEqual(
      new Set(["entropy,gradientNorm,learningRate,policyLoss,temperature,value,valueGradientNorm,valueLoss"]),
    );
  });

  it("takes as many gradient steps as it is told: their mean is over them", () => {
    const moved = (gradientStepsPerStep: number) => {
      let before: Float32Array | undefined;
      let distance = 0;
      for (const { policy } of sac("Pendulum-v1", { ...short, gradientStepsPerStep, learningRate: 1e-4 })) {
        const after = policy.weights()["policy.1.bias"].data;
        if (before) distance += Math.abs(after[0] - before[0]);
        before = after;
      }
      return distance;
    };
    // Adam moves a weight by the learning rate at most, in 64 steps or in 8.
    expect(moved(1)).toBeGreaterThan(4 * moved(0.125));
  });

  it("says what cannot be trained", () => {
    expect(() => sac("Pendulum-v1", { startSteps: 100, replaySize: 50 })).toThrow(
      "sac: option startSteps is 100; it must be replaySize, 50, at most.",
    );
    expect(() => sac("Pendulum-v1", { gradientStepsPerStep: 0.01 })).toThrow(
      "sac: option gradientStepsPerStep is 0.01; times environments × rolloutSteps, 1 × 16, it must give a gradient step in " +
        "each update.",
    );
    expect(() => sac("Pendulum-v1", { noiseCorrelation: 1 })).toThrow(
      "sac: option noiseCorrelation is 1; it must be below 1, or the noise would never change.",
    );
    expect(() => lastOf(sac("CartPole-v1", { ...short, noiseCorrelation: 0.5 }))).toThrow(
      "sac: option noiseCorrelation is 0.5; it must be 0 for actions that are a discrete space",
    );
    const inStates = transformObservation("Pendulum-v1", ([x]) => (x < 0 ? 0 : 1), discrete(2));
    expect(() => lastOf(sac(inStates, { ...short, architecture: { kind: "tabular" } }))).toThrow(
      'createStateActionValueFunction: the architecture\'s kind is "tabular"; a value of observations and actions takes ' +
        '"mlp", "linear", or a function',
    );
  });
});
