import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type Accepted,
  type BlackjackObservation,
  box,
  cartPole,
  clipAction,
  defineEnvironment,
  dict,
  discrete,
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSource,
  frameStackObservation,
  make,
  multiBinary,
  multiDiscrete,
  repeatAction,
  type Space,
  stickyAction,
  timeLimit,
  transformAction,
  transformObservation,
  tuple,
  type ValueOf,
} from "../../src/environments/index.ts";

describe("spaces", () => {
  const space = dict({ position: box({ low: 0, high: 1 }), alarm: discrete(2) });

  test("a dict knows its members", () => {
    expectTypeOf<ValueOf<typeof space>>().toEqualTypeOf<{
      readonly position: Float32Array;
      readonly alarm: number;
    }>();
    expectTypeOf(space).toExtend<Space<{ position: Float32Array; alarm: number }>>();
    expectTypeOf(space.spaces.alarm.n).toBeNumber();
  });

  test("so does a tuple", () => {
    const pair = tuple([multiBinary(3), multiDiscrete([2, 2])]);
    expectTypeOf<ValueOf<typeof pair>>().toEqualTypeOf<readonly [Uint8Array, Int32Array]>();
  });

  test("arrays of any kind are accepted for typed ones, at any depth", () => {
    expectTypeOf<readonly number[]>().toExtend<Accepted<Float32Array>>();
    expectTypeOf<Uint8ClampedArray | Float64Array>().toExtend<Accepted<Float32Array | Int32Array>>();
    expectTypeOf<BigInt64Array>().not.toExtend<Accepted<Float32Array>>();
    expectTypeOf<{ position: number[]; alarm: 1 }>().toExtend<Accepted<ValueOf<typeof space>>>();
    expectTypeOf<Accepted<number>>().toEqualTypeOf<number>();
    expectTypeOf<Accepted<unknown>>().toEqualTypeOf<unknown>();
  });

  test("contains narrows", () => {
    const value: unknown = 1;
    const three = discrete(3);
    if (three.contains(value)) expectTypeOf(value).toBeNumber();
  });
});

