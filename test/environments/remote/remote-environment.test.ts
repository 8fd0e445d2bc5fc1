import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environmentOf } from "../../../src/cli/arguments/run-environment.ts";
import {
  environmentSeed,
  findEnvironment,
  remoteEnvironment,
  vectorize,
} from "../../../src/environments/index.ts";
import {
  box,
  discrete,
  type EnvironmentSource,
  evaluate,
  make,
  ppo,
  type Report,
  reinforce,
} from "../../../src/index.ts";
import { parametersHash, type TrainingEvent, type TrainSettings, train } from "../../../src/runs/index.ts";
import { type FakeAddress, localCartPole, startFakeServer } from "./servers.ts";

let address: FakeAddress;
let stop: () => void;
beforeAll(async () => {
  ({ address, stop } = await startFakeServer());
});
afterAll(() => stop());

const space = box({ low: -Infinity, high: Infinity, shape: [4] });

/** An unmodified server of OpenEnv's, explained. */
const openEnv = (faults = {}, more = {}) =>
  remoteEnvironment(address({ mode: "openenv", ...faults }), {
    observationSpace: space,
    actionSpace: discrete(2),
    observation: ({ values }) => values as number[],
    action: (action) => ({ action_id: action }),
    isTruncated: ({ time_is_up }) => time_is_up === true,
    ...{ retrySeconds: 0.001, ...more },
  });

const many = (faults = {}, more = {}) => remoteEnvironment(address(faults), { retrySeconds: 0.001, ...more });

/** Everything that copies say in some steps with actions of their own, and what is warned of. */
function played(source: EnvironmentSource, steps = 70, count = 3) {
  const warnings: string[] = [];
  const copies = vectorize(source, {
    count,
    seed: 5,
    warn: (_: string, message: string) => warnings.push(message),
  });
  const observations = new Float32Array(count * 4);
  const moments: unknown[] = [];
  try {
    copies.reset(observations);
    moments.push(Array.from(observations));
    for (let step = 0; step < steps; step += 1) {
      const actions = Int32Array.from({ length: count }, (_, copy) => ((step * 7 + copy * 3) % 5) & 1);
      copies.step(actions, observations);
      const { rewards, terminated, truncated, finalObservations } = copies;
      const ended = Array.from(terminated, (flag, copy) => flag === 1 || truncated[copy] === 1);
      moments.push(
        ...[observations, rewards, terminated, truncated].map((values) => Array.from(values)),
        ended.map((is, copy) => (is ? Array.from(finalObservations.subarray(copy * 4, copy * 4 + 4)) : null)),
      );
    }
  } finally {
    copies.close();
  }
  return { moments, warnings };
}

const local = () => localCartPole();
/** Seeds go to OpenEnv's servers with 31 bits. */
const local31 = () => localCartPole(2 ** 31 - 1);

const said = ({ policy, valueFunction: _, checkpoint: __, warnings: ___, ...rest }: Report) => ({
  ...rest,
  weights: parametersHash(policy),
});

describe.each([
  ["the Python script's messages", () => many(), local],
  ["OpenEnv's messages", () => openEnv(), local31],
] as const)("a server that speaks %s", (_, remote, here) => {
  test("gives the trajectories of the same environment in this thread, to the bit", () => {
    const { moments, warnings } = played(remote());
    expect(moments).toEqual(played(here).moments);
    expect(moments.flat().filter((value) => value === 1).length).toBeGreaterThan(3); // episodes end, in both ways
    expect(warnings).toEqual([]);
  });

  test("trains by PPO as the same environment in this thread does, to the bit", () => {
    const train = (environment: EnvironmentSource) =>
      Array.from(
        ppo(environment, {
          steps: 128,
          environments: 4,
          rolloutSteps: 16,
          minibatchSize: 32,
          epochs: 2,
          seed: 2,
        }),
        said as never,
      );
    expect(train(remote())).toEqual(train(here));
  });

  test("trains by REINFORCE on whole episodes as the same environment in this thread does, to the bit", () => {
    const train = (environment: EnvironmentSource) =>
      Array.from(reinforce(environment, { steps: 80, episodesPerUpdate: 3, seed: 2 }), said as never);
    expect(train(remote())).toEqual(train(here));
  });

  test("evaluates a policy as the same environment in this thread does", () => {
    const [{ policy }] = ppo(here, { steps: 64, environments: 2, rolloutSteps: 16, minibatchSize: 32 });
    const options = { episodes: 3, environments: 2 };
    expect(evaluate(policy, remote() as never, options)).toEqual(evaluate(policy, here as never, options));
  });

  test("is an environment that keeps the contract, one by itself", () => {
    const environment = remote().create();
    const own = here();
    expect(environment.reset({ seed: 3 }).observation).toEqual(
      Float32Array.from(own.reset({ seed: 3 }).observation),
    );
    expect(environment.step(1).reward).toBe(own.step(1).reward);
    expect(environment.save).toBeUndefined();
    environment.close?.();
  });
});

