import { describe, expect, it } from "vitest";
import { compileA2cDescent } from "../../src/algorithms/a2c/descent.ts";
import { a2cOptions } from "../../src/algorithms/a2c/options.ts";
import {
  type A2cOptions,
  type A2cTerms,
  a2c,
  actorObjective,
  NonFiniteError,
  type Report,
} from "../../src/algorithms/index.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import {
  box,
  defineEnvironment,
  discrete,
  multiBinary,
  multiDiscrete,
  type Space,
  vectorize,
} from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import { createStepCollector, generalizedAdvantage } from "../../src/experience/index.ts";
import * as graph from "../../src/graph/index.ts";
import { createActorCritic } from "../../src/learning/actor-critic.ts";
import { numbersOf } from "../../src/learning/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { standardize } from "../../src/learning/standardize.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { corridor } from "./corridor.ts";
import { lastOf } from "./last-of.ts";
import { lock } from "./lock.ts";
import { target } from "./target.ts";
import { turns } from "./turns.ts";

const short: A2cOptions = { steps: 400, environments: 4, rolloutSteps: 10, seed: 1 };

describe("the actor's objective", () => {
  it("has the gradient of the policy gradient theorem: the mean of ∇ log π · A", () => {
    const logProb = graph.variable("logProb", [3], [-1, -2, -0.5]);
    const objective = actorObjective({ logProb, advantages: graph.constant([3, -1, 2], [3]) });
    const [gradient] = graph.grad(objective, [logProb]);
    const program = compile({ outputs: { objective, gradient } }, createReferenceBackend());
    program.run();
    expect(program.outputs.objective[0]).toBeCloseTo(-2 / 3, 12);
    [1, -1 / 3, 2 / 3].forEach((expected, i) =>
      expect(program.outputs.gradient[i]).toBeCloseTo(expected, 12),
    );
  });
});

