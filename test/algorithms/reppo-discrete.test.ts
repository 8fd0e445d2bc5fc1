import { describe, expect, it } from "vitest";
import { createReppo } from "../../src/algorithms/reppo/agent.ts";
import { evaluationLosses, improvementLosses } from "../../src/algorithms/reppo/losses.ts";
import { compileNextValues } from "../../src/algorithms/reppo/next-values.ts";
import { reppoOptions } from "../../src/algorithms/reppo/options.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { discrete, multiDiscrete, type Space } from "../../src/environments/index.ts";
import type { TransitionTrajectory } from "../../src/experience/index.ts";
import * as graph from "../../src/graph/index.ts";
import { loadPolicy, type ReppoOptions, reppo } from "../../src/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { evaluatePolicy, policyGradient, softmaxPolicy } from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { parametersHash } from "../../src/runs/parameters-hash.ts";
import { randomLogits, randomMdp } from "../mdp/random-mdp.ts";
import { expectGradient } from "./finite-differences.ts";
import { batch, madeUpObservations, normalConstants, someTerminated } from "./made-up-steps.ts";

const [actions, bins] = [3, 7];
const mlp = { kind: "mlp", activation: "tanh", initializer: "orthogonal" } as const;

/** Policy and critic for 3 actions. */
function made(changes: ReppoOptions = {}, observationSpace: Space = madeUpObservations) {
  const settings = withDefaults(
    reppoOptions,
    {
      ...{ hidden: [5], activation: "tanh", bins, leastValue: -3, largestValue: 3 },
      ...{ normalizeObservations: false, ...changes },
    },
    "test",
  );
  const generator = createGenerator(1);
  const environment = { id: "made up", observationSpace, actionSpace: discrete(actions) as Space };
  const agent = createReppo(environment, settings, { backend: createWasmBackend(), generator });
  const { policy, acted, critic, multipliers } = agent;
  const all = [...policy.parameters, ...acted.parameters, ...critic.parameters, ...multipliers];
  return { agent, all, draw: normalConstants(generator) };
}

/** The same with a table of logits in the place of a network, and with a Q that is a table too: [states, actions]. */
function tabular(states: number, q: ArrayLike<number>) {
  const { agent } = made(
    { architecture: { kind: "tabular" }, valueArchitecture: { ...mlp, hidden: [4] } },
    discrete(states) as Space,
  );
  const table = graph.constant(q, [states, actions]);
  // Both are one-hot: sᵀ Q a.
  const values = (s: graph.Expression, a: graph.Expression) =>
    graph.sum(graph.multiply(graph.matmul(s, table), a), { axis: -1 });
  const observations = graph.constant(
    Array.from({ length: states * states }, (_, i) => (i % (states + 1) === 0 ? 1 : 0)),
    [states, states],
  );
  return { agent: { ...agent, critic: { ...agent.critic, values } }, observations };
}

/** The gradient of the policy's loss, and the loss, with these logits and this α, in float64. */
function improvement({ agent, observations }: ReturnType<typeof tabular>, logits: number[], alpha: number) {
  const { loss, policyLoss, entropy } = improvementLosses(agent, { observations }, 1e6);
  const backend = createReferenceBackend();
  const gradient = graph.grad(loss, agent.policy.parameters)[0];
  const program = compile({ outputs: { gradient, policyLoss, entropy } }, backend);
  backend.values(agent.policy.parameters[0]).set(logits);
  backend.values(agent.multipliers[0])[0] = Math.log(alpha);
  program.run();
  return program.outputs;
}

