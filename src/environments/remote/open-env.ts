import { describeValue } from "../../text/describe-value.ts";
import type { Accepted } from "../spaces/accepted.ts";
import type { LegalActions } from "../spaces/legal-actions.ts";
import type { Space } from "../spaces/space.ts";
import { type Fields, fieldsOf, flagOf, readMessage } from "./message.ts";
import type { Protocol } from "./protocol.ts";

/** What the fields of an OpenEnv server's observations and actions mean: its schemas do not say enough. */
export interface OpenEnvFields<Observation = unknown, Action = unknown> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  /** The observation, out of the fields that the server's has. What is not within the space is an error that says so. */
  observation(fields: Fields): Accepted<Observation>;
  /** The fields of the server's action. */
  action(action: Action): Fields;
  /** Which actions are legal, out of the fields of an observation; default all. */
  legalActions?(fields: Fields): LegalActions;
  /**
   * Whether an episode that is done was cut off though its task goes on. OpenEnv's messages do not tell the two apart;
   * default: none is.
   */
  isTruncated?(fields: Fields): boolean;
}

/** Libraries that environments draw from take no larger seeds. */
const largestSeed = 2 ** 31 - 1;

/**
 * OpenEnv's own messages (https://github.com/meta-pytorch/OpenEnv, `env_server/types.py` and `http_server.py`): reset, step
 * and state, one environment in a connection. A reward of `null`, which OpenEnv has where there is none, is 0.
 */
export function openEnvProtocol({
  observationSpace,
  actionSpace,
  observation,
  action,
  legalActions,
  isTruncated,
}: OpenEnvFields): Protocol {
  /** An observation with what is beside it. */
  const read = (text: string) => {
    const { observation: fields, reward, done } = readMessage(text, "observation");
    const given = fieldsOf("observation", fields);
    const isDone = flagOf("done", done);
    return {
      ...{ given, reward, done: isDone, observation: observation(given) as unknown },
      mask: isDone ? undefined : legalActions?.(given),
    };
  };
  return {
    sharesConnections: false,
    greet: () => JSON.stringify({ type: "state" }),
    readGreeting(text) {
      readMessage(text, "state");
      return { observationSpace, actionSpace, masked: legalActions !== undefined };
    },
    reset: (_, [seed]) =>
      JSON.stringify({ type: "reset", data: seed === undefined ? {} : { seed: seed % (largestSeed + 1) } }),
    readReset(text, [copy], receiver) {
      const { observation, mask, done } = read(text);
      if (done) throw new TypeError("done: expected false after a reset, found true");
      receiver.begun(copy, observation, mask);
    },
    step: ([copy], actionOf) => {
      const fields: unknown = action(actionOf(copy));
      if (typeof fields !== "object" || fields === null) {
        throw new TypeError(`action: it must return the fields of an action, found ${describeValue(fields)}`);
      }
      return JSON.stringify({ type: "step", data: fields });
    },
    readStep(text, [copy], receiver) {
      const { given, observation, reward, mask, done } = read(text);
      const truncated = done && (isTruncated?.(given) ?? false);
      receiver.stepped(copy, {
        ...{ observation, mask, truncated, terminated: done && !truncated },
        reward: reward === null ? 0 : typeof reward === "boolean" ? Number(reward) : reward,
      });
    },
  };
}
