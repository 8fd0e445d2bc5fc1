import { describe, expect, it } from "vitest";
import {
  clippedSurrogate,
  NonFiniteError,
  type PpoOptions,
  ppo,
  type Report,
} from "../../src/algorithms/index.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import {
  box,
  defineEnvironment,
  discrete,
  multiBinary,
  multiDiscrete,
  type Space,
} from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import * as graph from "../../src/graph/index.ts";
import { corridor } from "./corridor.ts";
import { lastOf } from "./last-of.ts";
import { lock } from "./lock.ts";
import { target } from "./target.ts";
import { turns } from "./turns.ts";

const short: PpoOptions = {
  steps: 2048,
  environments: 4,
  rolloutSteps: 64,
  minibatchSize: 64,
  epochs: 2,
  seed: 1,
};

describe("the clipped objective", () => {
  const terms = (logProb: number[], oldLogProb: number[], advantages: number[]) => {
    const size = logProb.length;
    const variable = graph.variable("logProb", [size], logProb);
    const objective = clippedSurrogate({
      logProb: variable,
      oldLogProb: graph.constant(oldLogProb, [size]),
      advantages: graph.constant(advantages, [size]),
      clipRange: graph.constant(0.2),
    });
    const [gradient] = graph.grad(objective, [variable]);
    const program = compile({ outputs: { objective, gradient } }, createReferenceBackend());
    program.run();
    return { objective: program.outputs.objective[0], gradient: Array.from(program.outputs.gradient) };
  };

  it("has at r = 1 the gradient of the policy gradient theorem: the mean of ∇ log π · A", () => {
    const { objective, gradient } = terms([-1, -2, -0.5], [-1, -2, -0.5], [3, -1, 2]);
    expect(objective).toBeCloseTo(4 / 3, 12);
    [1, -1 / 3, 2 / 3].forEach((expected, i) => expect(gradient[i]).toBeCloseTo(expected, 12));
  });

  it("stops at the clip range on the side that the advantage pushes to, and only there", () => {
    const up = Math.log(1.3);
    const down = Math.log(0.7);
    const { objective, gradient } = terms([up, up, down, down], [0, 0, 0, 0], [1, -1, 1, -1]);
    expect(objective).toBeCloseTo((1.2 - 1.3 + 0.7 - 0.8) / 4, 12);
    [0, -1.3 / 4, 0.7 / 4, 0].forEach((expected, i) => expect(gradient[i]).toBeCloseTo(expected, 12));
  });
});