describe("one step of A2C", () => {
  const options: A2cOptions = {
    ...{ environments: 4, rolloutSteps: 3, hidden: [5], optimizer: "sgd", maxGradientNorm: "none" },
    ...{ entropyWeight: 0.3, valueWeight: 0.7 },
  };

  /** A step for an action space, with a rollout that somebody made up. */
  function stepFor(actionSpace: Space<unknown>, changes: A2cOptions = {}, size = 12) {
    const settings = withDefaults(a2cOptions, { ...options, ...changes }, "test");
    const generator = createGenerator(1);
    const observationSpace = box({ low: -1, high: 1, shape: [2] });
    const environment = { observationSpace: observationSpace as Space, actionSpace, legalActions: undefined };
    const backend = createWasmBackend();
    const actorCritic = createActorCritic([environment], settings, { backend, generator });
    const { policy, valueFunction } = actorCritic;
    const parameters = [...policy.parameters, ...valueFunction.parameters];
    // Weights that are all different from 0: the initial policy is all but uniform.
    for (const parameter of parameters) {
      const values = backend.values(parameter);
      values.forEach((value, i) => {
        values[i] = value + 0.5 * generator.normal();
      });
    }
    const draw = (length: number) => Float32Array.from({ length }, () => generator.normal());
    const rollout = {
      observations: draw(size * 2),
      actions:
        actionSpace.kind === "discrete"
          ? Int32Array.from({ length: size }, (_, i) => i % 3)
          : draw(size * actionSpace.size),
      returns: draw(size),
      advantages: draw(size),
    };
    const descent = compileA2cDescent(actorCritic, settings, actorObjective, { backend, team: alone });
    const step = (learningRate: number, rows: Partial<typeof rollout> = rollout) => {
      descent.load(rows);
      descent.set({ learningRate });
      return numbersOf(descent.run());
    };
    return { step, rollout, parameters, backend, settings };
  }

  it.each([
    ["discrete", discrete(3)],
    ["continuous", box({ low: -1, high: 1, shape: [2] })],
  ] as const)(
    "descends the gradient of the losses that it reports, by finite differences: %s actions",
    (_, space) => {
      const { step, parameters, backend, settings } = stepFor(space as Space<unknown>);
      const loss = () => {
        const { policyLoss, valueLoss, entropy } = step(0);
        return policyLoss - settings.entropyWeight * entropy + settings.valueWeight * valueLoss;
      };
      const h = 0.01;
      const differences = parameters.map((parameter) =>
        Float64Array.from(backend.values(parameter), (value, i) => {
          const values = backend.values(parameter);
          values[i] = value + h;
          const above = loss();
          values[i] = value - h;
          const below = loss();
          values[i] = value;
          return (above - below) / (2 * h);
        }),
      );
      const before = parameters.map((parameter) => Float64Array.from(backend.values(parameter)));
      const rate = 0.5;
      step(rate);
      let largest = 0;
      parameters.forEach((parameter, p) => {
        backend.values(parameter).forEach((after, i) => {
          const gradient = (before[p][i] - after) / rate;
          // h² times a third derivative, and the rounding of float32 over h.
          expect(Math.abs(gradient - differences[p][i]), parameter.attributes.name).toBeLessThan(1e-3);
          largest = Math.max(largest, Math.abs(gradient));
        });
      });
      expect(largest).toBeGreaterThan(0.1);
    },
  );

  it("takes a step of the optimizer that is asked for", () => {
    const moved = (optimizer: "rmsprop" | "adam" | "sgd") => {
      const { step, parameters, backend } = stepFor(discrete(3), { optimizer });
      const [weights] = parameters;
      const before = backend.values(weights).slice();
      step(0.001);
      return Array.from(backend.values(weights), (after, i) => (before[i] - after) / 0.001);
    };
    const gradient = moved("sgd");
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.1);
    // In the first step RMSProp divides by √(0.01 g²) + ε and Adam by √g² + ε.
    const rmsprop = moved("rmsprop");
    const adam = moved("adam");
    gradient.forEach((g, i) => {
      if (Math.abs(g) < 0.01) return;
      expect(rmsprop[i]).toBeCloseTo(g / (0.1 * Math.abs(g) + 1e-5), 1);
      expect(adam[i]).toBeCloseTo(g / (Math.abs(g) + 1e-5), 2);
    });
  });

  it("splits a large rollout into shards, and takes the mean of their gradients", () => {
    const rows = 2048;
    const parts = 8;
    const options = { rolloutSteps: 1, hidden: [64, 64] };
    const gradientOf = (environments: number, first: number) => {
      const { step, rollout, parameters, backend } = stepFor(discrete(3), { ...options, environments }, rows);
      const before = parameters.map((parameter) => backend.values(parameter).slice());
      const cut = Object.fromEntries(
        Object.entries(rollout).map(([name, array]) => {
          const width = array.length / rows;
          return [name, array.slice(first * width, (first + environments) * width)];
        }),
      );
      const { policyLoss, valueLoss, entropy } = step(1, cut);
      const losses = [policyLoss, valueLoss, entropy];
      const moves = parameters.flatMap((parameter, p) =>
        Array.from(backend.values(parameter), (after, i) => before[p][i] - after),
      );
      return { losses, moves };
    };
    const whole = gradientOf(rows, 0);
    // What one program computes of each eighth alone.
    const eighths = Array.from({ length: parts }, (_, part) =>
      gradientOf(rows / parts, (part * rows) / parts),
    );
    for (const kind of ["losses", "moves"] as const) {
      whole[kind].forEach((value, i) => {
        const mean = eighths.reduce((sum, each) => sum + each[kind][i] / parts, 0);
        expect(Math.abs(value - mean)).toBeLessThan(1e-6 * Math.max(1, Math.abs(mean)));
      });
    }
    expect(Math.max(...whole.moves)).toBeGreaterThan(0.01);
  });
});

