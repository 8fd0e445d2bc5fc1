import { describe, expect, test } from "vitest";
import { type Algorithm, loadPolicy, ppo, reinforce, sac, td3, trpo } from "../../../src/index.ts";
import { lastOf } from "../../algorithms/last-of.ts";

const small = {
  environments: 2,
  rolloutSteps: 16,
  minibatchSize: 32,
  epochs: 1,
  hidden: [6],
  steps: 64,
  seed: 1,
};

const cases: Record<string, readonly [Algorithm, string, Readonly<Record<string, unknown>>]> = {
  ppo: [ppo, "CartPole-v1", small],
  trpo: [
    trpo,
    "Pendulum-v1",
    {
      environments: 2,
      rolloutSteps: 16,
      valueMinibatchSize: 32,
      valueEpochs: 1,
      hidden: [6],
      steps: 64,
      seed: 1,
    },
  ],
  td3: [
    td3,
    "Pendulum-v1",
    { steps: 32, rolloutSteps: 8, startSteps: 8, batchSize: 8, hidden: [6], seed: 1 },
  ],
  sac: [
    sac,
    "Pendulum-v1",
    { steps: 32, rolloutSteps: 8, startSteps: 8, batchSize: 8, hidden: [6], seed: 1 },
  ],
};
const beginning = { reportsBeginning: true };

describe.each(Object.entries(cases))("a training of %s", (_, [algorithm, environment, options]) => {
  test("begins with the policy and what judges it of another training, to the bit, and leaves those alone", () => {
    const last = lastOf(algorithm(environment, options));
    const [policy, valueFunction] = [last.policy, last.valueFunction!];
    const before = [policy.weights(), valueFunction.weights()];
    const other = algorithm(environment, { ...options, seed: 7 }, { policy, valueFunction, ...beginning });
    const [first, ...rest] = Array.from(other, (report) => [
      report.policy.weights(),
      report.valueFunction!.weights(),
    ]);
    expect(first).toEqual(before);
    expect(rest.at(-1)).not.toEqual(before);
    expect([policy.weights(), valueFunction!.weights()]).toEqual(before);
  });
});

describe("weights to begin with", () => {
  const trained = lastOf(ppo("CartPole-v1", small));

  test("may be those of a policy from a file", () => {
    const policy = loadPolicy(trained.policy.save());
    const [first] = ppo("CartPole-v1", { ...small, seed: 4 }, { policy, ...beginning });
    expect(first.policy.weights()).toEqual(policy.weights());
  });

  const begin = (algorithm: Algorithm, environment: string, options: object, parts: object) => () =>
    algorithm(environment, options, parts as never)
      [Symbol.iterator]()
      .next();

  test("are refused, with what differs, where the training has others", () => {
    const { policy, valueFunction } = trained;
    expect(begin(ppo, "CartPole-v1", { ...small, hidden: [7] }, { policy })).toThrow(
      'policy: of weights "policy.0.weight" it has [4,6], and the training [4,7]; give the training the same architecture',
    );
    expect(begin(ppo, "CartPole-v1", { ...small, hidden: [6, 6] }, { policy })).toThrow(
      /^policy: of weights /,
    );
    expect(begin(ppo, "CartPole-v1", { ...small, hidden: [6, 6] }, { valueFunction })).toThrow(
      /^valueFunction: of weights /,
    );
    expect(begin(ppo, "Pendulum-v1", small, { policy })).toThrow(
      "policy: the observation space that it was made for is not that of Pendulum-v1: shape is [4] in the first and [3]",
    );
    const without = { hidden: [6], baseline: "none", steps: 10 };
    expect(begin(reinforce, "CartPole-v1", without, { valueFunction })).toThrow(
      'valueFunction: of weights "value.0.weight" it has [4,6], and the training none',
    );
    const extra = {
      weights: () => ({ ...policy.weights(), more: { shape: [1], data: new Float32Array(1) } }),
    };
    expect(begin(ppo, "CartPole-v1", small, { policy: extra })).toThrow(
      'of weights "more" it has [1], and the training none',
    );
    const infinite = { weights: () => ({ ...policy.weights(), ...nan(policy.weights()) }) };
    expect(begin(ppo, "CartPole-v1", small, { policy: infinite })).toThrow(
      "hold a number that is not finite",
    );
  });

  test("are checked at the call, and exclude a checkpoint", () => {
    const wrong = (parts: object) => () => ppo("CartPole-v1", small, parts as never);
    expect(wrong({ policy: "policy.safetensors" })).toThrow(
      'ppo, third argument: policy is "policy.safetensors"; it must have weights(), as report.policy.',
    );
    expect(wrong({ policy: trained.policy, resume: trained.checkpoint() })).toThrow(
      "it must be left out with resume.",
    );
  });
});

function nan(weights: Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>) {
  const [[name, { shape, data }]] = Object.entries(weights);
  return { [name]: { shape, data: data.map(() => Number.NaN) } };
}
