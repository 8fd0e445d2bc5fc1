import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { behaviorCloning, type Report, reinforce } from "../../src/algorithms/index.ts";
import {
  box,
  defineEnvironment,
  discrete,
  multiBinary,
  multiDiscrete,
} from "../../src/environments/index.ts";
import { type Augment, augmentBySymmetries, type DemonstrationArrays } from "../../src/experience/index.ts";
import type { Learner } from "../../src/learning/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { encodeState, type Saved } from "../../src/state/index.ts";

/** Only its spaces are of interest. */
const seeing =
  (
    observations: number,
    actionSpace: ReturnType<typeof discrete | typeof box | typeof multiDiscrete | typeof multiBinary>,
  ) =>
  () =>
    defineEnvironment({
      observationSpace: box({ low: -1, high: 1, shape: [observations] }),
      actionSpace: actionSpace as ReturnType<typeof discrete>,
      reset: () => ({ observation: new Float32Array(observations) }),
      step: () => ({
        observation: new Float32Array(observations),
        reward: 0,
        terminated: true,
        truncated: false,
      }),
    });

type Named = Readonly<Record<string, Saved>>;
const fitOf = (learner: Pick<Learner, "save">) => (learner.save() as { readonly fit: Named }).fit;
const part = (state: Named, name: RegExp, length: number) =>
  Object.entries(state).find(
    ([each, value]) => name.test(each) && (value as Float32Array).length === length,
  )![1] as Float32Array;

const linear = { architecture: { kind: "linear" }, heldOut: 0, seed: 3 } as const;

/** Reports of a training, each with a copy of its metrics. */
const metricsOf = (reports: Iterable<Report>) => Array.from(reports, ({ metrics }) => metrics);

describe("the gradient of behavior cloning", () => {
  /** Two states, s and s′, of an MDP in which an expert does the three actions with these probabilities. */
  const visits = [0.7, 0.3];
  const expert = [
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
  ];
  const pairs = visits.flatMap((visit, s) => expert[s].map((p, a) => ({ s, a, weight: visit * p })));
  const demonstrations = (): DemonstrationArrays => ({
    observations: Int8Array.from(pairs.flatMap(({ s }) => [s === 0 ? 1 : 0, s === 0 ? 0 : 1])),
    actions: Uint8Array.from(pairs, ({ a }) => a),
    weights: Float32Array.from(pairs, ({ weight }) => weight),
  });

  test("is exactly that of the expected log-likelihood, found by enumeration", () => {
    const options = { ...linear, minibatchSize: 6, minibatchesPerUpdate: 1, learningRate: 0.1 };
    const learner = behaviorCloning.learner(seeing(2, discrete(3)), options, { demonstrations });
    for (let update = 0; update < 5; update++) {
      const before = fitOf(learner);
      const weight = part(before, /weight/, 6);
      const bias = part(before, /bias/, 3);
      const moments = [part(before, /firstMoment/, 6), part(before, /firstMoment/, 3)];
      // Each pass is one minibatch of all pairs: the mean over six rows of w log π.
      const expected = { weight: new Float64Array(6), bias: new Float64Array(3), likelihood: 0 };
      for (const { s, a, weight: w } of pairs) {
        const logits = [0, 1, 2].map((action) => weight[s * 3 + action] + bias[action]);
        const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
        expected.likelihood += (w / 6) * (logits[a] - Math.log(total));
        for (let action = 0; action < 3; action++) {
          const score = (w / 6) * ((action === a ? 1 : 0) - Math.exp(logits[action]) / total);
          expected.weight[s * 3 + action] += score;
          expected.bias[action] += score;
        }
      }
      const { logLikelihood } = learner.learn(learner.collector.collect(), 0);
      expect(logLikelihood).toBeCloseTo(6 * expected.likelihood, 6); // the weights add up to 1
      const after = fitOf(learner);
      // It descends the opposite: m ← 0.9 m − 0.1 ∇.
      for (const [i, name, length] of [
        [0, "weight", 6],
        [1, "bias", 3],
      ] as const) {
        const moved = part(after, /firstMoment/, length);
        expected[name].forEach((each, j) =>
          expect((0.9 * moments[i][j] - moved[j]) / 0.1).toBeCloseTo(each, 6),
        );
      }
    }
  });

  test("leads to the expert's probabilities", () => {
    const options = {
      ...linear,
      minibatchSize: 60,
      learningRate: 0.02,
      learningRateSchedule: "linear",
      steps: 120_000,
    } as const;
    const last = metricsOf(behaviorCloning(seeing(2, discrete(3)), options, { demonstrations })).at(-1)!;
    const entropy = pairs.reduce((sum, { s, a, weight }) => sum + weight * Math.log(expert[s][a]), 0);
    expect(last.logLikelihood).toBeCloseTo(entropy, 3);
  });
});

