import { describe, expect, it } from "vitest";
import { type EvaluationRows, evaluationLosses, improvementLosses } from "../../src/algorithms/sac/losses.ts";
import { sacOptions } from "../../src/algorithms/sac/options.ts";
import { createSoftActorCritic } from "../../src/algorithms/sac/soft-actor-critic.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, defineEnvironment, discrete, multiDiscrete, type Space } from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import * as graph from "../../src/graph/index.ts";
import { type SacOptions, sac } from "../../src/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createMdp } from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { twoStates } from "../mdp/two-states.ts";
import { evaluator, expectGradient } from "./finite-differences.ts";
import { lastOf } from "./last-of.ts";
import { batch, madeUpObservations, normalConstants, someTerminated } from "./made-up-steps.ts";

const actions = 3;

/** Policy and critics for observations of 2 numbers and 3 actions, and a batch of made-up rows. */
function made(changes: SacOptions = {}) {
  const settings = withDefaults(
    sacOptions,
    { hidden: [5], activation: "tanh", batchSize: batch, discount: 0.9, ...changes },
    "test",
  );
  const generator = createGenerator(1);
  const environment = {
    id: "made up",
    observationSpace: madeUpObservations,
    actionSpace: discrete(actions) as Space,
  };
  const agent = createSoftActorCritic(environment, settings, { backend: createWasmBackend(), generator });
  const draw = normalConstants(generator);
  const rows: EvaluationRows = {
    observations: draw(batch, 2),
    actions: graph.toInt(graph.constant([0, 2, 1, 1, 0, 2], [batch])),
    rewards: draw(batch),
    nextObservations: draw(batch, 2),
    terminated: someTerminated(),
  };
  const { policy, critics, targets } = agent;
  return { agent, rows, all: [...policy.parameters, ...critics.parameters, ...targets.parameters] };
}

