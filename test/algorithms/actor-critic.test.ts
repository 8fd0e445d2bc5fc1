/**
 * The first step of the action-value actor-critic against the exact gradient of finite MDPs, for critics that are right,
 * compatible and wrong. Each test has a false-alarm rate of 1e-6, shared among its comparisons.
 */
import { describe, expect, test } from "vitest";
import { createActionCritic } from "../../src/algorithms/actor-critic/action-critic.ts";
import { type ActorCriticOptions, actorCritic } from "../../src/algorithms/index.ts";
import { createReferenceBackend } from "../../src/backends/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, discrete, multiDiscrete, type Space } from "../../src/environments/index.ts";
import { constant, type Expression, exp, type Shape, toInt } from "../../src/graph/index.ts";
import { createParameterVector, type Learner } from "../../src/learning/index.ts";
import {
  evaluatePolicy,
  expressionPolicy,
  fisherMatrix,
  policyGradient,
  scores,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { symmetricPseudoInverse } from "../../src/mdp/linear-algebra/symmetric-pseudo-inverse.ts";
import { gradientParts } from "../../src/mdp/policy-gradient.ts";
import { createGenerator } from "../../src/random/index.ts";
import { randomLogits, randomMdp } from "../mdp/random-mdp.ts";
import { twoSteps } from "../mdp/two-steps.ts";
import { firstMoves, largestT, tBound } from "./moves.ts";

const plain: ActorCriticOptions = {
  environments: 200,
  maxGradientNorm: "none",
  optimizer: "sgd",
  learningRate: 1,
};

/** Writes numbers into what a learner trains, network by network: the policy, V, and the advantages. */
function write({ policy, networks }: Learner, ...weights: readonly ArrayLike<number>[]): void {
  weights.forEach((values, i) => {
    createParameterVector(networks[i].parameters, policy.backend).write(Float64Array.from(values));
  });
}

describe("with a table for each of the policy, V and the advantages", () => {
  const mdp = twoSteps(0.7);
  const logits = randomLogits(mdp, 6).map((logit) => Math.fround(logit / 2));
  const evaluation = evaluatePolicy(mdp, softmaxPolicy(mdp, logits));
  const { values, actionValues, policy } = evaluation;
  const { stateWeights } = gradientParts(evaluation, "startValue", { discountStates: false });
  const length = stateWeights.reduce((a, b) => a + b);
  const exact = policyGradient(evaluation, "startValue", { discountStates: false }).map(
    (each) => each / length,
  );
  const moves = (
    critic: readonly [ArrayLike<number>, ArrayLike<number>],
    options: ActorCriticOptions = {},
  ) => {
    const learner = actorCritic.learner(mdp, {
      ...{ ...plain, rolloutSteps: 4, discount: mdp.discount, architecture: { kind: "tabular" } },
      ...options,
    });
    return firstMoves(learner, { place: () => write(learner, logits, ...critic) });
  };

  test.each(["none", "value"] as const)(
    "the exact Q leads along the exact gradient, baseline %s",
    (baseline) => {
      const found = moves([values, actionValues], { baseline });
      expect(largestT(found, exact)).toBeLessThan(tBound);
      expect(largestT(found, new Float64Array(exact.length))).toBeGreaterThan(2 * tBound);
    },
  );

  test("a Q that is wrong leads along the gradient that it has itself", () => {
    const generator = createGenerator(9);
    const wrong = Float64Array.from(actionValues, () => generator.normal());
    const expected = policy.pullback(
      wrong.map((value, pair) => (value * stateWeights[Math.floor(pair / mdp.actions)]) / length),
    );
    const found = moves([values, wrong]);
    expect(largestT(found, expected)).toBeLessThan(tBound);
    expect(largestT(found, exact)).toBeGreaterThan(2 * tBound);
  });

  test("with γᵗ the exact Q leads along the exact gradient of J₁", () => {
    const found = moves([values, actionValues], { discountStates: true, environments: 400 });
    const ofStart = policyGradient(evaluation).map((each) => each / length);
    expect(largestT(found, ofStart)).toBeLessThan(tBound);
    expect(largestT(found, exact)).toBeGreaterThan(2 * tBound);
  });

  test.each(["network", "compatible"] as const)("the critic learns Q of the policy: %s", (critic) => {
    const learner = actorCritic.learner(mdp, {
      ...{ ...plain, environments: 64, rolloutSteps: 8, discount: mdp.discount, critic, seed: 3 },
      ...{ architecture: { kind: "tabular" }, learningRate: 1e-30, valueLearningRate: 0.01, valueUpdates: 4 },
    });
    for (let update = 0; update < 150; update++) {
      write(learner, logits);
      learner.learn(learner.collector.collect(), 0);
    }
    write(learner, logits);
    const found = actionValuesOf(learner);
    // Terminal states are never acted in.
    for (let pair = 0; pair < 4 * mdp.actions; pair++)
      expect(found[pair]).toBeCloseTo(actionValues[pair], 0.5);
  });

  /** Q_w of all states and actions. */
  function actionValuesOf({ policy: { backend }, networks }: Learner): number[] {
    const [v, w] = networks.slice(1).map(({ parameters: [table] }) => backend.values(table));
    return Array.from({ length: mdp.states * mdp.actions }, (_, pair) => {
      const state = Math.floor(pair / mdp.actions);
      const row = w.subarray(state * mdp.actions, (state + 1) * mdp.actions);
      const odds = policy.probabilities.subarray(state * mdp.actions, (state + 1) * mdp.actions);
      // The same for both: of a table of logits, ∂ log π(a | s) / ∂θ(s, b) is 1 − π(b | s) for b = a, otherwise −π(b | s).
      return v[state] + w[pair] - row.reduce((sum, each, action) => sum + odds[action] * each, 0);
    });
  }
});

describe("compatible features", () => {
  const mdp = randomMdp({ states: 4, actions: 5, seed: 5, discount: 0.8 });
  const architecture = { kind: "mlp", hidden: [1], activation: "tanh", initializer: "orthogonal" } as const;
  const allStates = constant(
    Array.from({ length: mdp.states ** 2 }, (_, i) => (i % (mdp.states + 1) === 0 ? 1 : 0)),
    [mdp.states, mdp.states],
  );
  const options: ActorCriticOptions = {
    ...{ ...plain, environments: 100, rolloutSteps: 6, discount: mdp.discount },
    ...{ architecture, critic: "compatible" },
  };
  const generator = createGenerator(17);
  const { policy } = actorCritic.learner(mdp, options);
  const { length } = createParameterVector(policy.parameters, policy.backend);
  const weights = Float64Array.from({ length }, () => Math.fround(0.7 * generator.normal()));
  const { logProbs } = policy.density({ observations: allStates }).parameters as {
    readonly logProbs: Expression;
  };
  const expressions = { parameters: policy.parameters, probabilities: exp(logProbs) };
  const exact = expressionPolicy(mdp, expressions).withParameters(weights);
  const evaluation = evaluatePolicy(mdp, exact);
  const gradient = policyGradient(evaluation, "startValue", { discountStates: false });
  /** Least squares of A on ∇ log π, in the long run of the states. */
  const fitted = symmetricPseudoInverse(fisherMatrix(evaluation, "averageReward"), gradient);
  const features = scores(exact);
  const ofCritic = Float64Array.from(evaluation.advantages, (_, pair) =>
    fitted.reduce((sum, w, i) => sum + w * features[pair * length + i], 0),
  );

  test("fitted by least squares give the exact gradient, though they cannot tell the advantages", () => {
    const apart = Math.max(...ofCritic.map((each, pair) => Math.abs(each - evaluation.advantages[pair])));
    expect(apart).toBeGreaterThan(0.2);
    for (const baseline of ["value", "none"] as const) {
      const learner = actorCritic.learner(mdp, { ...options, baseline });
      const { networks, policy } = learner;
      const compatible = createParameterVector(networks[2].parameters, policy.backend);
      const moves = firstMoves(learner, {
        between: 1,
        // What V is does not matter to the mean: as a baseline it is taken away, without one it is added.
        place() {
          write(learner, weights);
          compatible.write(fitted);
        },
      });
      expect(largestT(moves, gradient), baseline).toBeLessThan(tBound);
      expect(largestT(moves, new Float64Array(length))).toBeGreaterThan(2 * tBound);
    }
  });
});

describe("A_w = wᵀ∇ log π", () => {
  const settings: Parameters<typeof createActionCritic>[1] = {
    ...{
      architecture: "auto",
      valueArchitecture: "auto",
      hidden: [3],
      activation: "tanh",
      sharedTower: false,
    },
    critic: "compatible",
  };

  test.each<[string, Space<never>, Shape, readonly number[]]>([
    ["discrete actions", discrete(3) as never, [2], [0, 2]],
    ["several choices", multiDiscrete([2, 3]) as never, [2, 2], [1, 2, 0, 1]],
    ["a box", box({ low: -1, high: 1, shape: [2] }) as never, [2, 2], [0.3, -0.2, 0.9, 0.1]],
  ])("is the change of log π along w: %s", (_, actionSpace, shape, actions) => {
    const backend = createReferenceBackend();
    const environment = { observationSpace: box({ low: -1, high: 1, shape: [2] }), actionSpace } as never;
    const critic = createActionCritic(environment, settings, {
      ...{ backend: backend as never, generator: createGenerator(1) },
    });
    const { policy, networks, advantages } = critic;
    const done = {
      observations: constant([0.5, -1, 0.2, 0.8], [2, 2]),
      actions:
        policy.rows.actions.dtype === "int" ? toInt(constant(actions, shape)) : constant(actions, shape),
    };
    const program = compile(
      { outputs: { ahead: advantages(done), logProb: policy.density(done).logProb(done.actions) } },
      backend,
    );
    const parameters = createParameterVector(policy.parameters, backend as never);
    const generator = createGenerator(2);
    const before = new Float64Array(parameters.length);
    parameters.read(before);
    const w = before.map(() => generator.normal());
    createParameterVector(networks[2].parameters, backend as never).write(w);
    program.run();
    const ahead = program.outputs.ahead.slice();
    const logProbAt = (length: number) => {
      parameters.write(before.map((each, i) => each + length * w[i]));
      program.run();
      return program.outputs.logProb.slice();
    };
    const [plus, minus] = [logProbAt(1e-5), logProbAt(-1e-5)];
    ahead.forEach((each, i) => expect(each).toBeCloseTo((plus[i] - minus[i]) / 2e-5, 6));
    expect(Math.max(...ahead.map(Math.abs))).toBeGreaterThan(0.05);
  });
});

test("a network judges discrete actions only, and the error says what judges others", () => {
  expect(() => actorCritic.learner("Pendulum-v1", { critic: "network" })).toThrow(
    'actor-critic: option critic is "network", which judges each of several discrete actions; those here are a box space. ' +
      'Take "compatible"',
  );
});
