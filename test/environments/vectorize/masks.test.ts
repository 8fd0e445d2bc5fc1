import { describe, expect, test } from "vitest";
import {
  type BatchEnvironment,
  box,
  discrete,
  type Environment,
  type EnvironmentDefinition,
  multiBinary,
  multiDiscrete,
  type Space,
  type VectorEnvironment,
  vectorize,
} from "../../../src/environments/index.ts";
import { createEpisodeCollector, createStepCollector } from "../../../src/experience/index.ts";
import { createPolicy, type Policy } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { alone } from "../../../src/workers/index.ts";

/** Episodes of three steps; `masks` says what is legal at each of them, `undefined` for an environment without masks. */
const masked = (actionSpace: Space, masks: readonly unknown[] | undefined, taken: unknown[] = []) => {
  let step = 0;
  const environment: Environment = {
    observationSpace: discrete(4),
    actionSpace,
    reset() {
      step = 0;
      return { observation: 0 };
    },
    step(action) {
      taken.push(action);
      step += 1;
      return { observation: step, reward: 1, terminated: step === 3, truncated: false };
    },
    ...(masks && { legalActions: () => masks[step % masks.length] as number[] }),
  };
  return environment;
};

const begun = (environment: VectorEnvironment) => {
  const observations = new Float32Array(environment.count * environment.observationSize);
  environment.reset(observations);
  return { environment, observations };
};

const first = [0, 1, 1, 1, 0];
const second = [true, false, false, false, true];

describe("masks of multi-discrete actions", () => {
  test("are one flat list of all choices, for the observation to act on next", () => {
    const { environment, observations } = begun(
      vectorize(() => masked(multiDiscrete([3, 2]), [first, second]), { count: 2 }),
    );
    expect(Array.from(environment.legalActions!)).toEqual([...first, ...first]);
    environment.step(Int32Array.of(1, 0, 2, 0), observations);
    expect(Array.from(environment.legalActions!)).toEqual([1, 0, 0, 0, 1, 1, 0, 0, 0, 1]);
  });

  test.each([
    [
      [0, 0, 1, 0],
      "copy 0, step 1 of the run: 0 at element 0 of the action is not legal now; see legalActions.",
    ],
    [
      [1, 0, 1, 1],
      "copy 1, step 1 of the run: 1 at element 1 of the action is not legal now; see legalActions.",
    ],
  ])("refuse an action with an illegal part: %j", (actions, message) => {
    const { environment, observations } = begun(
      vectorize(() => masked(multiDiscrete([3, 2]), [first]), { count: 2 }),
    );
    expect(() => environment.step(Int32Array.from(actions), observations)).toThrow(message);
  });

  test.each([
    [[1, 1, 1, 1], "legalActions: expected 5 entries, found 4."],
    [[1, 1, 1, 0, 0], "expected at least one legal action of choice 1, entries 3 to 4, found none."],
    [[1, 1, 1, 1, undefined], "expected 0, 1, false or true at entry 4, found undefined."],
    [[1, 1, 1, 1, 0.5], "expected 0, 1, false or true at entry 4, found the number 0.5."],
    [undefined, "expected an array of 5 entries, found undefined."],
  ])("are refused when they are %j", (mask, message) => {
    const source = () => masked(multiDiscrete([3, 2]), [mask]);
    const run = () => begun(vectorize(source, { count: 1 }));
    expect(run).toThrow("copy 0, reset of episode 1: legalActions: ");
    expect(run).toThrow(message);
  });

  test("are all legal in a copy that has no masks beside others that have", () => {
    let made = 0;
    const source = () => masked(multiDiscrete([3, 2]), made++ === 0 ? undefined : [first]);
    const { environment } = begun(vectorize(source, { count: 2 }));
    expect(Array.from(environment.legalActions!)).toEqual([1, 1, 1, 1, 1, ...first]);
  });

  const batch = (write: (mask: Uint8Array) => void, actionSpace: Space = multiDiscrete([3, 2])) => {
    const fast: BatchEnvironment = {
      count: 2,
      observationSpace: discrete(2),
      actionSpace,
      reset: (index, observations) => void observations.set([1, 0], 2 * index),
      step: (_, __, rewards, terminated) => void [rewards.fill(0), terminated.fill(0)],
      legalActions: write,
    };
    const definition: EnvironmentDefinition = {
      id: "Fast-v0",
      description: "For tests.",
      create: () => masked(actionSpace, undefined),
      batch: () => fast,
    };
    return vectorize(definition, { count: 2 });
  };

  test("are checked on the fast path too", () => {
    expect(begun(batch((mask) => mask.fill(1))).environment.legalActions).toEqual(new Uint8Array(10).fill(1));
    expect(() => begun(batch((mask) => mask.fill(1).fill(0, 8)))).toThrow(
      "Fast-v0, copy 1, step 0 of the run: legalActions: expected at least one legal action of choice 1, found none.",
    );
    expect(() => begun(batch((mask) => mask.fill(1).fill(7, 6, 7)))).toThrow(
      "Fast-v0, copy 1, step 0 of the run: legalActions: expected 0 or 1 at entry 1, found 7.",
    );
  });

  test("are an error for actions that have none, on both paths", () => {
    for (const space of [box({ low: 0, high: 1, shape: [5] }), multiBinary(5)] as Space[]) {
      const message = `legalActions: expected a discrete or multi-discrete action space to go with it, found a ${space.kind} space.`;
      expect(() => vectorize(() => masked(space, [first]))).toThrow(message);
      expect(() => batch((mask) => mask.fill(1), space)).toThrow(`Fast-v0: ${message}`);
    }
  });
});

