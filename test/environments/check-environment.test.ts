import { describe, expect, test } from "vitest";
import {
  type BoxOptions,
  box,
  checkEnvironment,
  defineEnvironment,
  dict,
  discrete,
  type Environment,
  make,
  multiBinary,
  multiDiscrete,
  requireSoundEnvironment,
} from "../../src/environments/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** A corridor of five places with a random start; sound, so that each test breaks one thing. */
const corridor = () => {
  let generator = createGenerator(0);
  let position = 0;
  let running = false;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 5, shape: [1] }),
    actionSpace: discrete(2),
    reset({ seed } = {}) {
      if (seed !== undefined) generator = createGenerator(seed);
      position = generator.integers(0, 4);
      running = true;
      return { observation: [position] };
    },
    step(action) {
      if (!running) throw new Error("reset first");
      position = Math.max(0, position + (action === 1 ? 1 : -1));
      running = position < 5;
      return { observation: [position], reward: -1, terminated: !running, truncated: false };
    },
  });
};

const broken = (change: (sound: Environment) => Partial<Record<keyof Environment, unknown>>): Environment => {
  const sound = corridor();
  return { ...sound, ...change(sound) } as Environment;
};
const errorsOf = (change: Parameters<typeof broken>[0]) =>
  checkEnvironment(broken(change), { steps: 100 }).errors;
const withBounds = (part: "observationSpace" | "actionSpace", bounds: BoxOptions) =>
  checkEnvironment(
    broken(() => ({ [part]: box(bounds) })),
    { steps: 1 },
  ).warnings;