describe("environments", () => {
  test("a literal needs no annotation", () => {
    const environment = defineEnvironment({
      observationSpace: box({ low: 0, high: 5, shape: [1] }),
      actionSpace: discrete(2),
      reset: () => ({ observation: [0] }),
      step(action) {
        expectTypeOf(action).toBeNumber();
        return { observation: Float32Array.of(1), reward: 1, terminated: false, truncated: false };
      },
    });
    expectTypeOf(environment).toEqualTypeOf<Environment<Float32Array, number>>();
  });

  test("nor does one whose observations are tuples, at any depth", () => {
    const pair = tuple([discrete(3), box({ low: 0, high: 1 })]);
    type Pair = readonly [number, Float32Array];
    const step = { reward: 1, terminated: true, truncated: false };
    const alone = defineEnvironment({
      ...{ observationSpace: pair, actionSpace: pair },
      reset: () => ({ observation: [1, [0.5]] }),
      step: ([choice]) => ({ observation: [choice, Float32Array.of(0.5)], ...step }),
    });
    expectTypeOf(alone).toEqualTypeOf<Environment<Pair, Pair>>();
    const inTuple = defineEnvironment({
      ...{ observationSpace: tuple([discrete(2), pair]), actionSpace: discrete(2) },
      reset: () => ({ observation: [1, [2, [0.5]]] }),
      step: (action) => ({ observation: [action, [2, [0.5]]], ...step }),
    });
    expectTypeOf(inTuple).toEqualTypeOf<Environment<readonly [number, Pair], number>>();
    const inDict = defineEnvironment({
      ...{ observationSpace: dict({ pair }), actionSpace: discrete(2) },
      reset: () => ({ observation: { pair: [1, [0.5]] } }),
      step: (action) => ({ observation: { pair: [action, [0.5]] }, ...step }),
    });
    expectTypeOf(inDict).toEqualTypeOf<Environment<{ readonly pair: Pair }, number>>();
    const ofDict = defineEnvironment({
      ...{ observationSpace: tuple([discrete(2), dict({ pair })]), actionSpace: discrete(2) },
      reset: () => ({ observation: [1, { pair: [1, [0.5]] }] }),
      step: (action) => ({ observation: [action, { pair: [1, [0.5]] }], ...step }),
    });
    expectTypeOf(ofDict).toEqualTypeOf<Environment<readonly [number, { readonly pair: Pair }], number>>();
    expectTypeOf(transformObservation("FrozenLake-v1", () => [1, [0.5]], pair)).toEqualTypeOf<
      EnvironmentDefinition<Pair, number>
    >();
  });

  test("a tuple of another length or with another member is an error", () => {
    const pair = tuple([discrete(3), box({ low: 0, high: 1 })]);
    const spaces = { observationSpace: pair, actionSpace: discrete(2) };
    const step = () => expect.unreachable();
    // @ts-expect-error: one member too many
    defineEnvironment({ ...spaces, step, reset: () => ({ observation: [1, [0.5], 2] }) });
    // @ts-expect-error: the first member is a number
    defineEnvironment({ ...spaces, step, reset: () => ({ observation: [[0.5], 1] }) });
  });

  test("a class may implement it", () => {
    class Lever implements Environment<Float32Array, number> {
      readonly observationSpace = box({ low: 0, high: 1 });
      readonly actionSpace = discrete(2);
      reset() {
        return { observation: [0] };
      }
      step(action: number) {
        return { observation: [action], reward: 1, terminated: true, truncated: false };
      }
    }
    expectTypeOf<Lever>().toExtend<Environment>();
    expectTypeOf(() => new Lever()).toExtend<EnvironmentSource>();
    expectTypeOf(timeLimit(() => new Lever(), 10)).toEqualTypeOf<
      EnvironmentDefinition<Float32Array, number>
    >();
    expectTypeOf(make(timeLimit(() => new Lever(), 10))).toEqualTypeOf<Environment<Float32Array, number>>();
  });

  test("a reward, an observation or a flag of another type is an error", () => {
    defineEnvironment({
      observationSpace: discrete(5),
      actionSpace: discrete(2),
      // @ts-expect-error: a number is expected
      reset: () => ({ observation: [0] }),
      // @ts-expect-error: truncated is missing
      step: () => ({ observation: 0, reward: 1, terminated: false }),
    });
  });

  test("wrappers keep the types that they do not change, and infer those that they do", () => {
    expectTypeOf(stickyAction("CartPole-v1", 0.25)).toEqualTypeOf<
      EnvironmentDefinition<Float32Array, number>
    >();
    expectTypeOf(frameStackObservation(repeatAction(cartPole, 2), 4)).toEqualTypeOf<
      EnvironmentDefinition<Float32Array, number>
    >();
    const choices = transformAction("Pendulum-v1", (choice) => [choice - 1], discrete(3));
    expectTypeOf(choices).toEqualTypeOf<EnvironmentDefinition<Float32Array, number>>();
    const cell = transformObservation(
      "FrozenLake-v1",
      (place) => ({ row: place >> 2 }),
      dict({ row: discrete(4) }),
    );
    expectTypeOf(cell).toEqualTypeOf<EnvironmentDefinition<{ readonly row: number }, number>>();
    expectTypeOf(transformObservation("Pendulum-v1", ([x, y, speed]) => [x, y, speed / 8])).toEqualTypeOf<
      EnvironmentDefinition<Float32Array, Float32Array>
    >();
    expectTypeOf(make(clipAction("Pendulum-v1"))).toEqualTypeOf<Environment<Float32Array, Float32Array>>();
    // @ts-expect-error: the environment takes a list of numbers
    transformAction("Pendulum-v1", (choice) => choice - 1, discrete(3));
  });

  test("every environment is an environment", () => {
    expectTypeOf(cartPole.create()).toExtend<Environment>();
    expectTypeOf(cartPole).toExtend<EnvironmentSource>();
    expectTypeOf(cartPole.create()).toEqualTypeOf<Environment<Float32Array, number>>();
  });

  test("an id says what is observed and done", () => {
    expectTypeOf(make("CartPole-v1")).toEqualTypeOf<Environment<Float32Array, number>>();
    expectTypeOf(make("MountainCarContinuous-v0")).toEqualTypeOf<Environment<Float32Array, Float32Array>>();
    expectTypeOf(make("Taxi-v4")).toEqualTypeOf<Environment<number, number>>();
    expectTypeOf(make("Blackjack-v1")).toEqualTypeOf<Environment<BlackjackObservation, number>>();
    expectTypeOf(make("Mine-v0" as string)).toEqualTypeOf<Environment>();
  });
});
