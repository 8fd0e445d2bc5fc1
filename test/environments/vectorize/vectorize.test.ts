import { describe, expect, test } from "vitest";
import {
  box,
  cartPole,
  defineEnvironment,
  dict,
  discrete,
  type Environment,
  type EnvironmentDefinition,
  environmentSeed,
  multiBinary,
  multiDiscrete,
  pendulum,
  type VectorEnvironment,
  vectorize,
} from "../../../src/environments/index.ts";
import { limitSteps } from "../../../src/environments/limit-steps.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** Counts its steps: observation [episode, step], reward step; ends at step `length`. */
const counter = (length: number, end: "terminated" | "truncated" = "terminated") => {
  let episode = 0;
  let step = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 1000, shape: [2] }),
    actionSpace: discrete(3, { start: 10 }),
    reset() {
      episode += 1;
      step = 0;
      return { observation: [episode, step] };
    },
    step() {
      step += 1;
      const ended = step === length;
      return {
        observation: [episode, step],
        reward: step,
        terminated: ended && end === "terminated",
        truncated: ended && end === "truncated",
      };
    },
  });
};

const definitionOf = (create: () => Environment, maxEpisodeSteps?: number): EnvironmentDefinition => ({
  id: "Test-v0",
  description: "For tests.",
  create,
  ...(maxEpisodeSteps !== undefined && { maxEpisodeSteps }),
});

/** An environment that keeps the actions it is given. */
const recorder = (actionSpace: Environment["actionSpace"], taken: unknown[]): Environment => ({
  observationSpace: discrete(2),
  actionSpace,
  reset: () => ({ observation: 0 }),
  step(action) {
    taken.push(action);
    return { observation: 1, reward: 0, terminated: false, truncated: false };
  },
});

const observationsFor = ({ count, observationSize }: VectorEnvironment) =>
  new Float32Array(count * observationSize);

describe("the end of an episode", () => {
  test.each(["terminated", "truncated"] as const)("%s: final and first observation are kept apart", (end) => {
    const environment = vectorize(() => counter(3, end), { count: 2 });
    const observations = observationsFor(environment);
    const actions = new Int32Array(2);
    environment.reset(observations);
    expect(Array.from(observations)).toEqual([1, 0, 1, 0]);

    for (const step of [1, 2]) {
      environment.step(actions, observations);
      expect(Array.from(observations)).toEqual([1, step, 1, step]);
      expect(environment.episodesEnded).toBe(0);
    }
    environment.step(actions, observations);
    expect(Array.from(environment.finalObservations)).toEqual([1, 3, 1, 3]);
    expect(Array.from(observations)).toEqual([2, 0, 2, 0]);
    expect(Array.from(environment.rewards)).toEqual([3, 3]);
    expect(Array.from(environment[end])).toEqual([1, 1]);
    expect(Array.from(environment[end === "terminated" ? "truncated" : "terminated"])).toEqual([0, 0]);
    expect(environment.episodesEnded).toBe(2);
    expect(Array.from(environment.episodeReturns)).toEqual([6, 6]);
    expect(Array.from(environment.episodeLengths)).toEqual([3, 3]);

    environment.step(actions, observations);
    expect(Array.from(observations)).toEqual([2, 1, 2, 1]);
    expect(environment.episodesEnded).toBe(0);
    expect(Array.from(environment[end])).toEqual([0, 0]);
  });

  test("the time limit truncates, and leaves `terminated` to the task", () => {
    const flags = (length: number, limit: number) => {
      const environment = vectorize(definitionOf(() => counter(length), limit));
      const observations = observationsFor(environment);
      environment.reset(observations);
      return Array.from({ length: 4 }, () => {
        environment.step(new Int32Array(1), observations);
        return environment.terminated[0] + 10 * environment.truncated[0];
      });
    };
    expect(flags(9, 2)).toEqual([0, 10, 0, 10]);
    expect(flags(2, 9)).toEqual([0, 1, 0, 1]);
    expect(flags(2, 2)).toEqual([0, 11, 0, 11]);
  });

  test("reset begins everything anew, with the same seeds", () => {
    const environment = vectorize("CartPole-v1", { count: 3, seed: 5 });
    const trajectory = () => {
      const observations = observationsFor(environment);
      const seen: number[][] = [];
      environment.reset(observations);
      for (let step = 0; step < 60; step += 1) {
        environment.step(Int32Array.of(step % 2, 1, 0), observations);
        seen.push([
          ...observations,
          ...environment.rewards,
          ...environment.terminated,
          environment.episodesEnded,
        ]);
      }
      return seen;
    };
    const first = trajectory();
    expect(first.some((row) => row[row.length - 1] > 0)).toBe(true);
    expect(trajectory()).toEqual(first);
  });
});

