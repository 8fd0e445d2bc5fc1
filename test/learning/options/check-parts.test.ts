import { describe, expect, it } from "vitest";
import { a2c, ppo, reinforce, startWorkers } from "../../../src/algorithms/index.ts";

describe.each([
  ["ppo", ppo],
  ["a2c", a2c],
  ["reinforce", reinforce],
])("the third argument of %s", (name, train) => {
  it.each([
    [
      { workers: 2 },
      "workers is 2; it must be what startWorkers() resolves to, as in { workers: await startWorkers() }. A number goes " +
        `into the options: ${name}(environment, { workers: 2 }).`,
    ],
    [{ workers: "auto" }, 'workers is "auto"; it must be what startWorkers() resolves to'],
    [{ workers: startWorkers(1) }, "workers is a promise; it must be what startWorkers() resolves to"],
    [{ workers: null }, "workers is null; it must be"],
    [
      { resume: "runs/one" },
      'resume is "runs/one"; it must be the bytes that checkpoint() of a report gave.',
    ],
    [{ reportsBeginning: "yes" }, 'reportsBeginning is "yes"; it must be true or false.'],
    [{ objective: 3 }, "objective is 3; it must be a function."],
    [{ objectve: () => {} }, "there is no option objectve. Did you mean objective?"],
    [{ loss_fn: () => {} }, "there is no option loss_fn. Did you mean objective?"],
    [3, "the options must be an object such as { workers: await startWorkers() }, found 3."],
    [null, "the options must be an object such as { workers: await startWorkers() }, found null."],
  ])("is checked at the call: %o", (parts, message) => {
    expect(() => train("CartPole-v1", {}, parts as never)).toThrow(`${name}, third argument: ${message}`);
  });

  it("may have a function that is undefined, which counts as left out", () => {
    const options = { steps: 1, seed: 1, hidden: [4] };
    const [given] = train("CartPole-v1", options, { objective: undefined } as never);
    const [without] = train("CartPole-v1", options);
    expect(given.metrics).toEqual(without.metrics);
    expect(train.learner("CartPole-v1", options, { objective: undefined } as never)).toBeDefined();
  });

  it("is checked for its learner too, which takes functions only", () => {
    expect(() => train.learner("CartPole-v1", {}, { objectve: () => {} } as never)).toThrow(
      `${name}.learner, third argument: there is no option objectve. Did you mean objective?`,
    );
    expect(() => train.learner("CartPole-v1", {}, { workers: 2 } as never)).toThrow(
      "there is no option workers",
    );
  });
});
