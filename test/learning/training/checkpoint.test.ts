import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limitSteps } from "../../../src/environments/limit-steps.ts";
import { a2c, loadPolicy, ppo, type Report, reinforce } from "../../../src/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import { decodeState, encodeState, type Saved } from "../../../src/state/index.ts";
import { corridor } from "../../algorithms/corridor.ts";
import { lastOf } from "../../algorithms/last-of.ts";
import { randomMdp } from "../../mdp/random-mdp.ts";

const short = {
  steps: 512,
  environments: 4,
  rolloutSteps: 32,
  minibatchSize: 64,
  epochs: 2,
  seed: 1,
} as const;
const contentOf = ({ policy, metrics, steps, episodes }: Report) => ({
  ...{ metrics, steps, episodes, weights: parametersHash(policy) },
});

describe("a checkpoint", () => {
  const [first] = ppo("CartPole-v1", short);
  const checkpoint = first.checkpoint();

  test("is refused where the algorithm, the environment or an option is another, with what differs", () => {
    const resume = { resume: checkpoint };
    const start = (training: Iterable<unknown>) => () => training[Symbol.iterator]().next();
    expect(start(a2c("CartPole-v1", {}, resume))).toThrow(/algorithm is ppo there and a2c here/);
    expect(start(ppo("Pendulum-v1", short, resume))).toThrow(
      /environment is CartPole-v1 there and Pendulum-v1 here; spaces is/,
    );
    expect(start(ppo("CartPole-v1", { ...short, learningRate: 1e-3, seed: 2 }, resume))).toThrow(
      /option learningRate is 0.0003 there and 0.001 here; option seed is 1 there and 2 here.*only steps and workers may differ/,
    );
  });

  test("is refused where it is damaged or none, without a raw error", () => {
    const resumed = (resume: Uint8Array) => () =>
      ppo("CartPole-v1", short, { resume })[Symbol.iterator]().next();
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), checkpoint.slice(0, -8)]) {
      expect(resumed(bytes)).toThrow(/^resume: these bytes are no checkpoint: /);
    }
    expect(resumed(new TextEncoder().encode("a text file"))).toThrow(
      "state: the file, of 11 bytes, is cut off, damaged, or of another kind: its format is not stated; logpi-state-1 can be read",
    );
  });

  test("is told from other files of logpi, with what reads them", () => {
    expect(() => [...ppo("CartPole-v1", short, { resume: first.policy.save() })]).toThrow(
      /^resume: these bytes are no checkpoint: .*its format is logpi-policy.*and a policy is read by loadPolicy$/,
    );
    expect(() => loadPolicy(checkpoint)).toThrow(
      "loadPolicy: expected the bytes of policy.save(); found the bytes of report.checkpoint(), for { resume } of its algorithm",
    );
  });

  test("belongs to the last report only", () => {
    const reports = [...ppo("CartPole-v1", short)];
    expect(() => reports[0].checkpoint()).toThrow(
      /asked of the report of update 1, and update 4 has been made since/,
    );
    expect(reports[3].checkpoint().length).toBeGreaterThan(1000);
  });

  test("lets a training go on for more steps than it was begun with", () => {
    const half = lastOf(ppo("CartPole-v1", { ...short, steps: 256 })).checkpoint();
    const rest = Array.from(ppo("CartPole-v1", short, { resume: half }), contentOf);
    expect(rest).toEqual(Array.from(ppo("CartPole-v1", short), contentOf).slice(2));
  });

  test("of a training that is done gives none more, but the policy where it is asked for", () => {
    const last = lastOf(ppo("CartPole-v1", short));
    const done = last.checkpoint();
    expect([...ppo("CartPole-v1", short, { resume: done })]).toEqual([]);
    const [report, ...more] = ppo("CartPole-v1", short, { resume: done, reportsBeginning: true });
    expect(more).toEqual([]);
    expect(report).toMatchObject({ update: 4, steps: 512, metrics: {} });
    expect(parametersHash(report.policy)).toBe(parametersHash(last.policy));
    expect(report.checkpoint()).toEqual(done);
  });
});

