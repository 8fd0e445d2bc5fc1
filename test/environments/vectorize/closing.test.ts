import { describe, expect, test } from "vitest";
import {
  type BatchEnvironment,
  box,
  cartPole,
  discrete,
  type Environment,
  type EnvironmentDefinition,
  tuple,
  vectorize,
  vectorizeEach,
} from "../../../src/environments/index.ts";

/** Makes environments that count how often each is closed; `change` alters copy i. */
function counted(change: (copy: number) => object = () => ({})) {
  const closings: number[] = [];
  const source = () => {
    const copy = closings.push(0) - 1;
    const environment: Environment = {
      observationSpace: box({ low: 0, high: 1 }),
      actionSpace: discrete(2),
      reset: () => ({ observation: [0] }),
      step: () => ({ observation: [0], reward: 0, terminated: false, truncated: false }),
      close() {
        closings[copy] += 1;
      },
    };
    return { ...environment, ...change(copy) } as Environment;
  };
  return { source, closings };
}

const fails = (message: string) => () => {
  throw new Error(message);
};

const ways = { vectorize, vectorizeEach };
const opened = Object.entries(ways);

describe.each(opened)("%s closes each of what it made once", (_, open) => {
  test("when it is closed, however often", () => {
    const { source, closings } = counted();
    const environments = [open(source, { count: 3 })].flat();
    for (const environment of [...environments, ...environments]) environment.close();
    expect(closings).toEqual([1, 1, 1]);
  });

  test.each([
    ["the action space is a tuple", { actionSpace: tuple([discrete(2)]) }, "found a tuple"],
    [
      "nobody says how many players there are",
      { currentPlayer: () => 0 },
      /copy 0: it has currentPlayer.* Add players/,
    ],
    ["there are masks for a box", { actionSpace: box({ low: 0, high: 1 }), legalActions: () => [1] }, "box"],
    ["there is no observation space", { observationSpace: undefined }, /./],
    [
      "closing throws as well",
      { actionSpace: tuple([discrete(2)]), close: fails("closing failed") },
      "found a tuple",
    ],
    [
      "closing is refused later",
      { actionSpace: tuple([discrete(2)]), close: () => Promise.reject(new Error("closing failed")) },
      "found a tuple",
    ],
  ])("when %s", (_, change, message) => {
    const { source, closings } = counted((copy) => {
      const { close } = change as { close?: () => unknown };
      return {
        ...change,
        ...(close && {
          close: () => {
            closings[copy] += 1;
            return close();
          },
        }),
      };
    });
    expect(() => open(source, { count: 3 })).toThrow(message);
    expect(closings).toEqual([1, 1, 1]);
  });

  test("when making the third one throws, with that error", () => {
    const { source, closings } = counted((copy) => {
      if (copy === 2) throw new RangeError("no third one");
      return { close: fails("closing failed") };
    });
    let closed = 0;
    const create = () => {
      const environment = source();
      return {
        ...environment,
        close() {
          closed++;
          environment.close!();
        },
      };
    };
    expect(() => open(create, { count: 4 })).toThrow(new RangeError("no third one"));
    expect([closings.length, closed]).toEqual([3, 2]);
  });

  test("when one is handed out twice: that one is closed once", () => {
    const { source, closings } = counted();
    const [once, twice] = [source(), source()];
    const given = [once, twice, twice];
    let next = 0;
    expect(() => open(() => given[next++], { count: 3 })).toThrow(/found the same one twice/);
    expect(closings).toEqual([1, 1]);
  });

  test("when the copies differ", () => {
    const { source, closings } = counted((copy) => ({ actionSpace: discrete(2, { start: copy >> 1 }) }));
    expect(() => open(source, { count: 3 })).toThrow(
      "source: the copies must have the same actionSpace, but its start is 0 in copy 0 and 1 in copy 2.",
    );
    expect(closings).toEqual([1, 1, 1]);
  });

  test("on the fast path", () => {
    let made = 0;
    let closed = 0;
    const definition = (change: object): EnvironmentDefinition => ({
      ...(cartPole as EnvironmentDefinition),
      batch(count) {
        if (++made === 3) fails("no third one")();
        return { ...cartPole.batch!(count), close: () => void closed++, ...change } as BatchEnvironment;
      },
    });
    for (const environment of [open(definition({}), { count: 2 })].flat()) {
      environment.close();
      environment.close();
    }
    expect(closed).toBe(made);
    [made, closed] = [0, 0];
    const wrong = definition({ actionSpace: tuple([discrete(2)]) });
    expect(() => open(wrong, { count: 2 })).toThrow("found a tuple");
    expect(closed).toBe(made);
  });
});

