/**
 * The first step of A2C with every kind of architecture, on towers of their own and on a shared one, against the exact
 * gradient of an MDP by all parameters of the policy. Each test has a false-alarm rate of 1e-6, shared among its
 * comparisons.
 */
import { describe, expect, test } from "vitest";
import { compileA2cDescent } from "../../src/algorithms/a2c/descent.ts";
import { a2c, actorObjective } from "../../src/algorithms/index.ts";
import { createReferenceBackend, createWasmBackend } from "../../src/backends/index.ts";
import { compile } from "../../src/compiler/index.ts";
import {
  add,
  constant,
  type Expression,
  exp,
  mean,
  multiply,
  negate,
  scalarRow,
  square,
  subtract,
  tanh,
  toInt,
} from "../../src/graph/index.ts";
import {
  compileDescent,
  createActorCritic,
  createParameterVector,
  withDefaults,
} from "../../src/learning/index.ts";
import { evaluatePolicy, expressionPolicy, policyGradient } from "../../src/mdp/index.ts";
import { gradientParts } from "../../src/mdp/policy-gradient.ts";
import { type Architecture, dense, inSequence, withoutStatistics } from "../../src/networks/index.ts";
import { sgd } from "../../src/optimizers/index.ts";
import type { Policy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { twoSteps } from "../mdp/two-steps.ts";

const mdp = twoSteps(0.7);
const runs = 40;
/** Student's t with 39 degrees of freedom: 7.2 has a two-sided rate below 2e-8, shared by 50 comparisons or fewer. */
const tBound = 7.2;

const byFunction: Architecture = ({ name, inputs, outputs, outputGain, generator, tower }) => {
  const first = tower(() => dense(`${name}.first`, { inputs, outputs: 3, generator }));
  const last = dense(`${name}.last`, { inputs: 3, outputs, gain: outputGain, generator });
  return inSequence(
    first,
    withoutStatistics([], (x) => add(tanh(x), square(x))),
    last,
  );
};

const mlp: Architecture = { kind: "mlp", hidden: [3], activation: "tanh", initializer: "orthogonal" };
const convolutional: Architecture = {
  ...{ kind: "convolutional", input: [1, 5, 1], range: { low: -1, high: 3 }, activation: "tanh" },
  layers: [{ filters: 2, kernel: [1, 3], stride: 2 }],
  head: { kind: "dense", hidden: [2] },
};

const cases: readonly [
  string,
  { architecture: Architecture; sharedTower?: boolean; valueArchitecture?: Architecture },
][] = [
  ["fully connected layers", { architecture: mlp }],
  ["a linear function", { architecture: { kind: "linear" } }],
  ["a table", { architecture: { kind: "tabular" } }],
  ["a convolutional network", { architecture: convolutional }],
  ["a function", { architecture: byFunction }],
  ["a value function of another kind", { architecture: mlp, valueArchitecture: { kind: "linear" } }],
  ["fully connected layers on a shared tower", { architecture: mlp, sharedTower: true }],
  ["a convolutional network on a shared tower", { architecture: convolutional, sharedTower: true }],
  ["a function on a shared tower", { architecture: byFunction, sharedTower: true }],
];

/** Observations of all states, as the networks see them. */
const allStates = constant(
  Array.from({ length: mdp.states ** 2 }, (_, i) => (i % (mdp.states + 1) === 0 ? 1 : 0)),
  [mdp.states, mdp.states],
);

/** Weights that are far from those at which nothing but the last layer has a gradient. */
function randomWeights(length: number): Float64Array {
  const generator = createGenerator(17);
  return Float64Array.from({ length }, () => Math.fround(0.7 * generator.normal()));
}

/** What a mean over steps of whole episodes should be: the exact gradient over the mean length of an episode. */
function exactGradient(policy: Policy, weights: Float64Array): Float64Array {
  const density = policy.density({ observations: allStates });
  const { logProbs } = density.parameters as { readonly logProbs: Expression };
  const exact = expressionPolicy(mdp, { parameters: policy.parameters, probabilities: exp(logProbs) });
  const evaluation = evaluatePolicy(mdp, exact.withParameters(weights));
  const { stateWeights } = gradientParts(evaluation, "startValue", { discountStates: false });
  const length = stateWeights.reduce((a, b) => a + b);
  return policyGradient(evaluation, "startValue", { discountStates: false }).map((each) => each / length);
}

/** The largest t statistic of the moves less a gradient. */
function largestT(moves: readonly Float64Array[], gradient: Float64Array): number {
  const statistics = Array.from(gradient, (expected, i) => {
    const mean = moves.reduce((sum, move) => sum + move[i], 0) / runs;
    const variance = moves.reduce((sum, move) => sum + (move[i] - mean) ** 2, 0) / (runs - 1);
    // What does not move at all does so but for the rounding of float32.
    if (variance < 1e-16) return Math.abs(mean - expected) < 1e-7 ? 0 : Number.POSITIVE_INFINITY;
    return Math.abs(mean - expected) / Math.sqrt(variance / runs);
  });
  return Math.max(...statistics);
}

describe("A2C moves along the exact gradient without γᵗ with", () => {
  test.each(cases)("%s", (_, architectures) => {
    const learner = a2c.learner(mdp, {
      ...{ environments: 200, rolloutSteps: 4, lambda: 1, discount: mdp.discount, valueWeight: 0, seed: 1 },
      ...{ maxGradientNorm: "none", optimizer: "sgd", learningRate: 1, ...architectures },
    });
    const { policy, collector } = learner;
    const vector = createParameterVector(policy.parameters, policy.backend);
    expect(vector.length).toBeLessThanOrEqual(50);
    const before = randomWeights(vector.length);
    const exact = exactGradient(policy, before);
    // Rollouts are whole episodes, so that each is independent of those before.
    const moves = Array.from({ length: runs }, () => {
      vector.write(before);
      learner.learn(collector.collect(), 0);
      const after = new Float64Array(vector.length);
      vector.read(after);
      return after.map((value, i) => value - before[i]);
    });
    expect(largestT(moves, exact)).toBeLessThan(tBound);
    // And not along nothing: the comparison can tell.
    expect(largestT(moves, new Float64Array(exact.length))).toBeGreaterThan(2 * tBound);
  });
});

describe("a shared tower follows both losses at once, by finite differences of their sum", () => {
  const rows = 12;
  const generator = createGenerator(5);
  const data = {
    observations: Float32Array.from({ length: rows * mdp.states }, () => generator.normal()),
    actions: Int32Array.from({ length: rows }, () => generator.integers(0, mdp.actions)),
    advantages: Float32Array.from({ length: rows }, () => generator.normal()),
    returns: Float32Array.from({ length: rows }, () => generator.normal()),
  };

  test.each([
    ["fully connected layers", mlp],
    ["a convolutional network", convolutional],
    ["a function", byFunction],
  ] as const)("%s", (_, architecture) => {
    const environment = { ...mdp.create(), legalActions: undefined };
    const backend = createReferenceBackend();
    const { policy, valueFunction } = createActorCritic(
      [environment] as never,
      {
        ...{ architecture, valueArchitecture: "auto", sharedTower: true },
        ...{ hidden: [], activation: "tanh" },
      },
      { backend: backend as never, generator: createGenerator(3) },
    );
    const parameters = [...policy.parameters, ...valueFunction.parameters];
    const shared = policy.parameters.filter((each) => valueFunction.parameters.includes(each));
    expect(shared.length).toBeGreaterThan(0);
    const each = [...new Set(parameters)];
    expect(each.length).toBe(parameters.length - shared.length);

    const lossOf = (seen: Record<keyof typeof data, Expression>) => {
      const logProb = policy.density({ observations: seen.observations }).logProb(seen.actions);
      const values = valueFunction.values(seen.observations);
      return add(
        negate(mean(multiply(logProb, seen.advantages))),
        mean(square(subtract(values, seen.returns))),
      );
    };
    const descent = compileDescent(
      {
        rows: { ...policy.rows, advantages: scalarRow, returns: scalarRow },
        ...{ feed: { size: rows }, parameters, maxGradientNorm: "none" },
        optimizer: () => sgd({ learningRate: 1 }),
        losses: (seen) => ({ loss: lossOf(seen as never) }),
      },
      { backend: backend as never, team: alone },
    );
    // Each has one place in a checkpoint.
    expect(Object.keys(descent.save() as object).sort()).toEqual(
      each.map(({ attributes }) => attributes.name).sort(),
    );

    const loss = compile(
      {
        outputs: {
          loss: lossOf({
            observations: constant(data.observations, [rows, mdp.states]),
            actions: toInt(constant(data.actions, [rows])),
            advantages: constant(data.advantages, [rows]),
            returns: constant(data.returns, [rows]),
          }),
        },
      },
      backend,
    );
    const before = randomWeights(each.reduce((sum, { attributes }) => sum + attributes.initial.length, 0));
    const vector = createParameterVector(each, backend as never);
    const step = 1e-5;
    const slopes = before.map((value, i) => {
      const at = (moved: number) => {
        vector.write(before.with(i, moved));
        loss.run();
        return loss.outputs.loss[0];
      };
      return (at(value + step) - at(value - step)) / (2 * step);
    });
    vector.write(before);
    descent.load(data);
    descent.run();
    const after = new Float64Array(before.length);
    vector.read(after);
    after.forEach((value, i) => {
      expect(before[i] - value).toBeCloseTo(slopes[i], 7);
    });
  });
});

test("the gradient of both losses passes through a shared tower once", () => {
  const passes = [false, true].map((sharedTower) => {
    const backend = createWasmBackend();
    const settings = withDefaults(a2c.options, { hidden: [8, 8], sharedTower }, "a2c");
    const environment = { ...mdp.create(), legalActions: undefined };
    const actorCritic = createActorCritic([environment] as never, settings, {
      ...{ backend, generator: createGenerator(1) },
    });
    const descent = compileA2cDescent(actorCritic, settings, actorObjective, { backend, team: alone });
    const operations = descent.list().instructions.map(({ node }) => node.operation);
    return ["tanh", "tanhGradient"].map((name) => operations.filter((each) => each === name).length);
  });
  expect(passes).toEqual([
    [4, 4],
    [2, 2],
  ]);
});