describe.each([cartPole, pendulum] as EnvironmentDefinition[])("$id", (definition) => {
  const { id, maxEpisodeSteps } = definition;
  const slow = { ...definition, batch: undefined } as unknown as EnvironmentDefinition;

  const play = (
    source: EnvironmentDefinition,
    options: { count: number; firstCopy?: number },
    steps = 600,
  ) => {
    const environment = vectorize(source, { seed: 11, ...options });
    const { count, actionSize, actionSpace } = environment;
    const generators = Array.from({ length: count }, (_, i) => createGenerator((options.firstCopy ?? 0) + i));
    const observations = observationsFor(environment);
    const actions =
      actionSpace.kind === "discrete" ? new Int32Array(count) : new Float32Array(count * actionSize);
    const rows: number[][][] = Array.from({ length: count }, () => []);
    environment.reset(observations);
    for (let step = 0; step < steps; step += 1) {
      for (let copy = 0; copy < count; copy += 1) {
        const random = generators[copy].random();
        actions[copy] = actionSpace.kind === "discrete" ? Math.floor(2 * random) : 6 * random - 3;
      }
      environment.step(actions, observations);
      for (let copy = 0; copy < count; copy += 1) {
        const size = environment.observationSize;
        const ended = environment.terminated[copy] || environment.truncated[copy];
        const final = environment.finalObservations.subarray(copy * size, (copy + 1) * size);
        rows[copy].push([
          ...observations.subarray(copy * size, (copy + 1) * size),
          environment.rewards[copy],
          environment.terminated[copy],
          environment.truncated[copy],
          ...(ended ? [...final, environment.episodeReturns[copy], environment.episodeLengths[copy]] : []),
        ]);
      }
    }
    return rows;
  };

  test("the fast path is equal to separate environments, to the bit", () => {
    expect(play(definition, { count: 3 })).toEqual(play(slow, { count: 3 }));
  });

  test("a copy is the same however many there are, and wherever it is", () => {
    const all = play(definition, { count: 4 });
    expect(play(definition, { count: 1 })).toEqual(all.slice(0, 1));
    expect(play(definition, { count: 2, firstCopy: 2 })).toEqual(all.slice(2));
    expect(all[0]).not.toEqual(all[1]);
  });

  test("is a single environment under its time limit, reset as it ends", () => {
    const [rows] = play(definition, { count: 1 }, 250);
    const single = limitSteps(definition.create(), maxEpisodeSteps!);
    const generator = createGenerator(0);
    single.reset({ seed: environmentSeed(11, 0) });
    for (const row of rows) {
      const random = generator.random();
      const action = id.startsWith("Cart")
        ? Math.floor(2 * random)
        : [Math.min(2, Math.max(-2, 6 * random - 3))];
      const result = single.step(action);
      const observation =
        result.terminated || result.truncated ? single.reset().observation : result.observation;
      const size = single.observationSpace.size;
      expect(row.slice(0, size + 3)).toEqual([
        ...(observation as Float32Array),
        result.reward,
        Number(result.terminated),
        Number(result.truncated),
      ]);
    }
  });
});