describe("a close that throws", () => {
  const failing = () =>
    counted((copy) =>
      copy === 1 || copy === 2 ? { close: () => closed.push(copy) && fails(`copy ${copy} is stuck`)() } : {},
    );
  let closed: number[] = [];

  test("leaves no other copy open, and is thrown with the copy's number when all are closed", () => {
    closed = [];
    const { source, closings } = failing();
    const environment = vectorize(source, { count: 4, firstCopy: 10 });
    expect(() => environment.close()).toThrow("source, copy 11: close: copy 1 is stuck");
    expect([closed, closings]).toEqual([
      [1, 2],
      [1, 0, 0, 1],
    ]);
    expect(() => environment.close()).not.toThrow();
  });

  test("is a warning for who wants warnings", () => {
    const warnings: string[][] = [];
    const warn = (...said: string[]) => void warnings.push(said);
    vectorize(failing().source, { count: 4, warn }).close();
    for (const environment of vectorizeEach(failing().source, { count: 4, warn })) environment.close();
    expect(warnings).toEqual([
      ["environment not closed", "source, copy 1: close: copy 1 is stuck"],
      ["environment not closed", "source, copy 1: close: copy 1 is stuck"],
    ]);
  });

  test("is a warning too when it only comes later, as from an asynchronous close", async () => {
    const warnings: string[] = [];
    const { source } = counted(() => ({ close: async () => fails("too late")() }));
    vectorize(source, { count: 2, warn: (_, message) => void warnings.push(message) }).close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(warnings).toEqual(["source, copy 0: close: too late"]);
  });
});

describe("errors of an environment", () => {
  const run = (change: object) => {
    let steps = 0;
    const step = () => {
      steps += 1;
      if ("failAt" in change && steps === change.failAt) throw (change as { thrown?: unknown }).thrown;
      return { observation: [0], reward: 0, terminated: steps % 3 === 0, truncated: false };
    };
    const environment = vectorize(counted(() => ({ step, ...change })).source, { firstCopy: 7 });
    const observations = new Float32Array(1);
    environment.reset(observations);
    for (let i = 0; i < 10; i += 1) environment.step(new Int32Array(1), observations);
  };
  const caught = (change: object): Error => {
    try {
      run(change);
    } catch (error) {
      return error as Error;
    }
    throw new Error("nothing was thrown");
  };

  test("say in which copy, episode and step they were thrown, and keep the error as their cause", () => {
    const thrown = new RangeError("no such tile");
    const error = caught({ failAt: 5, thrown });
    expect(error.message).toBe("source, copy 7, step 2 of episode 2: no such tile");
    expect(error.cause).toBe(thrown);
    let resets = 0;
    const reset = () => {
      if (++resets === 3) throw thrown;
      return { observation: [0] };
    };
    expect(caught({ reset }).message).toBe("source, copy 7, reset of episode 3: no such tile");
    const legalActions = () => {
      throw thrown;
    };
    expect(caught({ legalActions }).message).toBe(
      "source, copy 7, reset of episode 1: legalActions: no such tile",
    );
  });

  test.each([
    ["text", 'it threw the string "text"'],
    [undefined, "it threw undefined"],
    [{ code: 5 }, "it threw an object with keys code"],
    [Object.assign(new Error(), { message: { code: 5 } }), "it threw an object with keys code"],
    [Symbol("x"), "it threw a symbol"],
  ])("say so whatever was thrown: %o", (thrown, message) => {
    expect(caught({ failAt: 1, thrown }).message).toBe(`source, copy 7, step 1 of episode 1: ${message}`);
  });

  test("name copies and step of the run on the fast path, which steps all copies at once", () => {
    const batch = (change: Partial<BatchEnvironment>) =>
      vectorize(
        {
          ...(cartPole as EnvironmentDefinition),
          batch: (count) => ({ ...cartPole.batch!(count), ...change }),
        },
        { count: 2 },
      );
    const observations = new Float32Array(8);
    const stepping = batch({ step: fails("no such tile") });
    stepping.reset(observations);
    expect(() => stepping.step(new Int32Array(2), observations)).toThrow(
      "CartPole-v1, copies 0 to 1, step 1 of the run: no such tile",
    );
    expect(() => batch({ reset: fails("no such tile") }).reset(observations)).toThrow(
      "CartPole-v1, copy 0, reset of episode 1: no such tile",
    );
  });

  test("and a first observation that is not finite stops the fast path in later episodes too", () => {
    const sound = cartPole.batch!(1);
    let resets = 0;
    const environment = vectorize({
      ...(cartPole as EnvironmentDefinition),
      batch: () => ({
        ...sound,
        reset(index, observations, seed) {
          sound.reset(index, observations, seed);
          if (++resets === 2) observations[3] = Number.NaN;
        },
      }),
    });
    const observations = new Float32Array(4);
    environment.reset(observations);
    expect(() => {
      for (let i = 0; i < 100; i += 1) environment.step(new Int32Array(1), observations);
    }).toThrow(/copy 0, step \d+ of the run: observation: expected finite numbers, found NaN at element 3/);
  });
});
