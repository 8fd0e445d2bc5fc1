import { describe, expect, test } from "vitest";
import { ppo } from "../../../src/algorithms/index.ts";
import {
  box,
  checkEnvironment,
  clipAction,
  clipReward,
  discrete,
  type EnvironmentDefinition,
  type EnvironmentSource,
  frameStackObservation,
  grayscaleObservation,
  inModule,
  make,
  maxAndSkipObservation,
  normalizeObservation,
  normalizeReward,
  recordEpisodeStatistics,
  repeatAction,
  rescaleAction,
  resizeObservation,
  stickyAction,
  timeLimit,
  transformAction,
  transformObservation,
  transformReward,
  vectorize,
  withOpponents,
} from "../../../src/environments/index.ts";
import { evaluate, watchEpisodes } from "../../../src/experience/index.ts";
import { createPolicy } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { screen } from "./screen.ts";

/** Each wrapper around something that it suits, and all of them around one another. */
const wrappers = [
  timeLimit("MountainCar-v0", 7),
  recordEpisodeStatistics("CartPole-v1"),
  normalizeObservation("CartPole-v1"),
  normalizeReward("Pendulum-v1"),
  clipReward("Taxi-v4", { low: -1 }),
  clipAction("Pendulum-v1"),
  rescaleAction("Pendulum-v1", { low: 0, high: 0.5 }),
  frameStackObservation("CartPole-v1", 3),
  frameStackObservation(screen, 3, { padding: "zero" }),
  repeatAction("MountainCar-v0", 3),
  maxAndSkipObservation(screen, 3),
  grayscaleObservation(screen),
  resizeObservation(screen, [4, 7]),
  stickyAction("CartPole-v1", 0.4),
  transformObservation(
    "FrozenLake-v1",
    (cell) => [cell % 4, Math.floor(cell / 4)],
    box({ low: 0, high: 3, shape: [2] }),
  ),
  transformReward("TicTacToe-v0", (reward) => reward / 2),
  transformAction("Pendulum-v1", (choice) => [choice - 1], discrete(3)),
  transformAction("TicTacToe-v0", (cell) => 8 - cell),
  frameStackObservation(
    normalizeObservation(
      resizeObservation(
        grayscaleObservation(
          stickyAction(maxAndSkipObservation(recordEpisodeStatistics(timeLimit(screen, 5)), 2), 0.2),
        ),
        [3, 3],
      ),
    ),
    2,
  ),
];
const wrapped = (wrappers as readonly EnvironmentDefinition[]).map((definition, i) => ({
  ...definition,
  id: `${i} ${definition.id}`,
}));

describe.each(wrapped)("$id", (definition) => {
  test("keeps the contract, gives the same episodes from the same seed, and goes on from a saved state", () => {
    const { errors, steps } = checkEnvironment(make(definition), { seed: 3, steps: 150 });
    expect(errors).toEqual([]);
    expect(steps).toBe(150);
    expect(make(definition).save).toBeDefined();
  });

  test("goes on in another copy of it from what was saved in the middle of an episode", () => {
    const generator = createGenerator(5);
    const first = definition.create();
    const second = definition.create();
    const act = () => {
      const mask = first.legalActions?.();
      if (!mask) return first.actionSpace.sample(generator);
      return Array.from(mask).flatMap((legal, i) => (legal ? [i] : []))[0];
    };
    first.reset({ seed: 11 });
    const before = first.step(act());
    if (before.terminated) first.reset();
    second.restore!(first.save!());
    for (let i = 0; i < 4; i += 1) {
      const action = act();
      const result = first.step(action);
      expect(second.step(action)).toEqual(result);
      if (result.terminated || result.truncated) expect(second.reset()).toEqual(first.reset());
    }
  });
});