test("an address is the name of an environment, for make and trainings", () => {
  const environment = make(address());
  expect(environment.actionSpace.size).toBe(2);
  environment.close?.();
  expect(findEnvironment("ws://localhost:1")).toMatchObject({ id: "ws://localhost:1", builtIn: true });
  expect(() => findEnvironment("https://localhost:1")).toThrow(
    /"https:\/\/localhost:1" is no address of an environment, which begins with ws:\/\/ or wss:\/\/\. Give "wss:\/\/localhost:1"/,
  );
  expect(openEnv().builtIn).toBe(false);
});

test("masks of legal actions come over both kinds of messages", () => {
  const legal = ({ legal_actions }: Readonly<Record<string, unknown>>) => legal_actions as number[];
  for (const environment of [many({ masks: 1 }), openEnv({ masks: 1 }, { legalActions: legal })]) {
    const copies = vectorize(environment, { count: 2, seed: 1 });
    const observations = new Float32Array(8);
    copies.reset(observations);
    const seen = new Set<string>();
    for (let step = 0; step < 90; step += 1) {
      const expected = [0, 4].flatMap((at) => [
        observations[at] > -0.1 ? 1 : 0,
        observations[at] < 0.1 ? 1 : 0,
      ]);
      expect(Array.from(copies.legalActions!)).toEqual(expected);
      seen.add(expected.join(""));
      copies.step(
        Int32Array.of(copies.legalActions![1], copies.legalActions![2] === 1 ? 0 : 1),
        observations,
      );
    }
    copies.close();
    expect(seen.size).toBeGreaterThan(1);
  }
});

test("a run keeps the address as its environment, is evaluated there, and goes on with new episodes", async () => {
  const run = mkdtempSync(join(tmpdir(), "logpi-remote-"));
  const end = async (settings: TrainSettings) => {
    let last: TrainingEvent | undefined;
    for await (last of train({ ...settings, evaluationEpisodes: 1 }));
    return last!;
  };
  try {
    const environment = address();
    const options = { steps: 64, environments: 2, rolloutSteps: 16, minibatchSize: 32 };
    const { event, record } = await end({ environment, options, run });
    expect([event, record.environment]).toEqual(["done", environment]);
    const resumed = await end({ environment, resume: run, options: { steps: 96 } });
    expect(resumed.record.resumed?.exactResume).toBe(false);
    await expect(
      environmentOf({ directory: run, record }, undefined, { stderr: { write: () => true } as never }),
    ).rejects.toThrow(
      /which runs elsewhere and is not connected to because a run says so\. If you trust it, give it: --environment ADDRESS\./,
    );
  } finally {
    rmSync(run, { recursive: true });
  }
});

