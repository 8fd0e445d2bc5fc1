import fc from "fast-check";
import { expect, test } from "vitest";
import { manyCopies } from "../../../src/environments/remote/many-copies.ts";
import { ServerError } from "../../../src/environments/remote/message.ts";
import { openEnvProtocol } from "../../../src/environments/remote/open-env.ts";
import type { Protocol } from "../../../src/environments/remote/protocol.ts";
import { box, discrete } from "../../../src/index.ts";

const openEnv = openEnvProtocol({
  observationSpace: box({ low: 0, high: 1, shape: [2] }),
  actionSpace: discrete(2),
  observation: ({ values }) => values as number[],
  action: (action) => ({ action }),
  isTruncated: ({ late }) => late === true,
});

/** Reads an answer in every way there is. @returns what was received, or what was thrown */
function readings(protocol: Protocol, text: string, copies: readonly number[]) {
  const reads = [
    (received: unknown[]) => received.push(protocol.readGreeting(text, copies.length)),
    (received: unknown[]) => protocol.readReset(text, copies, receiverOf(received)),
    (received: unknown[]) => protocol.readStep(text, copies, receiverOf(received)),
  ];
  return reads.map((read) => {
    const received: unknown[] = [];
    try {
      read(received);
      return { received };
    } catch (error) {
      return { received, error };
    }
  });
}

const receiverOf = (received: unknown[]) => ({
  begun: (...values: unknown[]) => void received.push(values),
  stepped: (...values: unknown[]) => void received.push(values),
});

const step = {
  type: "step_copies",
  data: {
    ...{
      observations: [
        [0, 0],
        [0, 1],
      ],
      rewards: [1, 2],
      terminated: [false, true],
      truncated: [false, false],
    },
    ...{
      masks: [[1, 1], null],
      infos: [{ success: true }],
      beginnings: { observations: [[1, 1]], masks: [[1, 0]] },
    },
  },
};
const copies = {
  type: "copies",
  data: {
    ...{ protocol: 1, count: 2, masks: true, action_space: { kind: "discrete", n: 2, start: 0 } },
    observation_space: { kind: "box", shape: [2], low: [0, "-Infinity"], high: [1, 1] },
  },
};
const observation = {
  type: "observation",
  data: { observation: { values: [0, 1] }, reward: null, done: false },
};
const failure = { type: "error", data: { message: "no", code: "EXECUTION_ERROR", errors: [] } };

/** A value with another one somewhere in it. */
function damaged(value: unknown, path: readonly number[], by: unknown): unknown {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (path.length === 0 || keys.length === 0) return by;
  const key = keys[path[0] % keys.length];
  const inner = damaged((value as Record<string, unknown>)[key], path.slice(1), by);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...(value as object), [key]: inner };
}

const texts = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .tuple(
      fc.constantFrom(step, copies, observation, failure, {
        type: "reset_copies",
        data: step.data.beginnings,
      }),
      fc.array(fc.nat(), { maxLength: 4 }),
      fc.jsonValue(),
    )
    .map(([message, path, by]) => JSON.stringify(damaged(message, path, by))),
);

test("whatever a server answers is read, or is an error that says what it is", () => {
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom<[Protocol, number[]]>([manyCopies, [0, 1]], [openEnv, [0]]),
      (text, [protocol, of]) => {
        for (const { error } of readings(protocol, text, of)) {
          if (error === undefined) continue;
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).not.toMatch(
            /cannot read|is not a function|not iterable|of undefined|of null/i,
          );
          expect((error as Error).message.length).toBeLessThan(2000);
        }
      },
    ),
    { numRuns: 400, seed: 11 },
  );
});

test("answers of both kinds give what is in them", () => {
  const [, , many] = readings(manyCopies, JSON.stringify(step), [4, 7]);
  expect(many).toEqual({
    received: [
      [4, { observation: [0, 0], reward: 1, terminated: false, truncated: false, mask: [1, 1] }],
      [
        7,
        {
          observation: [0, 1],
          reward: 2,
          terminated: true,
          truncated: false,
          mask: null,
          info: { success: true },
        },
      ],
      [7, [1, 1], [1, 0]],
    ],
  });
  const [greeting] = readings(manyCopies, JSON.stringify(copies), [0, 1]);
  expect(JSON.parse(JSON.stringify(greeting.received))).toEqual([
    {
      observationSpace: { ...copies.data.observation_space },
      actionSpace: copies.data.action_space,
      masked: true,
    },
  ]);
  const late = damaged(damaged(observation, [1, 2], true), [1, 0], { values: [1, 1], late: true });
  expect(readings(openEnv, JSON.stringify(late), [0])[2].received).toEqual([
    [0, { observation: [1, 1], reward: 0, terminated: false, truncated: true, mask: undefined }],
  ]);
});

test("errors of a server come with their code", () => {
  const [{ error }] = readings(manyCopies, JSON.stringify(failure), [0]);
  expect(error).toBeInstanceOf(ServerError);
  expect(error).toMatchObject({
    code: "EXECUTION_ERROR",
    message: expect.stringContaining("no (EXECUTION_ERROR): []"),
  });
});
