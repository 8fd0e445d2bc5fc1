import { describe, expect, it } from "vitest";
import {
  batchFromDynamics,
  box,
  type Dynamics,
  defineEnvironment,
  discrete,
  type EnvironmentDefinition,
  environmentFromDynamics,
  type Info,
  type ResetOptions,
} from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import { evaluate, evaluateLater, ppo, type Report, reinforce } from "../../src/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Episodes of `options.length` steps, or as many as the number of the episode; the last step tells what `tell` says. */
function telling(tell: (episode: number) => Info | undefined, resets: (ResetOptions | undefined)[] = []) {
  let episode = 0;
  return () => {
    let left = 0;
    return defineEnvironment({
      observationSpace: box({ low: 0, high: 100, shape: [1] }),
      actionSpace: discrete(2),
      reset(given) {
        resets.push(given);
        left = (given?.options?.length as number | undefined) ?? (episode % 7) + 1;
        episode++;
        return { observation: [left], info: { success: -1 } };
      },
      step() {
        left--;
        const info = left === 0 ? tell(episode) : { success: 1e9 };
        return {
          observation: [left],
          reward: 1,
          terminated: left === 0,
          truncated: false,
          ...(info && { info }),
        };
      },
    });
  };
}

const options = {
  steps: 64,
  environments: 1,
  rolloutSteps: 32,
  minibatchSize: 32,
  epochs: 1,
  hidden: [4],
  seed: 1,
};
const policy = createPolicy(telling(() => undefined)(), { generator: createGenerator(1) });

describe("what an environment tells of its episodes", () => {
  it("is averaged over the episodes that ended, from the info of their last steps: numbers, and 1 and 0 for flags", () => {
    const tell = (episode: number) => ({
      success: episode % 3 === 0,
      distance: episode / 4,
      name: "x",
      list: [1],
    });
    let before = 0;
    for (const { episodes } of ppo(telling(tell), options)) {
      const numbers = Array.from({ length: episodes.count }, (_, i) => before + 1 + i);
      before += episodes.count;
      const mean = (value: (n: number) => number) =>
        numbers.reduce((sum, n) => sum + value(n), 0) / numbers.length;
      expect(numbers.length).toBeGreaterThan(4);
      expect(episodes.info).toEqual({
        success: expect.closeTo(
          mean((n) => (n % 3 === 0 ? 1 : 0)),
          12,
        ),
        distance: expect.closeTo(
          mean((n) => n / 4),
          12,
        ),
      });
      expect(episodes.infoCounts).toEqual({ success: episodes.count, distance: episodes.count });
    }
  });

  it("is averaged over those episodes only that tell of it", () => {
    const tell = (episode: number) => (episode % 2 === 0 ? { distance: 5 } : undefined);
    const [{ episodes }] = reinforce(telling(tell), { steps: 10, episodesPerUpdate: 1, seed: 1 });
    expect(episodes).toMatchObject({ count: 1, info: {}, infoCounts: {} });
    // An evaluation begins every episode anew, so that it sees every second one of the environment.
    const tellFew = (episode: number) => tell((episode + 1) / 2);
    const { info, infoCounts } = evaluate(policy, telling(tellFew), { episodes: 9 });
    expect({ info, infoCounts }).toEqual({ info: { distance: 5 }, infoCounts: { distance: 4 } });
  });

  it("is left out, with a warning, where a number is not finite", () => {
    const tell = () => ({ loss: Number.NaN, success: true });
    const { info, warnings } = evaluate(policy, telling(tell), { episodes: 3 });
    expect(info).toEqual({ success: 1 });
    expect(warnings).toEqual([
      expect.stringMatching(
        /step 1 of the run: info: loss is NaN, which is left out of the means of episodes\./,
      ),
    ]);
  });

  it("is the same from environments that answer later", async () => {
    const tell = (episode: number) => ({ success: episode % 3 === 0 });
    const later = () => {
      const { reset, step, ...rest } = telling(tell)();
      return {
        ...rest,
        reset: async (given?: ResetOptions) => reset(given),
        step: async (action: number) => step(action),
      };
    };
    const told: Report["episodes"][] = [];
    for await (const { episodes } of ppo(later, options)) told.push(episodes);
    expect(told).toEqual(Array.from(ppo(telling(tell), options), ({ episodes }) => episodes));
    const found = await evaluateLater(policy, later, { episodes: 5 });
    expect(found.info.success).toBeGreaterThan(0);
    expect(found).toEqual(evaluate(policy, telling(tell), { episodes: 5 }));
  });

  it("comes from the fast form too, the same as from the single one", () => {
    const countdown: Dynamics<Float32Array, number> = {
      observationSpace: box({ low: 0, high: 9, shape: [1] }),
      actionSpace: discrete(2),
      stateSize: 1,
      reset(state, at, generator) {
        state[at] = generator.integers(1, 10);
      },
      step(state, at, actions, index, rewards, terminated) {
        state[at] -= 1 + actions[index];
        rewards[index] = 1;
        terminated[index] = state[at] <= 0 ? 1 : 0;
      },
      observe(state, at, observations, offset) {
        observations[offset] = Math.max(0, state[at]);
      },
      info: (state, at) => ({ exact: state[at] === 0 }),
    };
    const single: EnvironmentDefinition<Float32Array, number> = {
      ...{ id: "countdown", description: "Counts down." },
      create: () => environmentFromDynamics(countdown),
    };
    const fast = { ...single, batch: (count: number) => batchFromDynamics(countdown, count) };
    const toldBy = (definition: typeof single) =>
      Array.from(ppo(definition, { ...options, environments: 4 }), ({ episodes }) => episodes);
    expect(toldBy(fast)).toEqual(toldBy(single));
    expect(toldBy(fast)[0]!.info.exact).toBeGreaterThan(0);
  });
});