describe("REPPO of discrete actions", () => {
  const { agent, draw, all } = made();
  const { critic, policy } = agent;
  const observations = draw(batch, 2);

  it("has losses with the gradients of finite differences", () => {
    const histograms = new Float32Array(batch * bins);
    agent.histogram.write([0.3, -0.5, 1.7, 2, -9, 0], histograms);
    const rows = {
      ...{ observations, rewards: draw(batch), terminated: someTerminated(), returns: draw(batch) },
      actions: graph.toInt(graph.constant([0, 2, 1, 1, 0, 2], [batch])),
      histograms: graph.constant(histograms, [batch, bins]),
      nextFeatures: draw(batch, critic.size),
    };
    expectGradient(evaluationLosses(agent, rows, 0.7).loss, critic.parameters, all);
    for (const bound of [1e6, 1e-9]) {
      const { policyLoss } = improvementLosses(agent, { observations }, bound);
      expectGradient(graph.multiply(policyLoss, 100), policy.parameters, all);
    }
  });

  it("takes the exact step of the policy gradient theorem, for the exact soft Q of an MDP, with and without entropy", () => {
    const states = 4;
    const mdp = randomMdp({ states, actions, seed: 2 });
    const logits = [...randomLogits(mdp, 3)];
    for (const alpha of [1e-9, 0.3]) {
      const softmax = softmaxPolicy(mdp, logits);
      const evaluation = evaluatePolicy(mdp, softmax, { entropyWeight: alpha });
      // Without the entropy of the action itself, which the loss has.
      const q = evaluation.actionValues.map((each, i) => each + alpha * Math.log(softmax.probabilities[i]));
      const { gradient } = improvement(tabular(states, q), logits, alpha);
      const exact = policyGradient(evaluation, "startValue");
      exact.forEach((slope, i) => {
        const visits = evaluation.visitation[Math.floor(i / actions)];
        // The loss is a mean over the states, each of which the objective counts as often as it is visited.
        expect(-gradient[i] * states * visits).toBeCloseTo(slope, 9);
      });
      expect(Math.max(...exact.map(Math.abs))).toBeGreaterThan(0.01);
    }
  });

  it("leaves a policy alone that is softmax(Q / α), whose value is α log Σ exp(Q / α)", () => {
    const alpha = 0.4;
    const q = [1, 0.2, -0.5, 0, 0.3, 0.9];
    const { gradient, policyLoss } = improvement(
      tabular(2, q),
      q.map((each) => each / alpha),
      alpha,
    );
    const values = [0, 1].map(
      (s) => alpha * Math.log([0, 1, 2].reduce((sum, a) => sum + Math.exp(q[s * actions + a] / alpha), 0)),
    );
    expect(policyLoss[0]).toBeCloseTo(-(values[0] + values[1]) / 2, 6);
    for (const each of gradient) expect(Math.abs(each)).toBeLessThan(1e-7);
  });

  it("values what follows by sums over all actions: of π (Q − α log π), and of π times features", () => {
    const rows = 5; // more than are evaluated at once
    const backend = createWasmBackend();
    const nextObservations = Float32Array.from({ length: rows * 2 }, (_, i) => Math.sin(3 * i));
    const nextFeatures = new Float32Array(rows * critic.size);
    const rollout = { steps: rows, count: 1, nextObservations } as TransitionTrajectory;
    const { nextValues, temperature } = compileNextValues(agent, 2, backend)(
      rollout,
      createGenerator(1),
      nextFeatures,
    );

    const seen = graph.constant(nextObservations, [rows, 2]);
    const of = (action: number) =>
      graph.oneHot(graph.toInt(graph.constant(new Float32Array(rows).fill(action), [rows])), actions);
    const outputs = {
      logProbs: policy.density({ observations: seen }).parameters.logProbs,
      values: [0, 1, 2].map((a) => critic.values(seen, of(a))),
      features: [0, 1, 2].map((a) => critic.features(seen, of(a))),
    };
    const program = compile({ outputs }, backend);
    program.run();
    const { logProbs, values, features } = program.outputs;
    for (let row = 0; row < rows; row++) {
      let value = 0;
      const expected = new Float64Array(critic.size);
      for (let a = 0; a < actions; a++) {
        const logProb = logProbs[row * actions + a];
        value += Math.exp(logProb) * (values[a][row] - temperature * logProb);
        expected.forEach((_, i) => {
          expected[i] += Math.exp(logProb) * features[a][row * critic.size + i];
        });
      }
      expect(nextValues[row]).toBeCloseTo(value, 5);
      expected.forEach((each, i) => {
        expect(nextFeatures[row * critic.size + i]).toBeCloseTo(each, 5);
      });
    }
  });

  it("aims at half of the largest entropy unless it is told another", () => {
    expect(agent.targetEntropy).toBeCloseTo(0.5 * Math.log(actions), 12);
    expect(made({ targetEntropy: 0.2 }).agent.targetEntropy).toBe(0.2);
  });

  it("begins every update at a divergence of 0, goes on from a checkpoint to the bit, and its file acts as it does", () => {
    const short: ReppoOptions = {
      ...{ steps: 128, environments: 2, rolloutSteps: 32, minibatchSize: 64, epochs: 1 },
      ...{ hidden: [8], bins: 11, seed: 1 },
    };
    const reports = Array.from(reppo("CartPole-v1", short), ({ policy, metrics, checkpoint }) => ({
      ...{ policy, metrics, hash: parametersHash(policy), checkpoint: checkpoint() },
    }));
    for (const { metrics } of reports) expect(metrics.kl).toBe(0);
    const { checkpoint: resume } = reports[0];
    const rest = Array.from(reppo("CartPole-v1", short, { resume }), ({ policy }) => parametersHash(policy));
    expect(rest).toEqual(reports.slice(1).map(({ hash }) => hash));
    const { policy } = reports.at(-1)!;
    const observation = [0.1, 0, -0.1, 0] as never;
    expect(loadPolicy(policy.save()).act(observation)).toEqual(policy.act(observation));
  });

  it("says which actions it cannot take, and who can", () => {
    const of = (changes: object) => () =>
      createReppo(
        {
          id: "made up",
          observationSpace: madeUpObservations,
          actionSpace: discrete(3) as Space,
          ...changes,
        },
        withDefaults(reppoOptions, {}, "test"),
        { backend: createWasmBackend(), generator: createGenerator(1) },
      );
    expect(of({ actionSpace: multiDiscrete([2, 3]) })).toThrow(
      "reppo: the actions of made up are a multi-discrete space; reppo is for boxes and discrete actions. Take ppo, a2c, trpo, " +
        "natural-policy-gradient or reinforce",
    );
    expect(of({ legalActions: new Uint8Array(3) })).toThrow(
      "reppo: made up says which actions are legal, and what follows a step is judged without a mask. Take ppo, a2c, trpo",
    );
  });
});