describe("an environment of the user's", () => {
  const plain = () => limitSteps(corridor(), 20);
  /** The same with a state that it offers. */
  const stateful = () => {
    const environment = corridor();
    let seen = [0];
    const see = <Result extends { readonly observation: unknown }>(result: Result): Result => {
      seen = Array.from(result.observation as ArrayLike<number>);
      return result;
    };
    return limitSteps(
      {
        ...environment,
        reset: () => see(environment.reset()),
        step: (action: number) => see(environment.step(action)),
        save: () => seen,
        restore(saved: Saved) {
          environment.reset();
          for (let place = 0; place < (saved as number[])[0]; place++) environment.step(1);
          seen = [...(saved as number[])];
        },
      },
      20,
    );
  };

  test.each([
    ["ppo", (create: typeof plain, parts = {}) => ppo(create, { ...short, steps: 640 }, parts)],
    ["reinforce", (create: typeof plain, parts = {}) => reinforce(create, { steps: 800, seed: 3 }, parts)],
  ])("goes on to the bit where it offers its state, and says so where it does not: %s", (_, train) => {
    const whole = Array.from(train(stateful as typeof plain), contentOf);
    const [report] = train(stateful as typeof plain);
    const rest = [...train(stateful as typeof plain, { resume: report.checkpoint() })];
    expect(rest.map(contentOf).map(({ weights: _, ...each }) => each)).toEqual(
      whole.slice(1).map(({ weights: _, ...each }) => each),
    );
    expect(rest.every(({ exactResume }) => exactResume)).toBe(true);

    const [unsaved] = train(plain);
    const other = [...train(plain, { resume: unsaved.checkpoint() })];
    expect(other.length).toBeGreaterThan(1);
    expect(other.every(({ exactResume }) => !exactResume)).toBe(true);
    expect(other[0].update).toBe(2);
  });
});

test("trainings with random settings go on from a random checkpoint to the bit", () => {
  const mdp = randomMdp({ states: 3, actions: 2, seed: 8, discount: 0.9 });
  fc.assert(
    fc.property(
      fc.record({
        environments: fc.integer({ min: 1, max: 5 }),
        rolloutSteps: fc.integer({ min: 2, max: 9 }),
        hidden: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
        epochs: fc.integer({ min: 1, max: 3 }),
        learningRateSchedule: fc.constantFrom("constant", "linear"),
        targetKl: fc.constantFrom("none", 1e-4),
        seed: fc.nat(1000),
      }),
      fc.nat(2),
      (settings, at) => {
        const size = settings.environments * settings.rolloutSteps;
        const options = { ...settings, minibatchSize: size, steps: 4 * size } as Parameters<typeof ppo>[1];
        const checkpoints: Uint8Array[] = [];
        const whole = Array.from(ppo(mdp, options), (report) => {
          checkpoints.push(report.checkpoint());
          return contentOf(report);
        });
        const rest = Array.from(ppo(mdp, options, { resume: checkpoints[at] }), contentOf);
        expect(rest).toEqual(whole.slice(at + 1));
      },
    ),
    { numRuns: 12, seed: 5 },
  );
});

describe("the bytes of a state", () => {
  const array = fc.oneof(
    fc.uint8Array(),
    fc.int32Array(),
    fc.uint32Array(),
    fc.float32Array(),
    fc.float64Array(),
  );
  const leaf = fc.oneof(
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    array,
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("tree")),
      fc.dictionary(fc.string(), tie("tree"), { noNullPrototype: true }),
    ),
  }));

  test("are read back as the state that was written", () => {
    fc.assert(
      fc.property(tree as fc.Arbitrary<Saved>, fc.boolean(), (state, inBuffer) => {
        const bytes = encodeState(state);
        expect(decodeState(inBuffer ? Buffer.from(bytes) : bytes)).toEqual(negativeZerosGone(state));
      }),
      { seed: 6 },
    );
  });

  test("are a clear error when they are damaged, or another state: nothing else is thrown", () => {
    const bytes = encodeState({ a: [1, Float32Array.of(1, 2)], b: "text" });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const damaged = bytes.slice();
        damaged[at] = value;
        try {
          decodeState(damaged);
        } catch (error) {
          expect((error as Error).name).toBe("StateError");
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

/** JSON has no −0. */
function negativeZerosGone(state: Saved): Saved {
  if (state === 0) return 0;
  if (Array.isArray(state)) return state.map(negativeZerosGone);
  if (typeof state !== "object" || state === null || ArrayBuffer.isView(state)) return state;
  return Object.fromEntries(
    Object.entries(state).map(([name, each]) => [name, negativeZerosGone(each as Saved)]),
  );
}