describe("checkEnvironment", () => {
  test("finds nothing wrong with a sound environment", () => {
    const report = checkEnvironment(corridor(), { seed: 1, steps: 200 });
    expect(report).toMatchObject({ errors: [], warnings: [], steps: 200 });
    expect(report.episodes).toBeGreaterThan(2);
  });

  test("finds what is no space", () => {
    expect(errorsOf(() => ({ actionSpace: { n: 2 } }))).toMatchObject([
      { part: "actionSpace", found: "an object with keys n" },
    ]);
    expect(errorsOf(() => ({ observationSpace: undefined }))).toMatchObject([{ part: "observationSpace" }]);
  });

  test("finds a reset that returns the observation bare", () => {
    expect(errorsOf(() => ({ reset: () => [0] }))).toEqual([
      {
        step: 0,
        part: "the result of reset",
        expected: "an object { observation, info? }",
        found: "an array of 1",
      },
    ]);
  });

  test("finds an observation outside its space, with the step", () => {
    const errors = errorsOf((sound) => {
      let steps = 0;
      return {
        step(action: number) {
          steps += 1;
          const result = sound.step(action);
          return steps === 3 ? { ...result, observation: [5.5] } : result;
        },
      };
    });
    expect(errors).toContainEqual({
      step: 3,
      part: "observation",
      expected: "a member of observationSpace",
      found: "one outside: expected between 0 and 5 at element 0, found 5.5",
    });
  });

  test("finds results of the wrong types, all of them at once", () => {
    const errors = errorsOf((sound) => ({
      step: (action: number) => ({
        ...sound.step(action),
        reward: Number.NaN,
        terminated: 0,
        truncated: undefined,
      }),
    }));
    expect(errors.slice(0, 3).map(({ part, found }) => `${part}: ${found}`)).toEqual([
      "reward: the number NaN",
      "terminated: the number 0",
      "truncated: undefined",
    ]);
  });

  test("finds a reset that takes no notice of its seed", () => {
    const errors = errorsOf((sound) => ({ reset: () => sound.reset() }));
    expect(errors).toMatchObject([{ step: 0, part: "reset", found: "another one" }]);
    expect(errors[0].expected).toContain("the same first observation from the same seed");
  });

  test("finds a course that does not come from the seed", () => {
    const generator = createGenerator(99);
    const errors = errorsOf((sound) => ({
      step: (action: number) => ({ ...sound.step(action), reward: generator.random() }),
    }));
    expect(errors).toMatchObject([{ step: 1, part: "step" }]);
    expect(errors[0].expected).toContain("the same trajectory from the same seed and actions");
  });

  test("takes an environment that hands out the same array at every step", () => {
    const shared = new Float32Array(1);
    const share = ({ observation }: { observation: unknown }) => {
      shared.set(observation as number[]);
      return shared;
    };
    const errors = errorsOf((sound) => ({
      reset(options: object) {
        return { observation: share(sound.reset(options)) };
      },
      step(action: number) {
        const result = sound.step(action);
        return { ...result, observation: share(result) };
      },
    }));
    expect(errors).toEqual([]);
  });

  test.each([
    [() => [1, 1, 1], "3"],
    [() => [0, 0], "none"],
    [() => [1, 2], "the number 2"],
    [() => [undefined, 1], "undefined"],
    [() => undefined, "undefined"],
    [() => [true, false], undefined],
    [() => Uint8Array.of(0, 1), undefined],
  ])("looks at legal actions", (legalActions, found) => {
    const errors = errorsOf(() => ({ legalActions }));
    expect(errors.map((error) => error.found)).toEqual(found === undefined ? [] : [found]);
  });

  test("takes masks over each choice of several, and finds masks of actions that have none", () => {
    const taken = new Set<string>();
    const several = (change: object): Environment => ({
      ...corridor(),
      actionSpace: multiDiscrete([3, 2]) as never,
      ...change,
    });
    const step = (action: unknown) => {
      taken.add(Array.from(action as Int32Array).join());
      return { observation: [1], reward: 0, terminated: false, truncated: false };
    };
    const legalActions = () => [false, true, true, 1, 0];
    expect(checkEnvironment(several({ legalActions, step }), { steps: 100 }).errors).toEqual([]);
    expect([...taken].sort()).toEqual(["1,0", "2,0"]);
    expect(errorsOf(() => ({ legalActions, actionSpace: multiBinary(5), step }))).toMatchObject([
      {
        part: "legalActions",
        expected: "a discrete or multi-discrete action space to go with it",
        found: "a multi-binary space",
      },
    ]);
  });

  test.each<[string, Partial<Record<keyof Environment, unknown>>, object]>([
    ["no number of players", { currentPlayer: () => 0 }, { part: "players", found: "none" }],
    ["half a player", { players: 2.5, currentPlayer: () => 0 }, { part: "players", found: "2.5" }],
    ["nobody who is to move", { players: 2 }, { part: "currentPlayer", found: "none" }],
    [
      "a third player of two",
      { players: 2, currentPlayer: () => 2 },
      { part: "currentPlayer", found: "2", step: 0 },
    ],
    [
      "rewards of nobody",
      { players: 2, currentPlayer: () => 0 },
      {
        part: "rewards",
        expected: "an array of 2 finite numbers, the reward of each player",
        found: "undefined",
      },
    ],
  ])("finds in a game %s", (_, change, finding) => {
    expect(errorsOf(() => change)).toContainEqual(expect.objectContaining(finding));
  });

  test("finds a reward that is not the one of who moved, and takes a sound game", () => {
    const game = make("TicTacToe-v0") as unknown as Environment;
    const report = checkEnvironment(game, { steps: 200 });
    expect([report.errors, report.warnings]).toEqual([[], []]);
    const wrong = {
      ...game,
      step(action: unknown) {
        const result = game.step(action);
        return { ...result, reward: result.rewards![0] };
      },
    } as Environment;
    expect(checkEnvironment(wrong, { steps: 200 }).errors).toContainEqual(
      expect.objectContaining({ part: "reward", expected: "the reward of player 1, who took the action" }),
    );
  });

  test("finds resets without a seed that repeat one episode", () => {
    const errors = errorsOf((sound) => ({
      reset: ({ seed = 0 }: { seed?: number } = {}) => sound.reset({ seed }),
    }));
    expect(errors).toMatchObject([{ part: "reset", found: "the same one 16 times" }]);
    // Where there is nothing random, all episodes are alike with seeds too.
    expect(errorsOf((sound) => ({ reset: () => sound.reset({ seed: 3 }) }))).toEqual([]);
  });

  test("finds a state that is not all of it, or that is none", () => {
    for (const id of ["Catch-v0", "TicTacToe-v0"]) {
      const sound = make(id);
      expect(checkEnvironment(sound, { steps: 100 }).errors).toEqual([]);
      const forgetful = {
        ...sound,
        restore: (saved: { state: Float64Array }) =>
          sound.restore!({ ...saved, state: (sound.save!() as { state: Float64Array }).state } as never),
      } as Environment;
      const { errors } = checkEnvironment(forgetful, { steps: 100 });
      expect(errors).toMatchObject([{ part: "restore" }]);
    }
    expect(errorsOf(() => ({ save: () => 1 }))).toMatchObject([{ part: "restore", found: "none" }]);
    expect(errorsOf(() => ({ save: () => () => 1, restore: () => {} }))).toMatchObject([{ part: "save" }]);
  });

  test("takes legal actions only", () => {
    const taken = new Set<unknown>();
    errorsOf((sound) => ({
      legalActions: () => [0, 1],
      step(action: number) {
        taken.add(action);
        return sound.step(action);
      },
    }));
    expect([...taken]).toEqual([1]);
  });

  test("finds an exception, and says at which step", () => {
    const errors = errorsOf(() => ({
      step() {
        throw new Error("no such tile");
      },
    }));
    expect(errors).toEqual([
      { step: 1, part: "the call", expected: "a result", found: "an error: no such tile" },
    ]);
  });

  test("takes an environment whatever it does after the end of an episode, and warns where no episode ends", () => {
    const careless = make("CartPole-v1");
    let last: unknown;
    const environment = {
      ...careless,
      reset: (options?: object) => careless.reset(options),
      step(action: number) {
        try {
          last = careless.step(action);
        } catch {}
        return last;
      },
    } as Environment;
    for (const each of [careless as Environment, environment]) {
      const { errors, warnings } = checkEnvironment(each, { steps: 100 });
      expect([errors, warnings.map(({ part }) => part)]).toEqual([[], ["observationSpace"]]);
    }
    expect(checkEnvironment(make("Pendulum-v1") as Environment, { steps: 100 }).warnings).toContainEqual(
      expect.objectContaining({ part: "episodes", expected: "an end of an episode" }),
    );
  });

  test.each([
    ["observationSpace", { low: -Infinity, high: Infinity }, ["finite bounds"]],
    ["observationSpace", { low: 0, high: [1, 1e6] }, ["bounds of at most 1000 in magnitude"]],
    ["observationSpace", { low: [0, 1], high: [1, 1] }, ["a low below the high"]],
    ["observationSpace", { low: 0, high: 255 }, []],
    ["actionSpace", { low: -1, high: 1 }, []],
    ["actionSpace", { low: 0, high: 100 }, []], // which policies rescale
    ["actionSpace", { low: -1000, high: 1000 }, []],
    ["actionSpace", { low: [0, 1], high: [1, 1] }, ["a low below the high"]],
    ["actionSpace", { low: -1, high: Infinity }, ["finite bounds"]],
  ] as const)("warns of bounds that make learning hard: %s %j", (part, bounds, expected) => {
    const warnings = withBounds(part, bounds).filter((warning) => warning.part === part);
    expect(warnings.map((warning) => expected.some((text) => warning.expected.startsWith(text)))).toEqual(
      expected.map(() => true),
    );
  });

  test("looks into dicts", () => {
    const space = dict({ far: box({ low: 0, high: Infinity }), near: box({ low: 0, high: 1 }) });
    const report = checkEnvironment(
      broken(() => ({ observationSpace: space })),
      { steps: 1 },
    );
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ part: "observationSpace.far", found: "0 to Infinity at element 0" }),
    );
  });
});