describe("a connection that breaks", () => {
  const kinds = { many, openEnv } as const;
  /** The episodes that a message says are lost. */
  const lostIn = (warning: string) =>
    Array.from(warning.matchAll(/copy (\d+) after (\d+) step/g), ([, copy]) => Number(copy));

  test.each(Object.keys(kinds) as (keyof typeof kinds)[])(
    "at any message, %s: is opened again, and the episodes that ran in it end as truncated",
    (kind) => {
      const undisturbed = played(kinds[kind](), 6, 2).moments;
      for (const fault of ["drops", "closes"]) {
        for (
          let at = kind === "many" ? 2 : 3;
          at <= (kind === "many" ? 8 : 14);
          at += kind === "many" ? 1 : 3
        ) {
          const { moments, warnings } = played(kinds[kind]({ [fault]: at }), 6, 2);
          expect(moments.length).toBe(undisturbed.length);
          const truncated = moments
            .filter((_, i) => i % 5 === 4)
            .flat()
            .filter((flag) => flag === 1).length;
          // What is closed after the last answer of all is not noticed.
          const lost = warnings.flatMap(lostIn);
          expect(truncated).toBe(lost.length);
          expect(warnings.length).toBeLessThanOrEqual(1);
          if (fault === "drops") expect(warnings.length).toBe(1);
        }
      }
    },
  );

  test("ends the episode at its last observation, without a reward, and begins anew from a seed that follows", () => {
    const environment = many({ drops: 6 }); // the copies, two beginnings, two steps, and the third
    const copies = vectorize(environment, { count: 2, seed: 5 });
    const observations = new Float32Array(8);
    copies.reset(observations);
    for (let step = 0; step < 2; step += 1) copies.step(Int32Array.of(1, 0), observations);
    const last = Array.from(observations);
    copies.step(Int32Array.of(1, 0), observations);
    expect(Array.from(copies.finalObservations)).toEqual(last);
    expect([...copies.rewards, ...copies.terminated, ...copies.truncated]).toEqual([0, 0, 0, 0, 1, 1]);
    expect(Array.from(copies.episodeLengths)).toEqual([3, 3]);
    const seeds = [0, 1].map((copy) => environmentSeed(environmentSeed(5, copy), 1));
    const anew = seeds.flatMap((seed) => local().reset({ seed }).observation as number[]);
    expect(observations).toEqual(Float32Array.from(anew));
    copies.close();
  });

  test("says in the report of a training what was lost", () => {
    let report: Report | undefined;
    const options = { steps: 64, environments: 2, rolloutSteps: 16, minibatchSize: 32 };
    for (report of ppo(many({ drops: 9 }), options));
    const [warning] = report!.warnings;
    expect(report!.warnings.length).toBe(1);
    expect(warning).toMatch(/: the connection was lost \(.+\) and opened again at try 1\./);
    expect(warning).toContain(
      "Lost: the running episodes of 2 copies, 10 steps in all (copy 0 after 5 steps, copy 1 after 5 steps).",
    );
  });

  test("is tried again as often as is allowed", () => {
    const { warnings } = played(many({ drops: 5, refuses: 2 }, { tries: 3 }), 6, 2);
    expect(warnings[0]).toMatch(/opened again at try 3/);
    const run = () => played(many({ drops: 5, refuses: 2 }, { tries: 2 }), 6, 2);
    expect(run).toThrow(
      /could not be opened again: .+\. Lost: the running episodes of 2 copies, 2 steps in all/,
    );
    expect(run).toThrow(/Start the server again; a run goes on from its last checkpoint/);
    expect(() => played(many({ drops: 5 }, { tries: 0 }), 6, 2)).toThrow(/could not be opened again/);
  });

  test("again and again before anything is answered is an error in the end", () => {
    const drops = Array.from({ length: 60 }, (_, i) => i + 6).filter((at) => at % 3 !== 1);
    expect(() => played(many({ drops: drops.join(",") }, { tries: 4 }), 40, 1)).toThrow(
      /could not be opened again/,
    );
  });
});

test("a server that does not answer is given up after the limit of time", () => {
  const { warnings } = played(many({ hangs: 5 }, { answerSeconds: 1 }), 6, 2);
  expect(warnings[0]).toMatch(/lost \(there was no answer within 1 s\) and opened again at try \d/);
  expect(() => played(many({ hangs: 1 }, { answerSeconds: 0.1 }), 6, 2)).toThrow(
    /^ws:.*: no connection: there was no answer within 0.1 s\. Is a server running there\?$/,
  );
});

test("a message that nobody asked for breaks the connection", () => {
  const { warnings } = played(many({ extra: 5 }), 6, 2);
  expect(warnings[0]).toMatch(/lost \(the server sent a message that nobody asked for\)/);
});

