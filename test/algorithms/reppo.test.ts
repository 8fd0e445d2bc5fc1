import { describe, expect, it } from "vitest";
import { createReppo } from "../../src/algorithms/reppo/agent.ts";
import { createHistogram } from "../../src/algorithms/reppo/histogram.ts";
import { evaluationLosses, improvementLosses } from "../../src/algorithms/reppo/losses.ts";
import { reppoOptions } from "../../src/algorithms/reppo/options.ts";
import { softReturns } from "../../src/algorithms/reppo/soft-returns.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, type Space } from "../../src/environments/index.ts";
import * as graph from "../../src/graph/index.ts";
import { loadPolicy, type ReppoOptions, reppo } from "../../src/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { normalQuantile } from "../../src/math/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { parametersHash } from "../../src/runs/parameters-hash.ts";
import { expectGradient } from "./finite-differences.ts";
import { lastOf } from "./last-of.ts";
import { batch, madeUpBox, normalConstants, someTerminated } from "./made-up-steps.ts";

const bins = 7;

function made(changes: ReppoOptions = {}, environment = madeUpBox) {
  const settings = withDefaults(
    reppoOptions,
    {
      hidden: [5],
      activation: "tanh",
      bins,
      leastValue: -3,
      largestValue: 3,
      normalizeObservations: false,
      ...changes,
    },
    "test",
  );
  const generator = createGenerator(1);
  const backend = createWasmBackend();
  const agent = createReppo(environment, settings, { backend, generator });
  const draw = normalConstants(generator);
  const { policy, acted, critic, multipliers } = agent;
  const all = [...policy.parameters, ...acted.parameters, ...critic.parameters, ...multipliers];
  return { agent, settings, draw, all };
}