describe("a training by demonstrations", () => {
  const count = 600;
  const generator = createGenerator(1);
  const observations = Float32Array.from({ length: 3 * count }, () => generator.normal());
  const largest = (i: number) => {
    const seen = observations.subarray(3 * i, 3 * i + 3);
    return seen.indexOf(Math.max(...seen));
  };
  const choices = { observations, actions: Int32Array.from({ length: count }, (_, i) => largest(i)) };
  const small = {
    steps: 40_000,
    minibatchSize: 64,
    minibatchesPerUpdate: 8,
    hidden: [16],
    learningRate: 0.01,
    seed: 1,
  };

  test("counts an action of many parts as told where all of them are, however many", () => {
    // The mean of 41 ones is below 1 in float32.
    const parts = 41;
    const ones = () => ({
      observations: new Float32Array(64).fill(1),
      actions: new Uint8Array(64 * parts).fill(1),
    });
    const settings = { ...small, steps: 2000, minibatchSize: 16, learningRate: 0.05 };
    const reports = metricsOf(
      behaviorCloning(seeing(1, multiBinary(parts)), settings, { demonstrations: ones }),
    );
    expect(reports.at(-1)).toMatchObject({ accuracy: 1, heldOutAccuracy: 1 });
  });

  test("learns what was done, and does it where it has not seen it", () => {
    const reports = metricsOf(
      behaviorCloning(seeing(3, discrete(3)), small, { demonstrations: () => choices }),
    );
    const { accuracy, heldOutAccuracy, heldOutLogLikelihood, passes } = reports.at(-1)!;
    expect(accuracy).toBeGreaterThan(0.97);
    expect(heldOutAccuracy).toBeGreaterThan(0.9);
    expect(heldOutLogLikelihood).toBeGreaterThan(-0.3);
    expect(passes).toBe(Math.ceil((Math.ceil(40_000 / 512) * 512) / 540));
  });

  test("learns actions of a box by each of its heads, in the units of the environment", () => {
    const target = (i: number) => 5 + 3 * Math.tanh(observations[3 * i] - observations[3 * i + 1]);
    const actions = Float32Array.from({ length: count }, (_, i) => target(i));
    const demonstrations = () => ({ observations, actions });
    const environment = seeing(3, box({ low: 0, high: 10 }));
    for (const head of [
      "rescaled-normal",
      "diagonal-normal",
      "state-dependent-normal",
      "squashed-normal",
      "beta",
    ] as const) {
      const reports = metricsOf(
        behaviorCloning(environment, { ...small, steps: 20_000, head }, { demonstrations }),
      );
      expect(reports.at(-1)!.heldOutSquaredError, head).toBeLessThan(0.3); // their variance is about 4.5
    }
  });

  test("counts choices of several parts as right where all of them are", () => {
    const actions = Int32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? largest(i >> 1) : 0));
    const demonstrations = () => ({ observations, actions });
    const environment = seeing(3, multiDiscrete([3, 4]));
    const { heldOutAccuracy } = metricsOf(behaviorCloning(environment, small, { demonstrations })).at(-1)!;
    expect(heldOutAccuracy).toBeGreaterThan(0.85);
  });

  test("learns nothing from what is held out, and reads any of a source's demonstrations", () => {
    const read = new Map<number, number>();
    const demonstrations = () => ({
      count,
      read(index: number, into: { observations: Float32Array; actions: ArrayLike<number> }, row: number) {
        read.set(index, (read.get(index) ?? 0) + 1);
        into.observations.set(observations.subarray(3 * index, 3 * index + 3), 3 * row);
        (into.actions as Int32Array)[row] = choices.actions[index];
      },
    });
    const options = { ...small, steps: 3 * 512, heldOut: 0.2, heldOutRows: 60 };
    const bySource = metricsOf(
      behaviorCloning(seeing(3, discrete(3)), options, { demonstrations } as object),
    );
    expect(bySource).toEqual(
      metricsOf(behaviorCloning(seeing(3, discrete(3)), options, { demonstrations: () => choices })),
    );
    // 1536 readings of the first 480, three times or four each, and one of every second of the others.
    for (let index = 0; index < 480; index++) expect([3, 4]).toContain(read.get(index));
    for (let index = 480; index < 600; index++) expect(read.get(index)).toBe(index % 2 === 0 ? 1 : undefined);
  });

  test("is refused where no demonstration counts, of those learned from or of those held out", () => {
    const count = 8;
    const observations = new Float32Array(count * 2);
    const actions = new Uint8Array(count);
    const options = { ...linear, minibatchSize: 4, minibatchesPerUpdate: 1, steps: 8 };
    const run = (weights: readonly number[], heldOut: number) => () =>
      Array.from(
        behaviorCloning(
          seeing(2, discrete(3)),
          { ...options, heldOut },
          {
            demonstrations: () => ({ observations, actions, weights: Float32Array.from(weights) }),
          },
        ),
      );
    expect(run([0, 0, 0, 0, 0, 0, 0, 0], 0)).toThrow(
      "demonstrations: the 4 of an update all have weight 0; give weights above 0, or leave out those that do not count",
    );
    expect(run([1, 1, 1, 1, 1, 1, 0, 0], 0.25)).toThrow(
      "demonstrations: the 2 that are held out all have weight 0",
    );
  });

  test("stops where what is held out has no finite likelihood", () => {
    const actions = new Float32Array(8);
    actions[7] = 1e25;
    const demonstrations = () => ({ observations: new Float32Array(16), actions });
    const space = box({ low: -Infinity, high: Infinity, shape: [1] });
    const options = {
      ...linear,
      head: "diagonal-normal",
      minibatchSize: 4,
      minibatchesPerUpdate: 1,
    } as const;
    expect(() =>
      Array.from(
        behaviorCloning(seeing(2, space), { ...options, heldOut: 0.25, steps: 8 }, { demonstrations }),
      ),
    ).toThrow("heldOutLogLikelihood became -Infinity in update 1");
  });

  test("reports means by the weights of demonstrations, of those learned from as of those held out", () => {
    // Every fourth demonstration is wrong, and counts for nothing; the others count twice.
    const weights = Float32Array.from({ length: count }, (_, i) => (i % 4 === 0 ? 0 : 2));
    const actions = choices.actions.map((action, i) => (i % 4 === 0 ? (action + 1) % 3 : action));
    const demonstrations = () => ({ observations, actions, weights });
    const { accuracy, heldOutAccuracy, logLikelihood, heldOutLogLikelihood } = metricsOf(
      behaviorCloning(seeing(3, discrete(3)), small, { demonstrations }),
    ).at(-1)!;
    for (const share of [accuracy, heldOutAccuracy]) {
      expect(share).toBeGreaterThan(0.9);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(Math.abs(logLikelihood - heldOutLogLikelihood)).toBeLessThan(0.15);
  });

  test("takes the mirror image of a demonstration where it is told to", () => {
    const demonstrations = () => ({ observations: Uint8Array.of(1, 0, 0), actions: Uint8Array.of(0) });
    const mirror = augmentBySymmetries([
      { observations: [0, 1, 2], actions: [0, 1, 2] },
      { observations: [2, 1, 0], actions: [2, 1, 0] },
    ]);
    let policy: Report["policy"] | undefined;
    const options = { ...small, heldOut: 0, steps: 6000 };
    for (const report of behaviorCloning(seeing(3, discrete(3)), options, {
      demonstrations,
      augment: mirror,
    }))
      policy = report.policy;
    expect([policy!.act([1, 0, 0]), policy!.act([0, 0, 1])]).toEqual([0, 2]);
  });
});