test("a wrapped environment has an id of its own, no module, and no fast path but under a time limit", () => {
  const source = inModule("file:///elsewhere.ts", { ...screen, builtIn: true });
  expect(frameStackObservation(source, 2)).toEqual({
    id: "Screen-v0-frameStackObservation",
    description: "For tests.",
    variant: 'frameStackObservation(2, {"padding":"reset"})',
    create: expect.any(Function),
  });
  expect(timeLimit("CartPole-v1", 20)).toEqual({
    id: "CartPole-v1-timeLimit",
    description: expect.any(String),
    variant: "timeLimit(20)",
    maxEpisodeSteps: 20,
    create: expect.any(Function),
    batch: expect.any(Function),
  });
});

test("a time limit is kept, the shortest of several counts, and of repeated steps it counts the environment's own", () => {
  expect(timeLimit(timeLimit("CartPole-v1", 20), 30).maxEpisodeSteps).toBe(20);
  expect(stickyAction("MountainCar-v0", 0).maxEpisodeSteps).toBe(200);
  const skipping = repeatAction(timeLimit("MountainCar-v0", 10), 4);
  expect(skipping.maxEpisodeSteps).toBe(3);
  const environment = make(skipping);
  environment.reset({ seed: 1 });
  const ends = [1, 2, 3].map(() => environment.step(1));
  expect(ends.map(({ reward, truncated }) => [reward, truncated])).toEqual([
    [-4, false],
    [-4, false],
    [-2, true],
  ]);
});

test("copies behind vectorize are wrapped each on its own, as single ones from the same seeds", () => {
  const source = normalizeObservation(stickyAction("CartPole-v1", 0.3));
  const observe = (count: number, firstCopy: number) => {
    const copies = vectorize(source, { count, firstCopy, seed: 2 });
    const observations = new Float32Array(4 * count);
    copies.reset(observations);
    const seen = [observations.slice()];
    for (let step = 0; step < 30; step += 1) {
      copies.step(new Int32Array(count).fill(step % 2), observations);
      seen.push(observations.slice());
    }
    return seen;
  };
  const both = observe(2, 0);
  for (const copy of [0, 1]) {
    expect(observe(1, copy)).toEqual(both.map((row) => row.subarray(4 * copy, 4 * copy + 4)));
  }
});

test("trains, resumes to the bit, evaluates and can be watched", async () => {
  const source = frameStackObservation(normalizeReward(stickyAction("CartPole-v1", 0.1)), 2);
  const options = { steps: 128, environments: 2, rolloutSteps: 32, epochs: 1, minibatchSize: 32, seed: 3 };
  const all = Array.from(ppo(source, options), ({ policy, exactResume }) => ({
    bytes: policy.save(),
    exactResume,
  }));
  const [first] = ppo(source, options);
  const rest = Array.from(ppo(source, options, { resume: first!.checkpoint() }), ({ policy }) => policy);
  expect(all.map(({ exactResume }) => exactResume)).toEqual([true, true]);
  expect(rest.at(-1)!.save()).toEqual(all.at(-1)!.bytes);
  const { mean } = evaluate(rest.at(-1)!, source, { episodes: 3 });
  expect(evaluate(rest.at(-1)!, source, { episodes: 3, environments: 3 }).mean).toBe(mean);
  let last: unknown;
  for await (const { observation } of watchEpisodes(rest.at(-1)!, source)) last = observation;
  expect(last).toHaveLength(8);
});