describe("the histogram of a return", () => {
  const { write, mean, loss, centers } = createHistogram(-1, 2, 31);

  it("has its mean, and the masses of a normal density of 0.75 bins", () => {
    const targets = [-0.43, 0, 1.2345];
    const histograms = new Float32Array(3 * 31);
    write(targets, histograms);
    targets.forEach((target, row) => {
      const own = histograms.subarray(row * 31, (row + 1) * 31);
      expect(own.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
      expect(own.reduce((sum, each, bin) => sum + each * centers[bin], 0)).toBeCloseTo(target, 5);
    });
    // Of 0, which is the center of bin 10: Φ(1/1.5) − Φ(−1/1.5), of the normal's table.
    expect(histograms[31 + 10]).toBeCloseTo(0.495015, 5);
    expect(histograms[31 + 9]).toBeCloseTo(histograms[31 + 11], 6);
  });

  it("is that of an end, without its tail, for what lies beyond", () => {
    const histograms = new Float32Array(2 * 31);
    write([-50, -1], histograms);
    expect(histograms.slice(0, 31)).toEqual(histograms.slice(31));
    expect(histograms[0]).toBeCloseTo(0.495015 / 0.747507, 5);
  });

  it("is what its cross-entropy is least at, whose logits have its mean", () => {
    const histograms = new Float32Array(31);
    write([0.3], histograms);
    const logits = graph.constant(
      histograms.map((each) => Math.log(each + 1e-30)),
      [1, 31],
    );
    const target = graph.constant(histograms, [1, 31]);
    const outputs = {
      gradient: graph.grad(graph.sum(loss(logits, target)), [logits])[0],
      mean: mean(logits),
    };
    const program = compile({ outputs }, createReferenceBackend());
    program.run();
    expect(program.outputs.mean[0]).toBeCloseTo(0.3, 5);
    for (const each of program.outputs.gradient) expect(Math.abs(each)).toBeLessThan(1e-6);
  });
});

it("soft returns are sums over all numbers of steps, with λ to the power, of rewards, entropies and the value that ends them", () => {
  const generator = createGenerator(3);
  const [steps, count, discount, lambda, temperature] = [7, 2, 0.9, 0.7, 0.3];
  const numbers = () => Array.from({ length: steps * count }, () => generator.normal());
  const [rewards, nextValues, logProbs] = [Float64Array.from(numbers()), numbers(), numbers()];
  const terminated = new Uint8Array(steps * count);
  const truncated = new Uint8Array(steps * count);
  terminated[2 * count] = 1;
  truncated[4 * count + 1] = 1;
  const returns = new Float32Array(steps * count);
  softReturns({
    steps,
    count,
    rewards,
    terminated,
    truncated,
    discount,
    lambda,
    temperature,
    nextValues,
    logProbs,
    returns,
  });
  /** The return of n steps from t on; of more steps than there are, of those. */
  const ofSteps = (t: number, copy: number, n: number): number => {
    const at = t * count + copy;
    if (terminated[at] === 1) return rewards[at];
    if (n === 1 || truncated[at] === 1 || t === steps - 1) return rewards[at] + discount * nextValues[at];
    const entropy = -temperature * logProbs[at + count];
    return rewards[at] + discount * (entropy + ofSteps(t + 1, copy, n - 1));
  };
  for (let t = 0; t < steps; t++) {
    for (let copy = 0; copy < count; copy++) {
      let expected = lambda ** 20 * ofSteps(t, copy, 20);
      for (let n = 1; n <= 20; n++) expected += (1 - lambda) * lambda ** (n - 1) * ofSteps(t, copy, n);
      expect(returns[t * count + copy]).toBeCloseTo(expected, 5);
    }
  }
});

describe("the losses of REPPO", () => {
  const { agent, draw, all } = made();
  const { critic } = agent;
  const observations = draw(batch, 2);
  const histograms = new Float32Array(batch * bins);
  agent.histogram.write([0.3, -0.5, 1.7, 2, -9, 0], histograms);
  const rows = {
    ...{ observations, actions: draw(batch, 2), rewards: draw(batch), terminated: someTerminated() },
    returns: draw(batch),
    histograms: graph.constant(histograms, [batch, bins]),
    nextFeatures: draw(batch, critic.size),
  };
  const noise = draw(batch, 2);

  it("of the critic have the gradient of finite differences", () => {
    expectGradient(evaluationLosses(agent, rows, 0.7).loss, critic.parameters, all);
  });

  it.each([1e6, 1e-9])(
    "of the policy have the gradient of finite differences, with a bound of %s",
    (bound) => {
      const { policyLoss } = improvementLosses(agent, { observations, noise }, bound);
      expectGradient(graph.multiply(policyLoss, 100), agent.policy.parameters, all);
    },
  );

  it("move α and β along what entropy and divergence lack: ∂/∂ log α = α (H − target), ∂/∂ log β = β (bound − KL)", () => {
    const { loss, entropy, kl, temperature, klWeight } = improvementLosses(
      agent,
      { observations, noise },
      0.05,
    );
    const gradients = graph.grad(loss, agent.multipliers);
    const backend = createReferenceBackend();
    const generator = createGenerator(4);
    for (const each of all)
      for (let i = 0; i < each.attributes.initial.length; i++) backend.values(each)[i] = generator.normal();
    const program = compile({ outputs: { gradients, entropy, kl, temperature, klWeight } }, backend);
    program.run();
    const { outputs } = program;
    const [alpha, beta] = [outputs.temperature[0], outputs.klWeight[0]];
    expect(outputs.kl[0]).toBeGreaterThan(0.05);
    expect(outputs.gradients[0][0]).toBeCloseTo(alpha * (outputs.entropy[0] + 1), 10);
    expect(outputs.gradients[1][0]).toBeCloseTo(beta * (0.05 - outputs.kl[0]), 10);
  });
});

it("the expected step of the policy is the exact gradient of E[Q] + α H, for a Q that is quadratic and a policy of one number", () => {
  const space = {
    id: "one",
    observationSpace: box({ low: -1, high: 1, shape: [1] }) as Space,
    actionSpace: box({ low: [-1], high: [1] }) as Space,
  };
  const { agent } = made(
    {
      architecture: { kind: "linear" },
      valueArchitecture: { kind: "mlp", hidden: [4], activation: "tanh", initializer: "orthogonal" },
    },
    space,
  );
  const rows = 4001;
  // Quantiles of the standard normal, from the middle of strips of its distribution: means over them are expectations.
  const noise = graph.constant(
    Array.from({ length: rows }, (_, i) => normalQuantile((i + 0.5) / rows)),
    [rows, 1],
  );
  const observations = graph.constant(new Float32Array(rows).fill(1), [rows, 1]);
  const quadratic = (_: graph.Expression, actions: graph.Expression) =>
    graph.negate(graph.sum(graph.square(graph.subtract(actions, 0.6)), { axis: -1 }));
  const exact = { ...agent, critic: { ...agent.critic, values: quadratic } };
  const { loss } = improvementLosses(exact, { observations, noise }, 1e6);
  const gradients = graph.grad(loss, agent.policy.parameters);
  const backend = createReferenceBackend();
  for (const each of agent.policy.parameters) backend.values(each).fill(0);
  backend.values(agent.multipliers[0])[0] = Math.log(0.2);
  const weight = agent.policy.parameters.findIndex(({ shape }) => shape.join() === "1,2");
  const [mean, logDeviation] = [0.3, -0.5];
  backend.values(agent.policy.parameters[weight]).set([mean, logDeviation]);
  const program = compile({ outputs: { gradients } }, backend);
  program.run();

  /** E[−(tanh u − 0.6)²] + α H of the squashed normal, by the trapezoidal rule. */
  const objective = (mu: number, raw: number) => {
    const soft = (x: number) => Math.log1p(Math.exp(x));
    const bounded = -5 + soft(2 - soft(2 - raw) + 5); // how the head bounds log σ
    const deviation = Math.exp(bounded);
    let total = 0;
    for (let z = -8; z <= 8; z += 0.001) {
      const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
      const action = Math.tanh(mu + deviation * z);
      total += 0.001 * density * (-((action - 0.6) ** 2) + 0.2 * Math.log(1 - action * action));
    }
    return total + 0.2 * (bounded + 0.5 * Math.log(2 * Math.PI * Math.E));
  };
  const h = 1e-4;
  const slopes = [
    (objective(mean + h, logDeviation) - objective(mean - h, logDeviation)) / (2 * h),
    (objective(mean, logDeviation + h) - objective(mean, logDeviation - h)) / (2 * h),
  ];
  slopes.forEach((slope, i) => {
    expect(Math.abs(slope)).toBeGreaterThan(0.01);
    expect(Math.abs(-program.outputs.gradients[weight][i] / slope - 1)).toBeLessThan(5e-3);
  });
});

const short: ReppoOptions = {
  steps: 128,
  environments: 2,
  rolloutSteps: 32,
  minibatchSize: 32,
  hidden: [8],
  bins: 11,
  seed: 1,
};

describe("reppo", () => {
  it("goes on from a checkpoint to the bit, and its file acts as it does", () => {
    const reports = Array.from(reppo("Pendulum-v1", short), ({ policy, checkpoint }) => ({
      ...{ policy, hash: parametersHash(policy), checkpoint: checkpoint() },
    }));
    const { checkpoint: resume } = reports[0];
    const rest = Array.from(reppo("Pendulum-v1", short, { resume }), ({ policy }) => parametersHash(policy));
    expect(rest).toEqual(reports.slice(1).map(({ hash }) => hash));
    const { policy } = reports.at(-1)!;
    const observation = [1, 0, 0] as never;
    expect(loadPolicy(policy.save()).act(observation)).toEqual(policy.act(observation));
  });

  it("begins every update at a divergence of 0 from the policy that acted", () => {
    for (const { metrics } of reppo("Pendulum-v1", { ...short, minibatchSize: 64, epochs: 1 })) {
      expect(metrics.kl).toBe(0);
      expect(metrics.klFraction).toBe(0);
    }
  });

  it("says what is wrong with options", () => {
    expect(() =>
      reppo("Pendulum-v1", { ...short, minibatchSize: 48, leastValue: 3, largestValue: 3, bins: 1 }),
    ).toThrow("reppo: option minibatchSize is 48; it must divide environments × rolloutSteps, 2 × 32 = 64.");
    expect(() => lastOf(reppo("Pendulum-v1", { ...short, valueArchitecture: { kind: "linear" } }))).toThrow(
      'reppo: the critic\'s architecture is of the kind "linear"; it sees an observation and then an action',
    );
    const flat = { kind: "mlp", hidden: [] } as const;
    expect(() => lastOf(reppo("Pendulum-v1", { ...short, valueArchitecture: flat }))).toThrow(
      "reppo: the critic's architecture has no hidden layers",
    );
  });
});