describe("a policy and an environment", () => {
  const policyFor = (isMasked: boolean) =>
    createPolicy(
      { observationSpace: discrete(4), actionSpace: multiDiscrete([3, 2]) },
      { generator: createGenerator(1), masked: isMasked },
    );
  const environment = (isMasked: boolean) =>
    vectorize(() => masked(multiDiscrete([3, 2]), isMasked ? [first] : undefined));
  const parts = (policy: unknown) => ({
    ...{
      policy: policy as Policy,
      generators: [createGenerator(3)],
      own: { start: 0, count: 1 },
      team: alone,
    },
  });
  const collectors = {
    steps: (policy: unknown, copies: VectorEnvironment) =>
      createStepCollector(copies, { ...parts(policy), steps: 2 }),
    episodes: (policy: unknown, copies: VectorEnvironment) =>
      createEpisodeCollector([copies], { ...parts(policy), longestEpisode: 100 }),
  };

  test.each(Object.entries(collectors))("must both have masks or none, to collect %s", (_, collect) => {
    for (const both of [true, false]) collect(policyFor(both), environment(both));
    expect(() => collect(policyFor(true), environment(false))).toThrow(
      /made with masks of legal actions, and environment has none to tell it/,
    );
    expect(() => collect(policyFor(false), environment(true))).toThrow(
      /made without masks, and environment has legalActions/,
    );
  });

  test("may mix episodes with and without masks", () => {
    const taken: unknown[] = [];
    const copies = [undefined, [first]].map((masks) =>
      vectorize(() => masked(multiDiscrete([3, 2]), masks, taken)),
    );
    const collector = createEpisodeCollector(copies, {
      ...{ policy: policyFor(true) as unknown as Policy, generators: createGenerator(3).spawn(2) },
      ...{ own: { start: 0, count: 2 }, team: alone, longestEpisode: 100 },
    });
    const { legalActions } = collector.collect();
    expect(Array.from(legalActions!)).toEqual([...new Array(15).fill(1), ...[0, 1, 2].flatMap(() => first)]);
    expect(taken).toHaveLength(6);
  });
});