describe("demonstrations", () => {
  const train =
    (parts: object, options: object = {}) =>
    () => [
      ...behaviorCloning(
        "TicTacToe-v0",
        { minibatchSize: 4, minibatchesPerUpdate: 1, steps: 4, heldOut: 0, ...options },
        parts,
      ),
    ];
  const of = (change: object) => ({
    demonstrations: () => ({
      observations: new Uint8Array(36),
      actions: Uint8Array.of(0, 8),
      legalActions: new Uint8Array(18).fill(1),
      ...change,
    }),
  });

  const swapped = augmentBySymmetries([
    {
      observations: Array.from({ length: 18 }, (_, i) => 17 - i),
      actions: Array.from({ length: 9 }, (_, i) => 8 - i),
    },
  ]);

  test.each([
    [{}, "there are no demonstrations. Give the function demonstrations in the third argument"],
    [
      { demonstrations: () => 3 },
      "demonstrations: found 3; they must be typed arrays { observations, actions }",
    ],
    [of({ actions: Uint8Array.of(0, 9) }), "the action of demonstration 1 is 9; it must be from 0 to 8"],
    [
      { ...of({ actions: Uint8Array.of(0, 9) }), augment: swapped },
      "the action of demonstration 1 is 9; it must be from 0 to 8",
    ],
    [of({ actions: Float32Array.of(0, Number.NaN) }), "the action of demonstration 1 has NaN"],
    [of({ actions: Float32Array.of(1.9, 0) }), "the action of demonstration 0 has 1.899"],
    [of({ actions: Float64Array.of(0, 2 ** 32) }), "the action of demonstration 1 has 4294967296"],
    [
      of({ observations: new Uint8Array(35) }),
      "observations has 35 numbers, and actions 2; for n demonstrations it must be n × 18",
    ],
    [
      of({ weights: Float32Array.of(1, -1) }),
      "the weight of demonstration 1 is -1; it must be a finite number from 0",
    ],
    [
      of({ observations: new Float32Array(36).fill(Number.NaN) }),
      /number 0 of the observation of demonstration \d is NaN/,
    ],
    [
      of({ legalActions: Uint8Array.from({ length: 18 }, (_, i) => (i === 17 ? 0 : 1)) }),
      "is 8; it must be one that is legal by its mask",
    ],
    [{ demonstrations: () => ({ count: 0, read() {} }) }, "demonstrations: count is 0"],
  ])("that are wrong are refused in a sentence: %#", (parts, message) => {
    expect(train(parts)).toThrow(message);
  });

  test("must leave something to learn from, and be whole episodes where networks have a state", () => {
    expect(train(of({}), { heldOut: 1 })).toThrow(
      "option heldOut is 1, which holds out all 2 demonstrations; lower it",
    );
    expect(train(of({}), { architecture: { kind: "gru", units: 3 } })).toThrow("they are single steps");
  });

  test("are turned in all their steps by the same symmetry", () => {
    const mirror = augmentBySymmetries([
      { observations: [0, 1], actions: [0, 1] },
      { observations: [1, 0], actions: [1, 0] },
    ]);
    const forms = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const rows = {
        observations: Float32Array.of(9, 9, 1, 2, 1, 2, 1, 2),
        actions: Int32Array.of(9, 0, 0, 0),
        legalActions: Uint8Array.of(1, 1, 1, 0, 1, 0, 1, 0),
        weights: new Float32Array(4),
      };
      mirror(rows, 1, createGenerator(seed), 3);
      const { observations, actions, legalActions } = rows;
      forms.add([...observations, ...actions, ...legalActions].join(" "));
    }
    expect(forms).toEqual(
      new Set(["9 9 1 2 1 2 1 2 9 0 0 0 1 1 1 0 1 0 1 0", "9 9 2 1 2 1 2 1 9 1 1 1 1 1 0 1 0 1 0 1"]),
    );
  });

  test("are not changed by symmetries of another size, nor by what is no permutation", () => {
    const wrong: Augment = augmentBySymmetries([{ observations: [0], actions: [0] }]);
    expect(train({ ...of({}), augment: wrong })).toThrow(
      "an observation has 18 numbers; the symmetries are for 1",
    );
    expect(() => augmentBySymmetries([{ observations: [0, 0], actions: [0] }])).toThrow(
      "augmentBySymmetries: observations of symmetry 0: it must hold every number from 0 to 1 once",
    );
  });
});

describe("the file of the option data", () => {
  const folder = mkdtempSync(join(tmpdir(), "logpi-demonstrations-"));
  const begin = (data: string) => () => behaviorCloning("CartPole-v1", { data })[Symbol.iterator]().next();

  test.each<[string, Uint8Array | undefined, string]>([
    ["is not there", undefined, "there is none. Give the path of a file with what encodeDemonstrations("],
    [
      "is JSON",
      new TextEncoder().encode('{"observations": []}'),
      "state: the file, of 20 bytes, is cut off, damaged",
    ],
    [
      "is another state",
      encodeState({ other: 1 }),
      "it must have observations, actions, legalActions, weights",
    ],
    [
      "is a checkpoint",
      [...reinforce("CartPole-v1", { steps: 20, episodesPerUpdate: 1 })].at(-1)!.checkpoint(),
      "expected demonstrations; found the bytes of report.checkpoint(), for { resume }",
    ],
  ])("is named with what it must hold where it %s", (name, bytes, message) => {
    const path = join(folder, `${name}.bin`);
    if (bytes) writeFileSync(path, bytes);
    expect(begin(path)).toThrow(`behavior-cloning: option data, the file "${path}": ${message}`);
  });
});