describe("an end", () => {
  /** One step per episode and one observation; it terminates, or a limit cuts it off. */
  const oneStep = (terminated: boolean) => () =>
    limitSteps(
      defineEnvironment({
        observationSpace: box({ low: 0, high: 1 }),
        actionSpace: discrete(2),
        reset: () => ({ observation: [1] }),
        step: () => ({ observation: [0.5], reward: 3, terminated, truncated: false }),
      }),
      1,
    );

  it.each([
    ["that terminates is not bootstrapped from", true, () => 3],
    [
      "that a limit cut off bootstraps from the value of the final observation",
      false,
      (value: (observation: number) => number) => 3 + 0.9 * value(0.5),
    ],
  ] as const)("%s", (_, terminated, expected) => {
    const environment = vectorize(oneStep(terminated), { count: 2, seed: 1 });
    const settings = withDefaults(a2cOptions, { hidden: [] }, "test");
    const actorCritic = createActorCritic([environment], settings, {
      ...{ backend: createWasmBackend(), generator: createGenerator(1) },
    });
    const { valueFunction, policy } = actorCritic;
    const [weight, bias] = valueFunction.parameters.map((each) => policy.backend.values(each)[0]);
    const collector = createStepCollector(environment, {
      ...actorCritic,
      ...{ steps: 3, generators: createGenerator(2).spawn(2), own: { start: 0, count: 2 }, team: alone },
    });
    for (const lambda of [0, 0.5, 1]) {
      const rollout = collector.collect();
      const [advantages, returns] = [new Float32Array(6), new Float32Array(6)];
      generalizedAdvantage({ ...rollout, discount: 0.9, lambda, advantages, returns });
      const value = (observation: number) => weight * observation + bias;
      expect(Math.abs(value(0.5))).toBeGreaterThan(0.1);
      returns.forEach((found, i) => {
        expect(found).toBeCloseTo(expected(value), 5);
        expect(advantages[i]).toBeCloseTo(expected(value) - value(1), 5);
      });
    }
  });

  it("is told apart by the algorithm: its first loss has the value of the final observation in it, or not", () => {
    const firstValueLoss = (terminated: boolean) => {
      const [report] = a2c(oneStep(terminated), { ...short, discount: 0.9, hidden: [] });
      return report.metrics.valueLoss;
    };
    // V(s) = w s, with w = ±1 to begin with: ½ (V(1) − 3)² where it terminates.
    const w = 3 - Math.sqrt(2 * firstValueLoss(true));
    expect(Math.abs(w)).toBeCloseTo(1, 5);
    expect(firstValueLoss(false)).toBeCloseTo((w - 3 - 0.9 * 0.5 * w) ** 2 / 2, 5);
  });
});

describe("passes of the value function", () => {
  const rollouts: A2cOptions = {
    ...{ environments: 2, rolloutSteps: 4, steps: 8, hidden: [5], seed: 4, maxGradientNorm: "none" },
    ...{ valueEpochs: 2, valueMinibatchSize: 4, learningRateSchedule: "linear" },
  };
  /** What one update of a rollout reports, and the weights of the policy or value function after it. */
  function updated(options: A2cOptions, progress = 0) {
    const learner = a2c.learner("CartPole-v1", options);
    const metrics = learner.learn(learner.collector.collect(), progress);
    const [policy, value] = learner.networks.map(({ parameters }) =>
      parameters.flatMap((each) => [...learner.policy.backend.values(each)]),
    );
    return { metrics, policy, value };
  }

  it("leave the policy's step as it is", () => {
    const together = updated({ ...rollouts, valueEpochs: 0 });
    const fitted = updated({ ...rollouts });
    expect(fitted.policy).toEqual(together.policy);
    expect(fitted.metrics.policyLoss).toBe(together.metrics.policyLoss);
    expect(fitted.value).not.toEqual(together.value);
  });

  it("bring it nearer to the returns than it was, by steps that follow the schedule", () => {
    const many = { ...rollouts, rolloutSteps: 64, valueEpochs: 20, valueLearningRate: 0.01 };
    const [common, fitted] = [{ ...many, valueEpochs: 0 }, many].map(
      (each) => updated(each).metrics.valueLoss,
    );
    expect(fitted).toBeLessThan(common / 2);
    const [at0, at1] = [0, 1].map((progress) => updated(many, progress).value);
    expect(at0).not.toEqual(at1);
    expect(at1).toEqual(updated({ ...many, valueEpochs: 1 }, 1).value);
  });

  it("need minibatches that divide a rollout", () => {
    expect(() => a2c.learner("CartPole-v1", { ...rollouts, valueMinibatchSize: 3 })).toThrow(
      "option valueMinibatchSize is 3; it must divide environments × rolloutSteps, 2 × 4 = 8.",
    );
    expect(() =>
      a2c.learner("CartPole-v1", { ...rollouts, valueEpochs: 0, valueMinibatchSize: 3 }),
    ).not.toThrow();
  });

  it("need networks without a state", () => {
    const architecture = { kind: "gru", units: 3 } as const;
    expect(() => a2c.learner("CartPole-v1", { ...rollouts, architecture })).toThrow(
      "a2c: the architecture is recurrent, and option valueEpochs is 2; it must be 0 then",
    );
  });
});