describe("options of resets", () => {
  it("are given to every reset in training and evaluation, besides the seed", () => {
    const resets: ResetOptions[] = [];
    const given = { length: 4, nested: { list: [1, "two", null, true] } };
    const reports = [
      ...ppo(
        telling(() => undefined, resets as []),
        options,
        { resetOptions: given },
      ),
    ];
    expect(reports.map(({ episodes }) => episodes.meanLength)).toEqual([4, 4]);
    expect(resets.length).toBeGreaterThan(10);
    for (const each of resets) expect(each.options).toEqual(given);
    expect(resets.map(({ seed }) => seed !== undefined)).toEqual(resets.map((_, i) => i === 0));
    const evaluation = evaluate(policy, () => limitSteps(telling(() => undefined)(), 9), {
      ...{ episodes: 3, resetOptions: { length: 12 } },
    });
    expect(evaluation.lengths).toEqual([9, 9, 9]);
  });

  it("belong to what a checkpoint is of", () => {
    const [first] = ppo("CartPole-v1", options, {});
    const bytes = first!.checkpoint();
    const environment = telling(() => undefined);
    const train = (length: number, resume?: Uint8Array) =>
      ppo(environment, options, { resetOptions: { length }, ...(resume && { resume }) })
        [Symbol.iterator]()
        .next().value as Report;
    const own = train(4).checkpoint();
    expect(train(4, own).update).toBe(2);
    expect(() => train(5, own)).toThrow('option resetOptions is {"length":4} there and {"length":5} here');
    expect(bytes.length).toBeGreaterThan(0);
  });

  it("are refused by built-in environments, which have none", () => {
    expect(() => [...ppo("CartPole-v1", options, { resetOptions: { length: 4 } })]).toThrow(
      /reset: options: there is no option length/,
    );
  });

  it.each([
    [5, "resetOptions is 5; it must be a record of plain data such as { size: 5 }."],
    [[1], "resetOptions is [1]; it must be a record of plain data such as { size: 5 }."],
    [{ a: { b: [0, () => 0] } }, "resetOptions.a.b[1] is a function; it must be plain data, as JSON has it."],
    [{ a: Number.NaN }, "resetOptions.a is NaN; it must be plain data, as JSON has it."],
    [{ a: new Map() }, "resetOptions.a is an object; it must be plain data, as JSON has it."],
  ])("are plain data, which %j is not", (resetOptions, message) => {
    expect(() => ppo("CartPole-v1", options, { resetOptions: resetOptions as never })).toThrow(message);
    expect(() =>
      evaluate(
        policy,
        telling(() => undefined),
        { resetOptions: resetOptions as never },
      ),
    ).toThrow(message);
  });
});
