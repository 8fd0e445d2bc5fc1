import { sleep } from "../../workers/index.ts";
import { spaceDifference } from "../spaces/space-difference.ts";
import { thrownMessage } from "../thrown-message.ts";
import { closeSockets, exchange, newSocket } from "./exchange.ts";
import { ServerError } from "./message.ts";
import type { Protocol, Served } from "./protocol.ts";
import type { Answer } from "./serve-sockets.ts";

/** How long is waited for a server, and how often. */
export interface ConnectionLimits {
  /** How many seconds opening a connection may take; default 10. */
  readonly connectSeconds?: number;
  /** How many seconds an answer may take, of a step or the beginning of an episode; default 60. */
  readonly answerSeconds?: number;
  /** How often it is tried to open a lost connection again, until the training fails; default 6. */
  readonly tries?: number;
  /** Seconds before the second of these tries, and twice as many before each further one; default 0.5: 15.5 in all. */
  readonly retrySeconds?: number;
}

/** A message to one of the connections. */
export interface ConnectionAsk {
  readonly connection: number;
  readonly text: string;
}

/** The connections of one batch of copies. */
export interface Connections {
  readonly served: Served;
  /** Sends the messages at once, and waits for all their answers. */
  ask(asks: readonly ConnectionAsk[]): readonly Answer[];
  /** The connection works: what was tried before does not count any more. */
  works(connection: number): void;
  /**
   * Opens a lost connection again.
   *
   * @param failure why it is lost
   * @returns how many tries it took
   * @throws the last failure, when there were as many tries as are allowed since the connection worked
   */
  reopen(connection: number, failure: string): number;
  close(): void;
}

/**
 * Opens connections to a server.
 *
 * @param copies how many copies each connection holds
 * @throws if one cannot be opened, or the server is not what it is expected to be
 */
export function openConnections(
  url: string,
  protocol: Protocol,
  copies: readonly number[],
  { connectSeconds, answerSeconds, tries, retrySeconds }: Required<ConnectionLimits>,
): Connections {
  const sockets = copies.map(() => newSocket());
  const tried = new Int32Array(copies.length);
  const request = { url, milliseconds: { connect: connectSeconds * 1000, answer: answerSeconds * 1000 } };

  const textOf = (answer: Answer): string => {
    if ("failure" in answer) throw new Error(answer.failure);
    return answer.text;
  };
  const open = (connections: readonly number[]): Served[] => {
    const asks = connections.map((each) => ({
      ...{ socket: sockets[each], opens: true, text: protocol.greet(copies[each]) },
    }));
    const answers = exchange({ ...request, asks });
    return connections.map((each, at) => protocol.readGreeting(textOf(answers[at]), copies[each]));
  };
  const close = (): void => closeSockets(sockets);

  let served: Served;
  try {
    [served] = open(sockets.map((_, connection) => connection));
  } catch (cause) {
    close();
    const hint = cause instanceof ServerError ? "" : " Is a server running there?";
    throw new Error(`${url}: no connection: ${thrownMessage(cause)}.${hint}`, { cause });
  }
  return {
    served,
    ask: (asks) =>
      exchange({
        ...request,
        asks: asks.map(({ connection, text }) => ({ socket: sockets[connection], text })),
      }),
    works(connection) {
      tried[connection] = 0;
    },
    reopen(connection, failure) {
      const before = tried[connection];
      let last = failure;
      while (tried[connection] < tries) {
        if (tried[connection] > 0) sleep(retrySeconds * 2 ** (tried[connection] - 1));
        tried[connection] += 1;
        let again: Served;
        try {
          [again] = open([connection]);
        } catch (error) {
          last = thrownMessage(error);
          continue;
        }
        requireSame(served, again);
        return tried[connection] - before;
      }
      throw new Error(last);
    },
    close,
  };
}

/** @throws if the server, which was perhaps started again, serves another environment now */
function requireSame(before: Served, now: Served): void {
  for (const part of ["observationSpace", "actionSpace"] as const) {
    const difference = spaceDifference(before[part], now[part]);
    if (difference === undefined) continue;
    throw new Error(
      `the server has another environment now: the ${difference.part} of its ${part} was ${difference.first} and is ` +
        `${difference.second}`,
    );
  }
  if (before.masked !== now.masked) throw new Error("the server has another environment now, by its masks");
}