test("environments that answer later are waited for", async () => {
  const later = (): ReturnType<typeof screen.create> => {
    const environment = screen.create();
    const soon = <Result>(result: Result) => Promise.resolve(result) as unknown as Result;
    return {
      ...environment,
      reset: (options) => soon(environment.reset(options)),
      step: (action) => soon(environment.step(action)),
    };
  };
  const wrap = (source: EnvironmentSource) =>
    resizeObservation(
      recordEpisodeStatistics(
        maxAndSkipObservation(repeatAction(timeLimit(source as typeof screen, 5), 2), 2),
      ),
      [2, 2],
    );
  const [now, then] = [vectorize(wrap(screen), { count: 2 }), vectorize(wrap(later), { count: 2 })];
  const [seen, seenLater] = [new Float32Array(24), new Float32Array(24)];
  now.reset(seen);
  await then.resetLater(() => seenLater);
  expect(seenLater).toEqual(seen);
  for (let step = 0; step < 6; step += 1) {
    now.step(Int32Array.of(1, 2), seen);
    await then.stepLater(Int32Array.of(1, 2), () => seenLater);
    expect(seenLater).toEqual(seen);
    expect(then.rewards).toEqual(now.rewards);
    expect(then.terminated).toEqual(now.terminated);
    expect(then.episodeInfo).toEqual(now.episodeInfo);
  }
});

