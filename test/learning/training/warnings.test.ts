import { describe, expect, it } from "vitest";
import {
  a2c,
  type BehaviorCloningOptions,
  behaviorCloning,
  ppo,
  type Report,
  reinforce,
  sac,
  type Training,
  trpo,
} from "../../../src/algorithms/index.ts";
import { box, discrete, multiDiscrete } from "../../../src/environments/index.ts";
import { withDefaults } from "../../../src/learning/options/options.ts";
import { collectWarnings, warnOfCollapse } from "../../../src/learning/training/warnings.ts";
import { alone } from "../../../src/workers/index.ts";
import { corridor } from "../../algorithms/corridor.ts";

function warningsOf(training: Training): readonly string[] {
  let last: Report | undefined;
  for (const report of training) last = report;
  return last!.warnings;
}

const collapsed = expect.stringMatching(
  /^the entropy of the policy fell below 0\.000001: .* lower learningRate/,
);

describe("a training warns", () => {
  it("when it takes many more steps than were asked for, and says why", () => {
    const [report] = ppo("CartPole-v1", { steps: 10 });
    expect(report).toMatchObject({ steps: 2048, totalSteps: 2048 });
    expect(report.warnings).toEqual([
      "steps is 10, but the training takes 2048: an update takes 256 steps of 8 copies.",
    ]);
    expect(warningsOf(a2c("CartPole-v1", { steps: 30 }))).toEqual([
      "steps is 30, but the training takes 40: an update takes 5 steps of 8 copies.",
    ]);
    expect(warningsOf(reinforce("CartPole-v1", { steps: 10, seed: 1 }))).toEqual([
      expect.stringMatching(
        /^steps is 10, but the training takes \d{3}: an update takes 16 whole episodes\.$/,
      ),
    ]);
  });

  it("when it learns from more demonstrations than were asked for, of which no copy takes a step", () => {
    const demonstrations = () => ({ observations: new Float32Array(40), actions: new Int32Array(10) });
    const warningsFor = (options: BehaviorCloningOptions) =>
      warningsOf(behaviorCloning("CartPole-v1", { steps: 1, ...options }, { demonstrations }));
    expect(warningsFor({ minibatchSize: 4, minibatchesPerUpdate: 2 })).toEqual([
      "steps is 1, but the training takes 8: an update takes 2 minibatches of 4 demonstrations.",
    ]);
    expect(warningsFor({ minibatchSize: 3, minibatchesPerUpdate: 1 })).toEqual([
      "steps is 1, but the training takes 3: an update takes 1 minibatch of 3 demonstrations.",
    ]);
  });

  it("not when the steps are rounded up by less than a tenth", () => {
    expect(warningsOf(ppo("CartPole-v1", { steps: 6000 }))).toEqual([]);
    expect(warningsOf(a2c("CartPole-v1", { steps: 500 }))).toEqual([]);
  });

  it.each([
    ["ppo", () => ppo("CartPole-v1", { steps: 4096, learningRate: 1e9, seed: 1 })],
    ["a2c", () => a2c("CartPole-v1", { steps: 400, learningRate: 1e9, seed: 1 })],
    ["reinforce", () => reinforce("CartPole-v1", { steps: 1000, learningRate: 1e9, seed: 1 })],
  ])("when the learning rate is absurd, and when the policy has become deterministic: %s", (_, train) => {
    expect(warningsOf(train())).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^learningRate is 1000000000: every step moves each weight by about that much/),
        collapsed,
      ]),
    );
  });

  it("once, in every report from the one on in which it came up", () => {
    const reports = Array.from(
      a2c("CartPole-v1", { steps: 400, learningRate: 0.5, seed: 1 }),
      ({ warnings }) => warnings,
    );
    const first = reports.findIndex(({ length }) => length > 0);
    expect(first).toBeGreaterThan(0);
    expect(reports.slice(0, first).every(({ length }) => length === 0)).toBe(true);
    for (const warnings of reports.slice(first)) expect(warnings).toEqual([collapsed]);
  });

  it("not when all is well", () => {
    expect(warningsOf(ppo(corridor, { steps: 4096, learningRate: 1e-2 }))).toEqual([]);
    expect(warningsOf(ppo("Pendulum-v1", { steps: 2048 }))).toEqual([]);
  });
});

describe("the entropy", () => {
  it.each([
    ["of two actions", discrete(2), 1e-7, true],
    ["of two actions", discrete(2), 1e-5, false],
    ["of one action, which has no other", discrete(1), 0, false],
    ["of several choices", multiDiscrete([3, 2]), 0, true],
    // ½ log(2πe) + log σ for each element
    ["of a box, σ = 10⁻⁷", box({ low: -1, high: 1, shape: [3] }), 3 * (1.4189385332 + Math.log(1e-7)), true],
    ["of a box, σ = 10⁻⁵", box({ low: -1, high: 1, shape: [3] }), 3 * (1.4189385332 + Math.log(1e-5)), false],
  ] as const)("%s warns where it is as good as gone", (_, space, entropy, warns) => {
    const warnings = collectWarnings(alone);
    warnOfCollapse(warnings, space, {}, entropy);
    warnOfCollapse(warnings, space, {}, entropy / 2);
    expect(warnings.list).toHaveLength(warns ? 1 : 0);
  });

  it.each([
    ["ppo", ppo, " Unless it is good by now, lower learningRate or raise entropyWeight."],
    ["trpo", trpo, " Unless it is good by now, lower maxKl."],
    ["sac", sac, " Unless it is good by now, lower learningRate or raise targetEntropy."],
    ["an algorithm without such options", { options: {} }, " learns no more."],
  ])("where it is gone, the warning names options that there are: %s", (_, { options }, end) => {
    const warnings = collectWarnings(alone);
    warnOfCollapse(warnings, discrete(2), withDefaults(options, {}, "test"), 0);
    expect(warnings.list[0].endsWith(end)).toBe(true);
  });
});