describe("what cannot be used is an error that says what it is", () => {
  test("a server that is not there", () => {
    expect(() => remoteEnvironment("ws://127.0.0.1:9").create()).toThrow(
      /^ws:\/\/127.0.0.1:9\/ws: no connection: .+/,
    );
  });

  test("a server of OpenEnv's that is not explained", () => {
    expect(() => remoteEnvironment(address({ mode: "openenv" })).create()).toThrow(
      /the server is OpenEnv's own, .* say it by remoteEnvironment\(url, \{ observationSpace, actionSpace, observation, action \}\)/,
    );
  });

  test("more copies than a server of OpenEnv's has room for", () => {
    expect(() => played(openEnv({ capacity: 2 }), 1, 3)).toThrow(
      /no connection: the server answers with an error: Server at capacity: 2\/2 sessions active \(CAPACITY_REACHED\)/,
    );
    played(openEnv({ capacity: 2 }), 1, 2);
  });

  test("fields of an action that the server does not take", () => {
    const environment = openEnv({}, { action: (action: number) => ({ actionId: action }) });
    expect(() => played(environment, 1, 1)).toThrow(
      /copy 0, step 1 of the run: the server answers with an error: Invalid message \(VALIDATION_ERROR\): .*action_id/,
    );
  });

  test("a field that is not what the space has", () => {
    const environment = openEnv({}, { observation: ({ values }: { values: number[] }) => values.slice(1) });
    expect(() => played(environment, 1, 1)).toThrow(
      /copy 0: expected .* an array of 4 numbers, found an array of 3/,
    );
  });

  test.each([
    ["nothing that is JSON", "{", /the server's answer is no JSON: "\{"/],
    [
      "another type",
      '{"type":"observation","data":{}}',
      /expected the type "step_copies", found "observation"/,
    ],
    ["a list", "[1]", /the server's answer: expected an object, found an array of 1/],
    ["no data", '{"type":"step_copies"}', /data: expected an object, found undefined/],
    ["too few rewards", { rewards: [1] }, /rewards: expected an array of 2, found an array of 1/],
    [
      "a reward that is text",
      { rewards: ["1", 1] },
      /copy 0: reward: expected a finite number, found the string "1"/,
    ],
    [
      "no number",
      {
        observations: [
          [0, 0, 0, null],
          [0, 0, 0, 0],
        ],
      },
      /copy 0: .*whose element 3 is null/,
    ],
    [
      "more than float32 holds",
      {
        observations: [
          [0, 0, 0, 1e39],
          [0, 0, 0, 0],
        ],
      },
      /finite in float32, found Infinity/,
    ],
    [
      "a flag that is a number",
      { terminated: [0, 0] },
      /terminated, entry 0: expected true or false, found the number 0/,
    ],
    [
      "no beginnings",
      { truncated: [true, false], infos: [{}] },
      /beginnings: expected an object, found undefined/,
    ],
  ])("an answer with %s", (_, wrong, message) => {
    const right = {
      ...{
        observations: [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
        ],
        rewards: [1, 1],
      },
      ...{ terminated: [false, false], truncated: [false, false] },
    };
    const answer =
      typeof wrong === "string"
        ? wrong
        : JSON.stringify({ type: "step_copies", data: { ...right, ...wrong } });
    const run = () => played(many({ replaces: 5, with: answer }), 6, 2);
    expect(run).toThrow(message);
    expect(run).toThrow(/copies 0 to 1, step 2 of the run/);
  });

  test("an address or options that are none", () => {
    expect(() => remoteEnvironment("localhost:8000")).toThrow(
      /url is "localhost:8000"; it must be the address/,
    );
    expect(() => remoteEnvironment("ws://localhost", { answerSeconds: 0 })).toThrow(/answerSeconds is 0/);
    expect(() => remoteEnvironment("ws://localhost", { timeout: 3 } as never)).toThrow(
      /there is no option timeout/,
    );
    expect(() => remoteEnvironment("ws://localhost", { actionSpace: discrete(2) } as never)).toThrow(
      /there is no observationSpace/,
    );
  });
});
