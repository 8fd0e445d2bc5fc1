import { describe, expect, it } from "vitest";
import { arena, cases } from "../../scripts/masked-actions/arena.ts";
import { createDeterministicActorCritic } from "../../src/algorithms/ddpg/deterministic-actor-critic.ts";
import { compileEvaluation, compileImprovement } from "../../src/algorithms/ddpg/deterministic-learner.ts";
import {
  type EvaluationRows,
  evaluationLosses,
  improvementLosses,
} from "../../src/algorithms/ddpg/losses.ts";
import { td3Options } from "../../src/algorithms/td3/options.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, defineEnvironment, type Space } from "../../src/environments/index.ts";
import * as graph from "../../src/graph/index.ts";
import { type DdpgOptions, ddpg, loadPolicy, type Td3Options, td3 } from "../../src/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { expectGradient } from "./finite-differences.ts";
import { lastOf } from "./last-of.ts";
import { batch, madeUpBox, normalConstants, someTerminated } from "./made-up-steps.ts";

/** Policy and critics for observations of 2 numbers and actions of 2, and a batch of made-up rows. */
function made(critics: number, changes: Td3Options = {}) {
  const settings = withDefaults(
    td3Options,
    { hidden: [5], activation: "tanh", batchSize: batch, discount: 0.9, ...changes },
    "test",
  );
  const generator = createGenerator(1);
  const backend = createWasmBackend();
  const agent = createDeterministicActorCritic(madeUpBox, settings, {
    ...{ algorithm: "test", critics, backend, generator },
  });
  const draw = normalConstants(generator);
  const rows: EvaluationRows = {
    observations: draw(batch, 2),
    actions: draw(batch, 2),
    rewards: draw(batch),
    nextObservations: draw(batch, 2),
    terminated: someTerminated(),
    nextNoise: draw(batch, 2),
  };
  const { policy, targetPolicy, targets } = agent;
  const all = [
    ...[...policy.parameters, ...agent.critics.parameters],
    ...[...targets.parameters, ...targetPolicy.parameters],
  ];
  return { agent, settings, backend, rows, all, generator };
}

describe.each([1, 2])("with %i critics", (count) => {
  const { agent, settings, rows, all } = made(count, { targetNoise: 0.4, targetNoiseClip: 0.3 });

  it("the loss of the critics has the gradient of finite differences", () => {
    expectGradient(evaluationLosses(agent, rows, settings).loss, agent.critics.parameters, all);
  });

  it("the loss of the policy has the gradient of finite differences", () => {
    expectGradient(improvementLosses(agent, rows).loss, agent.policy.parameters, all);
  });

  it("the critics move towards r + γ (1 − terminated) min Q̄(s′, clip(μ̄(s′) + clipped noise)), written out", () => {
    const { targets, critics, targetPolicy } = agent;
    const mode = targetPolicy.density({ observations: rows.nextObservations }).mode();
    // The reference backend gives the same values to both of the variables' copies.
    const next = graph.input([batch, 2]);
    const backend = createReferenceBackend();
    const generator = createGenerator(5);
    for (const each of all)
      for (let i = 0; i < each.attributes.initial.length; i++) backend.values(each)[i] = generator.normal();
    const program = compile(
      {
        inputs: { next },
        outputs: {
          ...evaluationLosses(agent, rows, settings),
          mode,
          ...{ noise: graph.add(rows.nextNoise, 0), rewards: graph.add(rows.rewards, 0) },
          judged: critics.each.map((critic) =>
            critic.values(rows.observations, graph.clamp(rows.actions, -1, 1)),
          ),
          targets: targets.each.map((critic) => critic.values(rows.nextObservations, next)),
        },
      },
      backend,
    );
    program.run();
    const { outputs } = program;
    const clip = (x: number, most: number) => Math.min(Math.max(x, -most), most);
    const actions = Float64Array.from(outputs.mode as Float64Array, (mu, i) =>
      clip(mu + clip(0.4 * outputs.noise[i], 0.3), 1),
    );
    expect(actions.some((each) => Math.abs(each) === 1)).toBe(true);
    program.inputs.next.set(actions);
    program.run();
    let expected = 0;
    for (let i = 0; i < batch; i++) {
      const least = Math.min(...outputs.targets.map((each) => each[i]));
      const y = outputs.rewards[i] + 0.9 * (i === 1 || i === 4 ? 0 : least);
      for (const each of outputs.judged) expected += (each[i] - y) ** 2 / (2 * batch);
    }
    expect(outputs.loss[0]).toBeCloseTo(expected, 10);
    expect(outputs.valueLoss[0]).toBeCloseTo(expected / count, 10);
  });
});