describe("actions", () => {
  test("a discrete action gets its start, from 0 on", () => {
    const taken: unknown[] = [];
    const environment = vectorize(() => recorder(discrete(3, { start: 10 }), taken), { count: 2 });
    const observations = observationsFor(environment);
    environment.reset(observations);
    environment.step(Int32Array.of(0, 2), observations);
    expect(taken).toEqual([10, 12]);
    expect(() => environment.step(Int32Array.of(0, 3), observations)).toThrow(
      "action of copy 1: expected an integer from 0 to 2, found 3.",
    );
    expect(() => environment.step(Float32Array.of(0, 1), observations)).toThrow(
      "actions: a discrete space takes an Int32Array, found Float32Array of 2.",
    );
  });

  test("a box action is clipped on its way; the caller's array is not", () => {
    const taken: unknown[] = [];
    const space = box({ low: [-1, 0], high: [1, Infinity] });
    const environment = vectorize(() => recorder(space, taken), { count: 2 });
    const observations = observationsFor(environment);
    const actions = Float32Array.of(-3, -3, 0.5, 3);
    environment.reset(observations);
    environment.step(actions, observations);
    expect(taken).toEqual([Float32Array.of(-1, 0), Float32Array.of(0.5, 3)]);
    expect(actions).toEqual(Float32Array.of(-3, -3, 0.5, 3));
    expect(() => environment.step(Float32Array.of(0, 0, Number.NaN, 0), observations)).toThrow(
      "action of copy 1: expected a number, found NaN.",
    );
  });

  test("multi-discrete and multi-binary actions arrive in their own form", () => {
    const taken: unknown[] = [];
    for (const space of [multiDiscrete([3, 2]), multiBinary(2)]) {
      const environment = vectorize(() => recorder(space, taken));
      const observations = observationsFor(environment);
      environment.reset(observations);
      environment.step(Int32Array.of(1, 1), observations);
      expect(() => environment.step(Int32Array.of(0, 2), observations)).toThrow(
        "action of copy 0: expected an integer from 0 to 1 at element 1, found 2.",
      );
    }
    expect(taken).toEqual([Int32Array.of(1, 1), Uint8Array.of(1, 1)]);
  });

  test("a dict has no layout", () => {
    expect(() => vectorize(() => recorder(dict({ a: discrete(2) }), []))).toThrow(
      "actionSpace: expected a discrete, box, multi-discrete or multi-binary space, found a dict.",
    );
  });
});

describe("legal actions", () => {
  /** The action of the step's number (from 0) is the only legal one. */
  const ladder = (): Environment => {
    let step = 0;
    return {
      observationSpace: discrete(4),
      actionSpace: discrete(3),
      reset() {
        step = 0;
        return { observation: 0 };
      },
      step() {
        step += 1;
        return { observation: step, reward: 1, terminated: step === 3, truncated: false };
      },
      legalActions: () => [0, 1, 2].map((action) => (action === step ? 1 : 0)),
    };
  };

  test("belong to the observation to act on next, after an end too", () => {
    const environment = vectorize(ladder, { count: 2 });
    const observations = observationsFor(environment);
    environment.reset(observations);
    for (const action of [0, 1, 2, 0]) {
      const row = [0, 1, 2].map((other) => (other === action ? 1 : 0));
      expect(Array.from(environment.legalActions!)).toEqual([...row, ...row]);
      environment.step(Int32Array.of(action, action), observations);
    }
  });

  test("an illegal action throws", () => {
    const environment = vectorize(ladder);
    const observations = observationsFor(environment);
    environment.reset(observations);
    expect(() => environment.step(Int32Array.of(1), observations)).toThrow(
      "ladder, copy 0, step 1 of the run: action 1 is not legal now; see legalActions.",
    );
  });

  test("a wrong or empty mask throws", () => {
    for (const [mask, message] of [
      [[1, 1], "ladder, copy 0, reset of episode 1: legalActions: expected 3 entries, found 2."],
      [
        [0, 0, 0],
        "ladder, copy 0, reset of episode 1: legalActions: expected at least one legal action, found none.",
      ],
    ] as const) {
      const source = { ...definitionOf(() => ({ ...ladder(), legalActions: () => mask })), id: "ladder" };
      const environment = vectorize(source);
      expect(() => environment.reset(observationsFor(environment))).toThrow(message);
    }
  });

  test("are all legal where an environment does not say", () => {
    let made = 0;
    const { legalActions: _, ...unmasked } = ladder();
    const environment = vectorize(() => (made++ === 0 ? unmasked : ladder()), { count: 2 });
    environment.reset(observationsFor(environment));
    expect(Array.from(environment.legalActions!)).toEqual([1, 1, 1, 1, 0, 0]);
    expect(vectorize(() => counter(3)).legalActions).toBeUndefined();
  });
});

