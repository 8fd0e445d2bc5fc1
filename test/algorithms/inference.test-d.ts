import { expectTypeOf, test } from "vitest";
import {
  a2c,
  actorCritic,
  averageRewardActorCritic,
  behaviorCloning,
  ddpg,
  evolutionStrategies,
  grpo,
  impala,
  naturalPolicyGradient,
  ppo,
  type Report,
  reinforce,
  reppo,
  rloo,
  sac,
  selfPlay,
  td3,
  trpo,
} from "../../src/algorithms/index.ts";
import { createReferenceBackend, createWasmBackend } from "../../src/backends/index.ts";
import { compile } from "../../src/compiler/index.ts";
import {
  box,
  connectFour,
  defineEnvironment,
  dict,
  discrete,
  type Environment,
  make,
} from "../../src/environments/index.ts";
import type { DemonstrationRows } from "../../src/experience/index.ts";
import { input, inputIndices, pick, sum } from "../../src/graph/index.ts";
import { loadPolicy } from "../../src/policies/index.ts";

test("a policy's types come from the environment's spaces, without annotations", () => {
  const environment = () =>
    defineEnvironment({
      observationSpace: dict({ place: box({ low: 0, high: 1, shape: [2] }), alarm: discrete(2) }),
      actionSpace: discrete(3),
      reset: () => ({ observation: { place: [0, 0], alarm: 0 } }),
      step: (action) => {
        expectTypeOf(action).toEqualTypeOf<number>();
        return { observation: { place: [0, 0], alarm: 1 }, reward: 0, terminated: true, truncated: false };
      },
    });
  for (const train of [ppo, a2c, reinforce]) {
    for (const { policy, metrics } of train(environment)) {
      expectTypeOf(policy.act({ place: [0, 1], alarm: 1 })).toEqualTypeOf<number>();
      // @ts-expect-error an observation without its alarm
      policy.act({ place: [0, 1] });
      expectTypeOf(metrics.entropy).toEqualTypeOf<number>();
      // @ts-expect-error no algorithm measures this
      metrics.entrpy;
    }
  }
});

test("a built-in environment is typed by its id", () => {
  expectTypeOf(make("Pendulum-v1")).toEqualTypeOf<Environment<Float32Array, Float32Array>>();
  for (const { policy } of ppo("CartPole-v1")) {
    expectTypeOf(policy.act([0, 0, 0, 0])).toEqualTypeOf<number>();
    // @ts-expect-error observations of CartPole-v1 are lists of numbers
    policy.act("left");
  }
  for (const { policy } of sac("Pendulum-v1"))
    expectTypeOf(policy.act([0, 0, 0])).toEqualTypeOf<Float32Array>();
});

test("self-play and behavior cloning take games, and functions that give demonstrations", () => {
  for (const { policy, metrics } of selfPlay(connectFour, { gate: 0 })) {
    expectTypeOf(policy.act(new Float32Array(84))).toEqualTypeOf<number>();
    expectTypeOf(metrics.opponents).toEqualTypeOf<number>();
  }
  const demonstrations = () => ({ observations: new Uint8Array(84), actions: new Uint8Array(1) });
  for (const { policy, metrics } of behaviorCloning(connectFour, {}, { demonstrations })) {
    expectTypeOf(metrics.heldOutAccuracy).toEqualTypeOf<number>();
    selfPlay(connectFour, {}, { policy });
  }
  const source = () => ({
    count: 3,
    read: (index: number, into: DemonstrationRows, row: number) => {
      into.actions[row] = index;
    },
  });
  behaviorCloning(connectFour, {}, { demonstrations: source });
  // @ts-expect-error demonstrations without actions
  behaviorCloning(connectFour, {}, { demonstrations: () => ({ observations: new Uint8Array(84) }) });
  // @ts-expect-error an option of self-play
  behaviorCloning(connectFour, { gate: 0 });
});

test("of an id that is not known before the program runs, the types are unknown", () => {
  const id = "CartPole-v1" as string;
  expectTypeOf(make(id)).toEqualTypeOf<Environment>();
  for (const { policy } of ppo(id)) expectTypeOf(policy.act([0, 0, 0, 0])).toEqualTypeOf<unknown>();
});