/** x′ = a x + b u with cost q x² + r u²: what is known of linear policies u = −k x. */
const regulator = { a: 0.9, b: 0.5, q: 1, r: 0.5, discount: 0.9 };

describe("the deterministic policy gradient", () => {
  it("is the exact gradient of the return, in a linear-quadratic regulator with the exact Q", () => {
    const { a, b, q, r, discount } = regulator;
    const [k, start, steps, width] = [0.3, 1.5, 300, 1000];
    const { agent } = made(1, { architecture: { kind: "linear" } });
    const environment = {
      id: "regulator",
      observationSpace: box({ low: -9, high: 9, shape: [1] }) as Space,
      actionSpace: box({ low: -width, high: width, shape: [1] }) as Space, // tanh is linear in their midst
    };
    const settings = withDefaults(td3Options, { architecture: { kind: "linear" } }, "test");
    const { policy } = createDeterministicActorCritic(environment, settings, {
      ...{ algorithm: "test", critics: 1, backend: createWasmBackend(), generator: createGenerator(1) },
    });
    const cost = (q + r * k ** 2) / (1 - discount * (a - b * k) ** 2);
    const exact = {
      parameters: [],
      values(x: graph.Expression, y: graph.Expression) {
        const u = graph.multiply(y, width);
        const next = graph.add(graph.multiply(x, a), graph.multiply(u, b));
        const costs = [
          ...[graph.multiply(graph.square(x), q), graph.multiply(graph.square(u), r)],
          graph.multiply(graph.square(next), discount * cost),
        ];
        return graph.negate(graph.sum(costs.reduce(graph.add), { axis: -1 }));
      },
    };
    // Q is quadratic: a state that is √γᵗ times as large counts γᵗ times as much.
    const shrink = Math.sqrt(discount) * (a - b * k);
    const visited = graph.constant(
      Array.from({ length: steps }, (_, t) => start * shrink ** t),
      [steps, 1],
    );
    const { loss } = improvementLosses(
      { policy, critics: { ...agent.critics, each: [exact] } },
      { observations: visited },
    );
    const gradients = graph.grad(loss, policy.parameters);
    const backend = createReferenceBackend();
    const program = compile({ outputs: { gradients } }, backend);
    const weight = policy.parameters.findIndex(({ shape }) => shape.length === 2);
    for (const each of policy.parameters) backend.values(each).fill(0);
    backend.values(policy.parameters[weight])[0] = -k / width;
    program.run();
    const estimated = -steps * program.outputs.gradients[weight][0];

    const [above, below] = [q + r * k ** 2, 1 - discount * (a - b * k) ** 2];
    const slope = (2 * r * k * below - above * 2 * discount * b * (a - b * k)) / below ** 2;
    const gradient = -(start ** 2) * slope * -width; // of J = −cost · start², with k = −width · weight
    expect(Math.abs(gradient)).toBeGreaterThan(100);
    expect(Math.abs(estimated / gradient - 1)).toBeLessThan(1e-5);
  });
});

/** The regulator in short episodes that are cut off: only who bootstraps there finds the gain of the endless task. */
function cutOff() {
  const { a, b, q, r } = regulator;
  let [episode, x, time] = [0, 0, 0];
  return defineEnvironment({
    observationSpace: box({ low: -2, high: 2, shape: [1] }),
    actionSpace: box({ low: [-1], high: [1] }),
    reset() {
      episode += 1;
      time = 0;
      x = 2 * ((episode * 0.618034) % 1) - 1;
      return { observation: [x] };
    },
    step(action: ArrayLike<number>) {
      const u = action[0];
      const reward = -(q * x ** 2 + r * u ** 2);
      x = a * x + b * u;
      return { observation: [x], reward, terminated: false, truncated: ++time === 2 };
    },
  });
}