describe("faults", () => {
  test("a break of the contract names the environment, the copy, the step and the episode", () => {
    let made = 0;
    const source = {
      ...definitionOf(() => {
        const sound = counter(3);
        const faulty = made++ === 1;
        return {
          ...sound,
          step(action: unknown) {
            const result = sound.step(action as number);
            return faulty && result.terminated ? { ...result, reward: Number.NaN } : result;
          },
        };
      }),
    };
    const environment = vectorize(source, { count: 2 });
    const observations = observationsFor(environment);
    environment.reset(observations);
    environment.step(new Int32Array(2), observations);
    environment.step(new Int32Array(2), observations);
    expect(() => environment.step(new Int32Array(2), observations)).toThrow(
      "Test-v0, copy 1, step 3 of episode 1: reward: expected a finite number, found the number NaN.",
    );
  });

  test("so does a number that is not finite on the fast path", () => {
    const batch = (change: (observations: Float32Array, rewards: Float32Array | Float64Array) => void) =>
      vectorize(
        {
          ...cartPole,
          batch(count) {
            const sound = cartPole.batch!(count);
            return {
              ...sound,
              step(actions, observations, rewards, terminated, truncated) {
                sound.step(actions, observations, rewards, terminated, truncated);
                change(observations, rewards);
              },
            };
          },
        },
        { count: 2 },
      );
    const step = (environment: VectorEnvironment) => {
      const observations = observationsFor(environment);
      environment.reset(observations);
      environment.step(new Int32Array(2), observations);
    };
    expect(() => step(batch((observations) => observations.fill(Number.NaN, 6, 7)))).toThrow(
      "CartPole-v1, copy 1, step 1 of the run: observation: expected finite numbers, found NaN at element 2.",
    );
    expect(() => step(batch((_, rewards) => rewards.fill(-Infinity, 0, 1)))).toThrow(
      "CartPole-v1, copy 0, step 1 of the run: reward: expected a finite number, found -Infinity.",
    );
    expect(() => step(batch(() => {}))).not.toThrow();
  });

  test.each([
    [{ count: 0 }, "count is 0; it must be an integer from 1"],
    [{ seed: -1 }, "seed is -1; it must be an integer from 0"],
    [{ firstCopy: 0.5 }, "firstCopy is 0.5; it must be an integer from 0"],
  ])("refuses %j", (options, message) => {
    expect(() => vectorize("CartPole-v1", options)).toThrow(message);
  });

  test("refuses arrays that are too small, and a step before the first reset", () => {
    const environment = vectorize("CartPole-v1", { count: 2 });
    expect(() => environment.step(new Int32Array(2), new Float32Array(8))).toThrow(
      /Call reset\(observations\) first/,
    );
    expect(() => environment.reset(new Float32Array(7))).toThrow(
      "observations has 7 elements; it must have 8 or more",
    );
    environment.reset(new Float32Array(8));
    expect(() => environment.step(new Int32Array(1), new Float32Array(8))).toThrow(
      "actions has 1 elements; it must have 2 or more",
    );
  });

  test("refuses one environment for two copies, and copies that differ", () => {
    const shared = counter(3);
    expect(() => vectorize(() => shared, { count: 2 })).toThrow(/found the same one twice/);
    let made = 0;
    expect(() => vectorize(() => recorder(discrete(2 + made++), []), { count: 2 })).toThrow(
      "environment: the copies must have the same actionSpace, but its n is 2 in copy 0 and 3 in copy 1.",
    );
  });

  test("closes every copy", () => {
    let closed = 0;
    const close = () => {
      closed += 1;
    };
    const source = () => ({ ...counter(3), close });
    vectorize(source, { count: 3 }).close();
    vectorize("CartPole-v1").close();
    expect(closed).toBe(3);
  });
});

describe("environmentSeed", () => {
  test("is the first 53 of 64 bits of NumPy's SeedSequence(seed).spawn(n)[copy]", () => {
    // numpy 2.4: w = SeedSequence(seed).spawn(copy + 1)[copy].generate_state(2); w[0] + ((w[1] & 0x1fffff) << 32)
    expect([0, 1, 2].map((copy) => environmentSeed(0, copy))).toEqual([
      3935344851923985, 9006624402352047, 5541550435370505,
    ]);
    expect(environmentSeed(12345, 7)).toBe(517117865425182);
  });

  test("differs from copy to copy and from run to run", () => {
    const seeds = new Set(
      [0, 1, 2, 3].flatMap((run) => Array.from({ length: 50 }, (_, i) => environmentSeed(run, i))),
    );
    expect(seeds.size).toBe(200);
  });
});