test("a loaded policy has the types that the caller says", () => {
  const bytes = new Uint8Array();
  expectTypeOf(loadPolicy(bytes).act([0])).toEqualTypeOf<unknown>();
  expectTypeOf(loadPolicy<Float32Array, number>(bytes).act([0])).toEqualTypeOf<number>();
});

const named = {
  ...{ a2c, actorCritic, averageRewardActorCritic, behaviorCloning, ddpg, evolutionStrategies, grpo, impala },
  ...{ naturalPolicyGradient, ppo, reinforce, reppo, rloo, sac, selfPlay, td3, trpo },
};

test("what an algorithm measures has names", () => {
  for (const { metrics } of ppo("CartPole-v1")) expectTypeOf(metrics.approximateKl).toEqualTypeOf<number>();
  for (const { metrics } of sac("Pendulum-v1")) {
    expectTypeOf(metrics.temperature).toEqualTypeOf<number>();
    // @ts-expect-error this is PPO's
    metrics.clipFraction;
  }
  for (const { metrics } of trpo("CartPole-v1")) {
    expectTypeOf(metrics).toExtend<
      Record<
        "surrogateGain" | "kl" | "entropy" | "lineSearchSteps" | "valueLoss" | "explainedVariance",
        number
      >
    >();
    // @ts-expect-error this is PPO's
    metrics.clipFraction;
  }
  for (const { metrics } of naturalPolicyGradient("CartPole-v1")) {
    expectTypeOf(metrics.kl).toEqualTypeOf<number>();
    expectTypeOf(metrics.valueLoss).toEqualTypeOf<number>();
    // @ts-expect-error this is TRPO's
    metrics.lineSearchSteps;
  }
});

test("so it has in every algorithm", () => {
  type MetricsOf<Train extends (environment: "CartPole-v1") => Iterable<Report>> =
    ReturnType<Train> extends Iterable<{ readonly metrics: infer Metrics }> ? Metrics : never;
  type Named = typeof named;
  expectTypeOf<{
    [Name in keyof Named]: string extends keyof MetricsOf<Named[Name]> ? Name : never;
  }>().toEqualTypeOf<Record<keyof Named, never>>();
});

test("the loss is no metric: its parts are", () => {
  // @ts-expect-error it is not reported
  for (const { metrics } of ppo("CartPole-v1")) metrics.loss;
  // @ts-expect-error it is not reported
  for (const { metrics } of a2c("CartPole-v1")) metrics.loss;
  // @ts-expect-error it is not reported
  for (const { metrics } of reinforce("CartPole-v1")) metrics.loss;
  // @ts-expect-error it is not reported
  for (const { metrics } of sac("Pendulum-v1")) metrics.loss;
});

test("a continuous policy acts with an array", () => {
  const environment = () =>
    defineEnvironment({
      observationSpace: box({ low: -1, high: 1 }),
      actionSpace: box({ low: -1, high: 1, shape: [2] }),
      reset: () => ({ observation: [0] }),
      step: (action) => ({ observation: [action[0]], reward: 0, terminated: true, truncated: false }),
    });
  for (const report of ppo(environment)) {
    expectTypeOf(report).toExtend<Report<Float32Array, Float32Array>>();
    expectTypeOf(report.policy.act([0])).toEqualTypeOf<Float32Array>();
  }
});

test("unknown options and wrong types do not compile", () => {
  // @ts-expect-error there is no such option
  ppo("CartPole-v1", { learnignRate: 1 });
  // @ts-expect-error a schedule is one of two words
  ppo("CartPole-v1", { learningRateSchedule: "cosine" });
});

test("a program's arrays are those of its backend and of its tensors' types", () => {
  const x = input([4, 2]);
  const indices = inputIndices([4]);
  const description = {
    inputs: { x, indices },
    outputs: { picked: pick(x, indices), total: sum(x), indices },
  };
  const compiled = compile(description, createWasmBackend());
  expectTypeOf(compiled.inputs.x).toEqualTypeOf<Float32Array>();
  expectTypeOf(compiled.inputs.indices).toEqualTypeOf<Int32Array>();
  expectTypeOf(compiled.outputs.picked).toEqualTypeOf<Float32Array>();
  expectTypeOf(compiled.outputs.indices).toEqualTypeOf<Int32Array>();
  const exact = compile(description, createReferenceBackend());
  expectTypeOf(exact.outputs.total).toEqualTypeOf<Float64Array>();
  // @ts-expect-error there is no such input
  compiled.inputs.y;
});
