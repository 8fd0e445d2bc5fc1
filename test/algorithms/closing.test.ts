import { describe, expect, it } from "vitest";
import { a2c, auditGradient, grpo, ppo, type Report, reinforce, rloo } from "../../src/algorithms/index.ts";
import { box, discrete, type Environment, tuple } from "../../src/environments/index.ts";
import { evaluate } from "../../src/experience/index.ts";
import { createPolicy, type Policy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Makes environments with episodes of four steps that count how often each is closed; `change` alters copy i. */
function counted(change: (copy: number) => object = () => ({})) {
  const closings: number[] = [];
  const simulator = () => {
    const copy = closings.push(0) - 1;
    let step = 0;
    const environment: Environment = {
      observationSpace: box({ low: 0, high: 1 }),
      actionSpace: discrete(2),
      reset: () => ({ observation: [0] }),
      step: () => ({ observation: [0.5], reward: 1, terminated: ++step % 4 === 0, truncated: false }),
      close() {
        closings[copy] += 1;
      },
    };
    return { ...environment, ...change(copy) } as Environment;
  };
  return { simulator, closings };
}

type Source = () => Environment;
type Parts = { readonly objective?: () => never };
const sizes = { steps: 72, seed: 1 };
const groups = { groupsPerUpdate: 1, groupSize: 3 };
const actorCritic = { ...sizes, environments: 3, rolloutSteps: 8 };

const trainings: Record<string, (source: Source, parts?: Parts) => Iterable<Report>> = {
  ppo: (source, parts) => ppo(source, { ...actorCritic, minibatchSize: 24, epochs: 1 }, parts as never),
  a2c: (source, parts) => a2c(source, actorCritic, parts as never),
  rloo: (source, parts) => rloo(source, { ...sizes, ...groups }, parts as never),
  grpo: (source, parts) => grpo(source, { ...sizes, ...groups }, parts as never),
  reinforce: (source, parts) => reinforce(source, { ...sizes, episodesPerUpdate: 3 }, parts as never),
};

const policy = createPolicy(counted().simulator(), { generator: createGenerator(1) }) as Policy;
const measurements: Record<string, (source: Source) => { readonly warnings: readonly string[] }> = {
  auditGradient: (source) => auditGradient(source, policy, { batches: 4, episodes: 3 }),
  evaluate: (source) => evaluate(policy, source, { episodes: 5, environments: 3 }),
};

const fails = (message: string) => () => {
  throw new Error(message);
};
const once = [1, 1, 1];

function* reportsOf(training: Iterable<Report>): Generator<Report> {
  yield* training;
}

const all: Record<string, (source: Source) => unknown> = {
  ...Object.fromEntries(
    Object.entries(trainings).map(([name, train]) => [name, (source: Source) => [...train(source)]]),
  ),
  ...measurements,
};

describe.each(Object.entries(all))("%s closes every environment once", (name, run) => {
  it("when it is done", () => {
    const { simulator, closings } = counted();
    run(simulator);
    expect(closings).toEqual(once);
  });

  it.each([
    [
      "the third cannot be made",
      (copy: number) => (copy === 2 ? fails("no third one")() : {}),
      "no third one",
    ],
    [
      "the third is of another space",
      (copy: number) => (copy === 2 ? { actionSpace: discrete(2, { start: 5 }) } : {}),
      /simulator: the copies must have the same actionSpace, but its start is 0 in copy \d+ and 5/,
    ],
    ["the action space is a tuple", () => ({ actionSpace: tuple([discrete(2)]) }), "found a tuple"],
    [
      "it does not say how many players there are",
      () => ({ currentPlayer: () => 0 }),
      /simulator, copy \d+: it has currentPlayer.* Add players/,
    ],
    [
      "a reset throws",
      () => ({ reset: fails("no reset") }),
      /simulator, copy \d+, reset of episode 1: no reset/,
    ],
    [
      "a step throws",
      () => ({ step: fails("no step") }),
      /simulator, copy \d+, step 1 of episode 1: no step/,
    ],
    [
      "a first observation is wrong",
      () => ({ reset: () => ({ observation: [Number.NaN] }) }),
      /reset of episode 1: observation/,
    ],
  ])("when %s, and throws that error", (_, change, message) => {
    for (const closes of [true, false]) {
      const closed = [0, 0, 0];
      const { simulator, closings } = counted((copy) => ({
        ...change(copy),
        close() {
          closed[copy] += 1;
          if (!closes) throw new Error(`copy ${copy} cannot be closed`);
        },
      }));
      expect(() => run(simulator)).toThrow(message);
      const made = message === "no third one" ? 2 : closings.length;
      expect(closed).toEqual(once.map((each, copy) => (copy < made ? each : 0)));
    }
  });

  it("when one of them cannot be closed, which is a warning then", () => {
    const { simulator, closings } = counted((copy) => (copy === 1 ? { close: fails("it is stuck") } : {}));
    const result = run(simulator);
    const { warnings } = (name in trainings ? (result as Report[]).at(-1) : result) as Report;
    expect(closings).toEqual([1, 0, 1]);
    expect(warnings).toEqual([expect.stringMatching(/^simulator, copy \d+: close: it is stuck$/)]);
  });

  it("and warns once of an observation outside its bounds, which it takes", () => {
    const observation = [1.001];
    const step = () => ({ observation, reward: 1, terminated: true, truncated: false });
    const { simulator } = counted((copy) => (copy === 0 ? {} : { step }));
    const result = run(simulator);
    const { warnings } = (name in trainings ? (result as Report[]).at(-1) : result) as Report;
    expect(warnings).toEqual([
      expect.stringMatching(
        /copy \d+, step 1 of the run: observation: element 0 is 1\.001, outside its bounds 0 to 1/,
      ),
    ]);
    expect(() => policy.act(observation)).not.toThrow();
  });
});

describe.each(Object.entries(trainings))("%s", (_, train) => {
  it("closes every environment once when its own objective throws", () => {
    const { simulator, closings } = counted();
    expect(() => [...train(simulator, { objective: fails("no objective") })]).toThrow("no objective");
    expect(closings).toEqual(once);
  });

  it("makes no environment before it begins, and closes every one when it is left", () => {
    const { simulator, closings } = counted();
    const reports = reportsOf(train(simulator));
    expect(closings).toEqual([]);
    reports.next();
    expect(closings).toEqual([0, 0, 0]);
    reports.return(undefined);
    expect(closings).toEqual(once);
  });

  it("tells of the error of whoever runs it, and not of a close that throws after it", () => {
    const { simulator } = counted(() => ({ close: fails("it is stuck") }));
    expect(() => {
      for (const _ of train(simulator)) throw new Error("the caller has had enough");
    }).toThrow("the caller has had enough");
  });

  it("leaves the first error, of an objective that throws before and closings that throw after it", () => {
    const { simulator } = counted(() => ({ close: fails("it is stuck") }));
    expect(() => [...train(simulator, { objective: fails("no objective") })]).toThrow("no objective");
  });
});
