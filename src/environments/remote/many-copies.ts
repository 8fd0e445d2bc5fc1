import { spaceFromJson } from "../spaces/space-from-json.ts";
import { type Fields, fieldsOf, flagOf, listOf, readMessage, ServerError } from "./message.ts";
import type { Protocol, Receiver } from "./protocol.ts";

/** The version of the messages below that `python/serve_environment.py` speaks. */
const version = 1;

/**
 * The messages that `python/serve_environment.py` knows beside OpenEnv's: many copies in one connection, a step of all of
 * them one message each way. The first message asks for the copies, and its answer has the spaces; a server that is
 * OpenEnv's own knows no such message and says so.
 */
export const manyCopies: Protocol = {
  sharesConnections: true,
  greet: (count) => JSON.stringify({ type: "copies", data: { count } }),
  readGreeting(text, count) {
    const data = readCopies(text);
    if (data.protocol !== version) {
      throw new TypeError(
        `protocol: expected ${version}, found ${JSON.stringify(data.protocol)}: use the serve_environment.py of this logpi`,
      );
    }
    if (data.count !== count)
      throw new TypeError(`count: expected ${count}, found ${JSON.stringify(data.count)}`);
    return {
      observationSpace: within("observation_space", () => spaceFromJson(data.observation_space)),
      actionSpace: within("action_space", () => spaceFromJson(data.action_space)),
      masked: flagOf("masks", data.masks),
    };
  },
  reset: (copies, seeds) =>
    JSON.stringify({ type: "reset_copies", data: { copies, seeds: seeds.map((seed) => seed ?? null) } }),
  readReset: (text, copies, receiver) => readBeginnings(readMessage(text, "reset_copies"), copies, receiver),
  step: (copies, actionOf) =>
    JSON.stringify({
      type: "step_copies",
      data: { copies, actions: copies.map((copy) => inJson(actionOf(copy))) },
    }),
  readStep(text, copies, receiver) {
    const data = readMessage(text, "step_copies");
    const list = (name: string) => listOf(data, name, copies.length);
    const [observations, rewards] = [list("observations"), list("rewards")];
    const [terminated, truncated] = [list("terminated"), list("truncated")];
    const masks = data.masks === undefined ? undefined : list("masks");
    const hasEnded = (at: number): boolean =>
      flagOf(`terminated, entry ${at}`, terminated[at]) || flagOf(`truncated, entry ${at}`, truncated[at]);
    const ended = copies.filter((_, at) => hasEnded(at));
    const infos = ended.length === 0 ? [] : listOf(data, "infos", ended.length);
    copies.forEach((copy, at) => {
      const info = hasEnded(at) && fieldsOf("infos", infos[ended.indexOf(copy)]);
      receiver.stepped(copy, {
        ...{ observation: observations[at], reward: rewards[at], mask: masks?.[at] },
        ...{ terminated: terminated[at] as boolean, truncated: truncated[at] as boolean },
        ...(info && { info }),
      });
    });
    if (ended.length > 0) readBeginnings(fieldsOf("beginnings", data.beginnings), ended, receiver);
  },
};

function readCopies(text: string): Fields {
  try {
    return readMessage(text, "copies");
  } catch (error) {
    if (!(error instanceof ServerError) || error.code !== "UNKNOWN_TYPE") throw error;
    throw new Error(
      "the server is OpenEnv's own, which holds one environment in a connection and does not say what its observations and " +
        "actions are: say it by remoteEnvironment(url, { observationSpace, actionSpace, observation, action }), see " +
        "docs/remote-environments.md",
      { cause: error },
    );
  }
}

function readBeginnings(data: Fields, copies: readonly number[], receiver: Receiver): void {
  const observations = listOf(data, "observations", copies.length);
  const masks = data.masks === undefined ? undefined : listOf(data, "masks", copies.length);
  copies.forEach((copy, at) => receiver.begun(copy, observations[at], masks?.[at]));
}

/** JSON.stringify writes typed arrays as objects. */
function inJson(action: unknown): unknown {
  return ArrayBuffer.isView(action) ? Array.from(action as Float32Array) : action;
}

function within<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new TypeError(`${name}: ${(cause as Error).message}`, { cause });
  }
}