describe("ppo", () => {
  it("gives the same bits for the same seed, and others for another", () => {
    const run = (seed: number) => lastOf(ppo("CartPole-v1", { ...short, seed })).policy.save();
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it("reports steps, episodes and finite metrics, and ends when the steps are done", () => {
    const reports = [...ppo("CartPole-v1", short)];
    expect(reports.map(({ update }) => update)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(reports.map(({ steps }) => steps)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((i) => i * 256));
    for (const { metrics, totalSteps } of reports) {
      expect(totalSteps).toBe(2048);
      for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true);
    }
    expect(reports[0].metrics.approximateKl).toBeGreaterThanOrEqual(0);
    expect(reports.reduce((count, { episodes }) => count + episodes.count, 0)).toBeGreaterThan(20);
  });

  it("solves an environment that the caller wrote, and the caller leaves when he likes", () => {
    let best: Report<Float32Array, number> | undefined;
    for (const report of ppo(() => limitSteps(corridor(), 50), {
      ...short,
      steps: 50_000,
      learningRate: 3e-3,
    })) {
      best = report;
      if (report.episodes.meanReturn > -5.5) break;
    }
    expect(best!.steps).toBeLessThan(50_000);
    expect([0, 1, 2, 3, 4].map((at) => best!.policy.act([at]))).toEqual([1, 1, 1, 1, 1]);
  });

  it("closes what it opened when the caller leaves early", () => {
    let open = 0;
    const environment = () => {
      open++;
      return { ...limitSteps(corridor(), 20), close: () => void open-- };
    };
    for (const { update } of ppo(environment, short)) if (update === 2) break;
    expect(open).toBe(0);
  });

  it("learns with continuous actions", () => {
    const { policy } = lastOf(ppo(target, { ...short, steps: 20_000, learningRate: 3e-3 }));
    expect(policy.act([0])[0]).toBeCloseTo(0.7, 1);
  });

  it("never takes an illegal action, and learns among the legal ones", () => {
    const { policy, episodes } = lastOf(ppo(turns, { ...short, steps: 8192, learningRate: 3e-3 }));
    expect(episodes.meanReturn).toBeGreaterThan(0.9);
    expect([policy.act([0], [0, 1, 1]), policy.act([1], [1, 1, 0])]).toEqual([2, 0]);
  });

  it("ascends another objective when it is given one", () => {
    let asked = 0;
    const objective = ({
      logProb,
      advantages,
    }: {
      logProb: graph.Expression;
      advantages: graph.Expression;
    }) => {
      asked++;
      return graph.mean(graph.multiply(logProb, advantages));
    };
    const plain = lastOf(ppo("CartPole-v1", short, { objective })).policy.save();
    expect(asked).toBe(1);
    expect(plain).not.toEqual(lastOf(ppo("CartPole-v1", short)).policy.save());
  });

  it("ends an update early at the target divergence", () => {
    const reports = [...ppo("CartPole-v1", { ...short, learningRate: 0.02, epochs: 20, targetKl: 0.01 })];
    const free = [...ppo("CartPole-v1", { ...short, learningRate: 0.02, epochs: 20 })];
    const mean = (list: Report[]) =>
      list.reduce((sum, { metrics }) => sum + metrics.approximateKl, 0) / list.length;
    expect(mean(reports)).toBeLessThan(mean(free) / 2);
  });

  it("stops at a number that is not finite, names it, and keeps the last good weights", () => {
    const rewards = (step: number) => (step > 300 ? 1e38 : 1);
    const explosive = () => {
      let step = 0;
      return defineEnvironment({
        observationSpace: box({ low: -1, high: 1 }),
        actionSpace: discrete(2),
        reset: () => ({ observation: [0] }),
        step: () => ({
          observation: [0],
          reward: rewards(step++),
          terminated: step % 10 === 0,
          truncated: false,
        }),
      });
    };
    let last: Uint8Array | undefined;
    let policy: Report["policy"] | undefined;
    const train = () => {
      for (const report of ppo(explosive, {
        ...short,
        normalizeAdvantages: false,
        normalizeRewards: false,
      })) {
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

  it.each([
    [
      { minibatchSize: 100 },
      /option minibatchSize is 100; it must divide environments × rolloutSteps, 4 × 64 = 256/,
    ],
    [{ clipRange: -1 }, /option clipRange is -1; it must be a number above 0/],
    [{ discount: 2 }, /option discount is 2; it must be a number from 0 to 1/],
    [{ learnignRate: 1 } as PpoOptions, /no option learnignRate. Did you mean learningRate/],
    [{ learningRate: Number.NaN }, /option learningRate is NaN/],
  ])("refuses %o at once", (wrong, message) => {
    expect(() => ppo("CartPole-v1", { ...short, ...wrong })).toThrow(message);
  });

  it("says all that is wrong with options in one message", () => {
    const wrong = { minibatchSize: 96, sequenceLength: 40, klWeight: 0, adaptiveKlWeight: true };
    let message = "";
    try {
      ppo("CartPole-v1", { ...short, ...wrong });
    } catch (error) {
      message = (error as Error).message;
    }
    for (const option of ["minibatchSize is 96", "sequenceLength is 40", "klWeight is 0"]) {
      expect(message).toContain(`ppo: option ${option}; it must`);
    }
  });

  it("refuses an unknown environment at once, and names the nearest", () => {
    expect(() => ppo("CartPol-v1")).toThrow(/none called "CartPol-v1". Did you mean CartPole-v1/);
  });
});

describe("ppo with several choices at once", () => {
  it.each([
    ["multi-discrete", multiDiscrete([3, 4, 2]), [2, 1, 1]],
    ["multi-binary", multiBinary(4), [1, 0, 0, 1]],
  ] as const)("opens a lock whose wheels are a %s action", (_, actionSpace, combination) => {
    const reports = [
      ...ppo(() => lock(actionSpace as Space<ArrayLike<number>>, combination), { steps: 12_000, seed: 1 }),
    ];
    expect(reports.at(-1)!.episodes.meanReturn).toBeGreaterThan(0.9 * combination.length);
  });
});