describe("standardized numbers", () => {
  it("have mean 0 and deviation 1, of a sample", () => {
    const values = Float32Array.of(1, 2, 4, 9);
    standardize(values);
    const deviation = Math.sqrt(38 / 3);
    [-3, -2, 0, 5].forEach((expected, i) => expect(values[i]).toBeCloseTo(expected / deviation, 6));
  });

  it("that are all the same are 0", () => {
    expect(Array.from(standardizedCopy([5, 5, 5]))).toEqual([0, 0, 0]);
  });

  function standardizedCopy(numbers: number[]): Float64Array {
    const values = Float64Array.from(numbers);
    standardize(values);
    return values;
  }
});

describe("a2c", () => {
  it("gives the same bits for the same seed, and others for another", () => {
    const run = (seed: number) => lastOf(a2c("CartPole-v1", { ...short, seed })).policy.save();
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it("reports steps, episodes and finite metrics, and ends when the steps are done", () => {
    const reports = [...a2c("CartPole-v1", { ...short, steps: 390 })];
    expect(reports.map(({ update }) => update)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(reports.map(({ steps }) => steps)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => i * 40));
    for (const { metrics, totalSteps } of reports) {
      expect(totalSteps).toBe(400);
      expect(Object.keys(metrics)).toEqual([
        ...["policyLoss", "valueLoss", "entropy", "gradientNorm", "explainedVariance", "learningRate"],
      ]);
      for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true);
    }
    expect(reports[0].metrics.learningRate).toBe(7e-4);
    expect(reports.reduce((count, { episodes }) => count + episodes.count, 0)).toBeGreaterThan(5);
  });

  it("lets the learning rate fall to 0 when it is told to", () => {
    const rates = [...a2c("CartPole-v1", { ...short, learningRateSchedule: "linear" })].map(
      ({ metrics }) => metrics.learningRate,
    );
    rates.forEach((rate, i) => expect(rate).toBeCloseTo(7e-4 * (1 - i / 10), 12));
  });

  it.each<[string, A2cOptions]>([
    ["n-step returns", {}],
    // A critic that knows nothing yet is all that judges the first actions: entropy keeps the others possible.
    ["temporal-difference errors", { lambda: 0, entropyWeight: 0.1 }],
    ["γᵗ", { discountStates: true }],
    ["normalized advantages and Adam", { normalizeAdvantages: true, optimizer: "adam" }],
  ])("learns the corridor, with %s", (_, options) => {
    let last: Report<Float32Array, number> | undefined;
    let recent = Number.NEGATIVE_INFINITY;
    for (const report of a2c(() => limitSteps(corridor(), 50), {
      ...{ steps: 100_000, environments: 8, learningRate: 3e-3, seed: 1 },
      ...options,
    })) {
      last = report;
      const { count, meanReturn } = report.episodes;
      if (count > 0) recent = Number.isFinite(recent) ? 0.9 * recent + 0.1 * meanReturn : meanReturn;
      if (recent > -5.5) break;
    }
    expect(last!.steps).toBeLessThan(100_000);
    expect([0, 1, 2, 3, 4].map((at) => last!.policy.act([at]))).toEqual([1, 1, 1, 1, 1]);
  });

  it("learns to balance: CartPole-v1, 60,000 steps", () => {
    const returns: number[] = [];
    for (const { episodes } of a2c("CartPole-v1", { steps: 60_000, seed: 1 })) {
      if (episodes.count > 0) returns.push(episodes.meanReturn);
    }
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(returns.slice(0, 50))).toBeLessThan(40);
    expect(mean(returns.slice(-50))).toBeGreaterThan(100);
  });

  it("closes what it opened when the caller leaves early", () => {
    let open = 0;
    const environment = () => {
      open++;
      return { ...limitSteps(corridor(), 20), close: () => void open-- };
    };
    for (const { update } of a2c(environment, short)) if (update === 2) break;
    expect(open).toBe(0);
  });

  it("learns with continuous actions", () => {
    const { policy } = lastOf(
      a2c(target, { ...short, head: "diagonal-normal", steps: 40_000, learningRateSchedule: "linear" }),
    );
    expect(policy.act([0])[0]).toBeCloseTo(0.7, 1);
  });

  it("never takes an illegal action, and learns among the legal ones", () => {
    const { policy, episodes } = lastOf(a2c(turns, { ...short, steps: 8000, learningRate: 3e-3 }));
    expect(episodes.meanReturn).toBeGreaterThan(0.9);
    expect([policy.act([0], [0, 1, 1]), policy.act([1], [1, 1, 0])]).toEqual([2, 0]);
  });

  it.each([
    ["multi-discrete", multiDiscrete([3, 4, 2]), [2, 1, 1]],
    ["multi-binary", multiBinary(4), [1, 0, 0, 1]],
  ] as const)("opens a lock whose wheels are a %s action", (_, actionSpace, combination) => {
    const reports = [
      ...a2c(() => lock(actionSpace as Space<ArrayLike<number>>, combination), {
        ...{ steps: 20_000, learningRate: 3e-3, seed: 1 },
      }),
    ];
    const ended = reports.slice(-50).filter(({ episodes }) => episodes.count > 0);
    const mean = ended.reduce((sum, { episodes }) => sum + episodes.meanReturn / ended.length, 0);
    expect(mean).toBeGreaterThan(0.9 * combination.length);
  });

  it("ascends another objective when it is given one", () => {
    let asked = 0;
    const objective = ({ logProb, advantages }: A2cTerms) => {
      asked++;
      return graph.multiply(actorObjective({ logProb, advantages }), 0.5);
    };
    const half = [...a2c("CartPole-v1", short, { objective })];
    const whole = [...a2c("CartPole-v1", short)];
    expect(asked).toBe(1);
    expect(half[0].metrics.policyLoss).toBeCloseTo(whole[0].metrics.policyLoss / 2, 5);
  });

  it("weighs states by γᵗ, standardizes advantages and adds entropy only when it is told to", () => {
    const first = (options: A2cOptions) => {
      const [report] = a2c("CartPole-v1", { ...short, maxGradientNorm: "none", ...options });
      return report.metrics.gradientNorm;
    };
    const plain = first({});
    expect(first({ discountStates: false, normalizeAdvantages: false, entropyWeight: 0 })).toBe(plain);
    expect(first({ discountStates: true })).not.toBe(plain);
    expect(first({ normalizeAdvantages: true })).not.toBe(plain);
    expect(first({ entropyWeight: 100 })).not.toBe(plain);
  });

  it("stops at a number that is not finite, names it, and keeps the last good weights", () => {
    const explosive = () => {
      let step = 0;
      return defineEnvironment({
        observationSpace: box({ low: -1, high: 1 }),
        actionSpace: discrete(2),
        reset: () => ({ observation: [0] }),
        step: () => ({
          observation: [0],
          reward: step++ >= 40 ? 1e38 : 1,
          terminated: step % 10 === 0,
          truncated: false,
        }),
      });
    };
    let last: Uint8Array | undefined;
    let policy: Report["policy"] | undefined;
    const train = () => {
      for (const report of a2c(explosive, short)) {
        policy = report.policy;
        last = policy.save();
      }
    };
    expect(train).toThrow(NonFiniteError);
    expect(train).toThrow(
      /(policyLoss|valueLoss|gradientNorm) became (NaN|-?Infinity) in update 5; .* those of update 4/,
    );
    expect(policy!.save()).toEqual(last);
  });

  it.each<[A2cOptions, RegExp]>([
    [{ rolloutSteps: 0 }, /^a2c: option rolloutSteps is 0; it must be a whole number from 1/],
    [{ lambda: 1.5 }, /^a2c: option lambda is 1.5; it must be a number from 0 to 1/],
    [
      { optimizer: "adamw" } as unknown as A2cOptions,
      /^a2c: option optimizer is "adamw"; it must be "rmsprop", "adam" or "sgd"/,
    ],
    [{ valueWeight: -1 }, /^a2c: option valueWeight is -1; it must be a number from 0/],
    [{ clipRange: 0.2 } as A2cOptions, /^a2c: there is no option clipRange/],
    [
      { environments: 1, rolloutSteps: 1, normalizeAdvantages: true },
      /^a2c: option normalizeAdvantages is true; it must be false when environments × rolloutSteps is 1/,
    ],
  ])("refuses %o at once", (wrong, message) => {
    expect(() => a2c("CartPole-v1", { ...short, ...wrong })).toThrow(message);
  });

  it("refuses an unknown environment at once, and names the nearest", () => {
    expect(() => a2c("CartPol-v1")).toThrow(/none called "CartPol-v1". Did you mean CartPole-v1/);
  });
});