describe("SAC of discrete actions", () => {
  it("has losses with the gradients of finite differences", () => {
    const { agent, rows, all } = made({ temperature: 0.3 });
    expectGradient(evaluationLosses(agent, rows, 0.9).loss, agent.critics.parameters, all);
    expectGradient(improvementLosses(agent, rows).loss, agent.policy.parameters, all);
  });

  it("moves both critics towards r + γ (1 − terminated) Σ π(a | s′) (min Q̄(s′, a) − α log π(a | s′)), written out", () => {
    const { agent, rows, all } = made({ temperature: 0.3 });
    const { policy, critics, targets } = agent;
    const values = (of: typeof critics, observations: graph.Expression) =>
      of.each.map((critic) =>
        [0, 1, 2].map((a) =>
          critic.values(observations, graph.toInt(graph.constant(new Array<number>(batch).fill(a), [batch]))),
        ),
      );
    const outputs = {
      ...evaluationLosses(agent, rows, 0.9),
      logProbs: policy.density({ observations: rows.nextObservations }).parameters.logProbs,
      rewards: graph.add(rows.rewards, 0),
      ...Object.fromEntries(
        values(critics, rows.observations).flatMap((each, i) => each.map((q, a) => [`q${i}${a}`, q])),
      ),
      ...Object.fromEntries(
        values(targets, rows.nextObservations).flatMap((each, i) => each.map((q, a) => [`t${i}${a}`, q])),
      ),
    };
    const { run } = evaluator(outputs, all);
    const found = run();
    const [terminated, chosen] = [
      [0, 1, 0, 0, 1, 0],
      [0, 2, 1, 1, 0, 2],
    ];
    let expected = 0;
    for (let i = 0; i < batch; i++) {
      let soft = 0;
      for (let a = 0; a < actions; a++) {
        const logProb = found.logProbs[i * actions + a];
        soft += Math.exp(logProb) * (Math.min(found[`t0${a}`][i], found[`t1${a}`][i]) - 0.3 * logProb);
      }
      const y = found.rewards[i] + 0.9 * (1 - terminated[i]) * soft;
      for (const critic of [0, 1]) expected += (found[`q${critic}${chosen[i]}`][i] - y) ** 2 / (2 * batch);
    }
    expect(found.loss[0]).toBeCloseTo(expected, 6);
  });

  it("leaves a policy alone that is softmax(min Q / α), whose value is α log Σ exp(min Q / α)", () => {
    const alpha = 0.4;
    const settings = withDefaults(
      sacOptions,
      { architecture: { kind: "tabular" }, temperature: alpha, batchSize: 2 },
      "test",
    );
    const agent = createSoftActorCritic(
      { id: "made up", observationSpace: discrete(2) as Space, actionSpace: discrete(actions) as Space },
      settings,
      { backend: createWasmBackend(), generator: createGenerator(1) },
    );
    const observations = graph.constant([1, 0, 0, 1], [2, 2]);
    const { loss, policyLoss, entropy } = improvementLosses(agent, { observations });
    const { parameters } = agent.policy;
    const backend = createReferenceBackend();
    const program = compile(
      { outputs: { policyLoss, entropy, gradients: graph.grad(loss, parameters) } },
      backend,
    );
    const [first, second] = [
      [1, 0.2, -0.5, 0, 0.3, 0.9],
      [0.8, 0.6, -0.1, 0.4, -0.3, 1],
    ];
    const least = first.map((q, i) => Math.min(q, second[i]));
    const [q1, q2] = agent.critics.each.map((critic) => critic.parameters);
    backend.values(q1[0]).set(first);
    backend.values(q2[0]).set(second);
    backend.values(parameters[0]).set(least.map((q) => q / alpha));
    program.run();
    const values = [0, 1].map(
      (s) =>
        alpha * Math.log([0, 1, 2].reduce((sum, a) => sum + Math.exp(least[s * actions + a] / alpha), 0)),
    );
    expect(program.outputs.policyLoss[0]).toBeCloseTo(-(values[0] + values[1]) / 2, 12);
    for (const gradient of program.outputs.gradients) {
      for (const each of gradient) expect(Math.abs(each)).toBeLessThan(1e-12);
    }
  });

  it("finds the soft-optimal policy of an MDP, whose episodes are cut off", () => {
    const [alpha, discount] = [1, 0.8];
    const q = [
      [0, 0],
      [0, 0],
    ];
    const value = (s: number) => alpha * Math.log(Math.exp(q[s][0] / alpha) + Math.exp(q[s][1] / alpha));
    for (let sweep = 0; sweep < 200; sweep++) {
      const values = [value(0), value(1)];
      for (const s of [0, 1]) {
        for (const a of [0, 1]) {
          const [stays, goes] = twoStates.transitions[s][a];
          q[s][a] = twoStates.rewards[s][a] + discount * (stays * values[0] + goes * values[1]);
        }
      }
    }
    const mdp = createMdp(twoStates);
    const { policy, metrics } = lastOf(
      sac(() => limitSteps(mdp.create(), 4), {
        ...{ architecture: { kind: "tabular" }, temperature: alpha, discount, batchSize: 128, seed: 1 },
        ...{ steps: 3000, startSteps: 200, rolloutSteps: 20, targetRate: 0.05 },
        ...{ learningRate: 0.03, learningRateSchedule: "linear" },
      }),
    );
    const { data: logits } = Object.values(policy.weights())[0];
    for (const s of [0, 1]) {
      const learned = 1 / (1 + Math.exp(logits[2 * s + 1] - logits[2 * s]));
      const best = 1 / (1 + Math.exp((q[s][1] - q[s][0]) / alpha));
      expect(Math.abs(learned - best), `state ${s}: ${learned} and ${best}`).toBeLessThan(0.03);
    }
    const [low, high] = [Math.min(value(0), value(1)), Math.max(value(0), value(1))];
    expect(-metrics.policyLoss).toBeGreaterThan(low - 0.3);
    expect(-metrics.policyLoss).toBeLessThan(high + 0.3);
  });

  it("aims at 0.89 of the largest entropy unless it is told another, and reaches it", () => {
    expect(made().agent.targetEntropy).toBeCloseTo(0.89 * Math.log(3), 12);
    expect(made({ targetEntropy: 0.2 }).agent.targetEntropy).toBe(0.2);
    const bandit = () =>
      defineEnvironment({
        observationSpace: box({ low: 0, high: 1, shape: [1] }),
        actionSpace: discrete(3),
        reset: () => ({ observation: [1] }),
        step: (action: number) => ({
          ...{ observation: [1], reward: [1, 0.9, 0.1][action], terminated: true, truncated: false },
        }),
      });
    const { metrics } = lastOf(
      sac(bandit, {
        ...{ steps: 1500, startSteps: 100, rolloutSteps: 20, batchSize: 32, hidden: [8], seed: 1 },
        ...{ learningRate: 1e-2, targetEntropy: 0.7 },
      }),
    );
    expect(Math.abs(metrics.entropy - 0.7)).toBeLessThan(0.07);
  });

  it("says which actions it cannot take, and who can", () => {
    const of = (actionSpace: Space, legalActions?: Uint8Array) => () =>
      createSoftActorCritic(
        {
          ...{ id: "made up", observationSpace: box({ low: -1, high: 1, shape: [2] }) as Space, actionSpace },
          ...(legalActions && { legalActions }),
        },
        withDefaults(sacOptions, {}, "test"),
        { backend: createWasmBackend(), generator: createGenerator(1) },
      );
    expect(of(multiDiscrete([2, 3]) as Space)).toThrow(
      "sac: the actions of made up are a multi-discrete space; sac is for boxes and discrete actions. Take ppo, a2c, trpo, " +
        "natural-policy-gradient or reinforce",
    );
    expect(of(discrete(3) as Space, new Uint8Array(3))).toThrow(
      "sac: made up says which actions are legal, and a replay keeps no masks of them. Take ppo, a2c, trpo",
    );
  });
});