describe("what cannot be wrapped", () => {
  test.each([
    [
      "frameStackObservation(FrozenLake-v1): observationSpace is a discrete space; it must be a box",
      () => frameStackObservation("FrozenLake-v1", 2),
    ],
    [
      "rescaleAction(CartPole-v1): actionSpace is a discrete space; it must be a box",
      () => rescaleAction("CartPole-v1"),
    ],
    [
      "rescaleAction(Pendulum-v1-clipAction): actionSpace has the bounds -Infinity and Infinity at element 0; they must be finite, the lower one below",
      () => rescaleAction(clipAction("Pendulum-v1")),
    ],
    [
      "grayscaleObservation(CartPole-v1): observationSpace has the shape [4]; it must be that of an image, [height, width, channels]",
      () => grayscaleObservation("CartPole-v1"),
    ],
    [
      "grayscaleObservation(Catch-v0): the image has 1 channels; it must have 3, red, green and blue",
      () => grayscaleObservation("Catch-v0"),
    ],
    [
      "repeatAction(TicTacToe-v0): it is a game of 2 players; it must be an environment of one",
      () => repeatAction("TicTacToe-v0", 2),
    ],
    [
      "stickyAction(Masked): it has legalActions, and an action that is repeated may no longer be legal; it must be an environment without",
      () =>
        stickyAction(
          { ...screen, id: "Masked", create: () => ({ ...screen.create(), legalActions: () => [1, 1, 1] }) },
          0.1,
        ),
    ],
    [
      "transformAction(TicTacToe-v0): there are legalActions, so that both action spaces must be discrete; they are box and discrete",
      () => transformAction("TicTacToe-v0", ([x]) => Math.round(x!), box({ low: 0, high: 8 })),
    ],
    [
      "normalizeObservation(CartPole-v1): statistics: mean has 1 numbers; it must have 4",
      () => normalizeObservation("CartPole-v1", { statistics: { count: 1, mean: [0], variance: [1] } }),
    ],
    ["it must be made at once", () => repeatAction((() => Promise.resolve(screen.create())) as never, 2)],
  ])("is named when it is made: %s", (message, source) => {
    expect(() => make(source() as EnvironmentDefinition)).toThrow(message);
  });

  test("is closed", () => {
    let closed = 0;
    const source = () => ({ ...make("CartPole-v1"), close: () => void closed++ });
    expect(() => make(grayscaleObservation(source))).toThrow("must be that of an image");
    expect(closed).toBe(1);
  });

  test.each([
    ["timeLimit: maxEpisodeSteps is 0; it must be an integer from 1", () => timeLimit("CartPole-v1", 0)],
    [
      "frameStackObservation: size is 1.5; it must be an integer from 1",
      () => frameStackObservation("CartPole-v1", 1.5),
    ],
    [
      'frameStackObservation: padding is "edge"; it must be "reset" or "zero"',
      () => frameStackObservation("CartPole-v1", 2, { padding: "edge" as "zero" }),
    ],
    ["stickyAction: probability is 1; it must be from 0 to below 1", () => stickyAction("CartPole-v1", 1)],
    ["repeatAction: times is 0; it must be an integer from 1", () => repeatAction("CartPole-v1", 0)],
    [
      "maxAndSkipObservation: skip is 1; it must be an integer from 2",
      () => maxAndSkipObservation(screen, 1),
    ],
    ["resizeObservation: width is 0; it must be an integer from 1", () => resizeObservation(screen, [1, 0])],
    [
      "clipReward: low is 1 and high is 1; they must be numbers, low below high, and one of them finite",
      () => clipReward("Taxi-v4", { low: 1, high: 1 }),
    ],
    [
      "clipReward: low is null and high is Infinity; they must be numbers",
      () => clipReward("Taxi-v4", { low: null as never }),
    ],
    ['clipReward: low is "0" and high is 1', () => clipReward("Taxi-v4", { low: "0" as never, high: 1 })],
    ["stickyAction: probability is null", () => stickyAction("CartPole-v1", null as never)],
    ['stickyAction: probability is "0.25"', () => stickyAction("CartPole-v1", "0.25" as never)],
    [
      'normalizeObservation: statistics: count is "5"; it must be above 0 and finite',
      () => normalizeObservation(screen, { statistics: { count: "5" as never, mean: [0], variance: [1] } }),
    ],
    [
      "normalizeObservation: statistics: mean is undefined; it must be a list of numbers",
      () => normalizeObservation(screen, { statistics: { count: 5 } as never }),
    ],
    [
      "normalizeObservation: statistics: variance has 1 numbers; it must have 2",
      () => normalizeObservation(screen, { statistics: { count: 5, mean: [0, 0], variance: [1] } }),
    ],
    [
      'normalizeObservation: statistics: variance is "1" at element 0; it must be finite and not below 0',
      () => normalizeObservation(screen, { statistics: { count: 5, mean: [0], variance: ["1" as never] } }),
    ],
    [
      "normalizeObservation: statistics: they are null; they must be an object { count, mean, variance }",
      () => normalizeObservation(screen, { statistics: null as never }),
    ],
    [
      "resizeObservation: shape is 84; it must be a list of height and width, such as [84, 84]",
      () => resizeObservation(screen, 84 as never),
    ],
    [
      "transformAction: actionSpace: expected a space, as made by box(), discrete(), …; found the number 5.",
      () => transformAction("CartPole-v1", (action: number) => action, 5 as never),
    ],
    [
      "transformObservation: observationSpace: expected a space, as made by box(), discrete(), …; found null.",
      () => transformObservation("CartPole-v1", (seen) => seen, null as never),
    ],
    ["clipReward: low is -Infinity and high is Infinity", () => clipReward("Taxi-v4", {})],
    [
      "normalizeReward: discount is 2; it must be from 0 to 1",
      () => normalizeReward("Taxi-v4", { discount: 2 }),
    ],
    [
      "normalizeObservation: epsilon is 0; it must be above 0",
      () => normalizeObservation(screen, { epsilon: 0 }),
    ],
    [
      "transformReward: transform must be a function, found the number 3",
      () => transformReward(screen, 3 as never),
    ],
    ["environment: there is none called", () => repeatAction("CartPole-v7", 2)],
  ])("or wrong options are named at once: %s", (message, wrap) => {
    expect(wrap).toThrow(message);
  });
});

test("a game against opponents can be wrapped", () => {
  const source = transformReward(
    () => withOpponents(make("TicTacToe-v0"), []),
    (reward) => 3 * reward,
  );
  expect(checkEnvironment(make(source), { steps: 100 }).errors).toEqual([]);
});

test("a policy of the wrapped environment does not fit the bare one", () => {
  const stacked = frameStackObservation("CartPole-v1", 2);
  const policy = createPolicy(make(stacked), { generator: createGenerator(1) });
  expect(() => evaluate(policy, "CartPole-v1", { episodes: 1 })).toThrow(
    "observation space that it was made for",
  );
});