describe("requireSoundEnvironment", () => {
  test("returns the report of a sound environment", () => {
    expect(requireSoundEnvironment(corridor(), { steps: 50 }).errors).toEqual([]);
  });

  test("throws a list of all errors", () => {
    const environment = broken((sound) => ({
      step: (action: number) => ({ ...sound.step(action), reward: "1", truncated: null }),
    }));
    expect(() => requireSoundEnvironment(environment)).toThrow(
      "The environment breaks the contract of environments:\n" +
        '- step 1: reward: expected a finite number, found the string "1"\n' +
        "- step 1: truncated: expected true or false, found null",
    );
  });
});

describe("checkEnvironment, given no environment", () => {
  test.each<[unknown, string]>([
    [undefined, 'is undefined; it must be an environment itself, such as make("CartPole-v1")'],
    [corridor, "is a function; it must be an environment itself: call the function that makes it"],
    ["CartPole-v1", 'is "CartPole-v1"; it must be an environment itself: give make("CartPole-v1")'],
    [
      { id: "corridor", create: corridor },
      "is an object; it must be an environment itself: call its create()",
    ],
  ])("says what it was given: %s", (given, message) => {
    expect(() => checkEnvironment(given as Environment)).toThrow(
      `checkEnvironment: the environment ${message}`,
    );
  });
});