const short: Td3Options & DdpgOptions = {
  ...{ steps: 96, startSteps: 40, rolloutSteps: 16, hidden: [8], batchSize: 16, seed: 1 },
};

describe.each([
  ["ddpg", ddpg],
  ["td3", td3],
] as const)("%s", (name, algorithm) => {
  it("finds the best gain of a regulator whose episodes are cut off, from Riccati's equation", () => {
    const { a, b, q, r, discount } = regulator;
    let p = q;
    const gain = () => (discount * a * b * p) / (r + discount * b ** 2 * p);
    for (let i = 0; i < 100; i++) p = q + discount * a ** 2 * p - discount * a * b * p * gain();
    expect(gain()).toBeCloseTo(0.78, 2);
    const { policy } = lastOf(
      algorithm(cutOff, {
        ...{ steps: 5000, startSteps: 300, rolloutSteps: 20, batchSize: 64, hidden: [32], discount },
        ...{ learningRate: 3e-3, learningRateSchedule: "linear", targetRate: 0.02, seed: 1 },
      }),
    );
    for (const x of [-0.8, -0.4, 0.4, 0.8]) {
      const [u] = policy.act([x] as never) as Float32Array;
      expect(Math.abs(u + gain() * x), `${x}`).toBeLessThan(0.08);
    }
  });

  it("acts with wide noise before startSteps, then with explorationNoise, and its file too", () => {
    const deviations: number[] = [];
    let last: Uint8Array | undefined;
    for (const { policy } of algorithm("Pendulum-v1", { ...short, explorationNoise: 0.2 })) {
      deviations.push(Math.exp(policy.weights()["policy.logStandardDeviation"].data[0]));
      last = policy.save();
    }
    expect(deviations.map((each) => each.toFixed(5))).toEqual([
      ...["1.00000", "1.00000", "0.20000", "0.20000", "0.20000", "0.20000"],
    ]);
    const policy = loadPolicy(last!);
    const observation = [1, 0, 0] as never;
    const [best] = policy.act(observation) as Float32Array;
    expect(Math.abs(best)).toBeLessThan(2);
    const generator = createGenerator(2);
    const drawn = Array.from(
      { length: 2000 },
      () => (policy.sample(observation, generator).action as Float32Array)[0],
    );
    const spread = Math.sqrt(drawn.reduce((sum, each) => sum + (each - best) ** 2, 0) / drawn.length);
    // 0.2 in units of a box that reaches from −2 to 2; five standard errors of it are 0.032.
    expect(Math.abs(spread - 0.4)).toBeLessThan(0.032);
  });

  it("acts with wide noise from the first step on, with a policy that it is given too", () => {
    const actions: number[] = [];
    const recording = () =>
      defineEnvironment({
        observationSpace: box({ low: -1, high: 1, shape: [1] }),
        actionSpace: box({ low: -1, high: 1, shape: [1] }),
        reset: () => ({ observation: [0.5] }),
        step([action]: Float32Array) {
          actions.push(action);
          return { observation: [0.5], reward: 0, terminated: false, truncated: false };
        },
      });
    const { policy } = lastOf(algorithm(recording, { ...short, explorationNoise: 0.01 }));
    actions.length = 0;
    const options = { ...short, steps: 400, rolloutSteps: 400, startSteps: 1000 };
    lastOf(algorithm(recording, options, { policy }));
    // A third of the actions of a standard normal around 0 are at the bounds.
    const bounded = actions.filter((action) => Math.abs(action) === 1).length / actions.length;
    expect(bounded).toBeGreaterThan(0.2);
  });

  it("learns nothing before startSteps steps, and says so by NaN", () => {
    const reports = Array.from(algorithm("Pendulum-v1", short));
    expect(reports.map(({ metrics }) => Number.isNaN(metrics.policyLoss))).toEqual([
      ...[true, true, false, false, false, false],
    ]);
    expect(reports.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(Object.keys(reports[0].metrics).sort().join()).toBe(
      "gradientNorm,learningRate,policyLoss,value,valueGradientNorm,valueLoss",
    );
  });

  it("begins its target copies with the weights that the training is given", () => {
    const { policy } = lastOf(algorithm("Pendulum-v1", short));
    const given = policy.weights();
    const options = { ...short, steps: 48, targetRate: 0, learningRate: 1e-9, seed: 2 };
    const { valueFunction } = lastOf(algorithm("Pendulum-v1", options, { policy }));
    const others = valueFunction!.weights();
    for (const [own, { data }] of Object.entries(given)) {
      if (own !== "policy.logStandardDeviation")
        expect(others[own.replace("policy", "targetPolicy")].data).toEqual(data);
    }
  });

  it("says what cannot be trained, and who can", () => {
    const begun =
      (environment: string, options: Td3Options & DdpgOptions = {}) =>
      () =>
        lastOf(algorithm(environment, { ...short, ...options }));
    expect(begun("CartPole-v1")).toThrow(
      `${name}: the actions of CartPole-v1 are a discrete space; ${name} is for boxes, whose actions have gradients. Take ` +
        "sac, reppo, ppo, a2c, trpo, natural-policy-gradient or reinforce",
    );
    const { create } = arena(cases.discrete!);
    expect(() => lastOf(algorithm(create, short))).toThrow(
      `${name}: the actions of create are a discrete space; ${name} is for boxes, whose actions have gradients. Take ` +
        "ppo, a2c, trpo, natural-policy-gradient or reinforce",
    );
    expect(begun("Pendulum-v1", { startSteps: 100, replaySize: 50 })).toThrow(
      `${name}: option startSteps is 100; it must be replaySize, 50, at most.`,
    );
    expect(begun("Pendulum-v1", { sharedTower: true })).toThrow(
      `${name}: option sharedTower is true; it must be false`,
    );
    expect(begun("Pendulum-v1", { replaySize: 10 ** 13 })).toThrow(
      /^replay: 10000000000000 steps need 335000 GiB, 36 bytes each, more than the .* GiB of memory that there are\. Set replaySize to \d+ at most$/,
    );
  });
});

describe("a delayed policy", () => {
  it("moves every policyDelay-th time, over all updates, and the target copies with it", () => {
    const moved: boolean[] = [];
    let before = "";
    const options: Td3Options = { ...short, rolloutSteps: 1, startSteps: 8, steps: 20, policyDelay: 3 };
    for (const { policy, valueFunction } of td3("Pendulum-v1", options)) {
      const { "policy.0.weight": own } = policy.weights();
      const { "target1.0.weight": target } = valueFunction!.weights();
      const now = JSON.stringify([own.data, target.data]);
      moved.push(now !== before);
      before = now;
    }
    // Learning begins with the eighth step.
    expect(moved.slice(7).map(Number).join("")).toBe("0010010010010");
  });

  it("changes no critic, and target copies by τ towards what they follow", () => {
    const { agent, settings, backend, generator } = made(2, { targetRate: 0.25 });
    const computing = { backend, team: alone };
    const evaluation = compileEvaluation(agent, settings, computing);
    const improvement = compileImprovement(agent, settings, computing);
    const values = (variables: readonly graph.Variable[]) =>
      variables.map((each) => Array.from(backend.values(each)));
    const { followers, critics, policy } = agent;
    agent.beginTargets();
    expect(values(followers.targets)).toEqual(values(followers.sources));
    for (const name of ["observations", "actions", "rewards", "nextObservations", "nextNoise"] as const) {
      generator.fillNormal(evaluation.rows[name]);
    }
    generator.fillNormal(improvement.rows.observations);
    evaluation.set({ learningRate: 0.01 });
    improvement.set({ learningRate: 0.01 });
    const first = [values(followers.targets), values(policy.parameters)];
    evaluation.run();
    expect([values(followers.targets), values(policy.parameters)]).toEqual(first);
    const [targets, sources] = [values(followers.targets), values(followers.sources)];
    const judges = values(critics.parameters);
    improvement.run();
    expect(values(critics.parameters)).toEqual(judges);
    expect(values(policy.parameters)).not.toEqual(first[1]);
    values(followers.targets).forEach((each, p) =>
      each.forEach((value, i) => expect(value).toBeCloseTo(0.75 * targets[p][i] + 0.25 * sources[p][i], 6)),
    );
  });
});
