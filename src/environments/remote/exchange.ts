import { type AnsweringThread, startAnsweringThread } from "../../workers/index.ts";
import { type Answer, type SocketRequest, serveSockets } from "./serve-sockets.ts";

/** The thread that holds all connections of this one. */
let running: AnsweringThread<SocketRequest, readonly Answer[]> | undefined;
let sockets = 0;

/** A number that no other connection of this thread has. */
export function newSocket(): number {
  sockets += 1;
  return sockets;
}

/**
 * Sends messages to connections of a thread of their own, and blocks this thread until every one is answered or has failed:
 * so environments that run elsewhere are stepped like any others.
 *
 * @throws outside of Node, and if the thread has ended
 */
export function exchange(request: SocketRequest): readonly Answer[] {
  running ??= startThread();
  const { connect, answer } = request.milliseconds;
  try {
    // The thread itself keeps the limits of time; should it have ended, nobody does.
    return running.ask(request, connect + answer + 10_000);
  } catch (cause) {
    running = undefined;
    throw new Error(`the thread of the connections has ended: ${(cause as Error).message}`, { cause });
  }
}

/** Closes connections, without waiting for it. */
export function closeSockets(closing: readonly number[]): void {
  running?.tell({
    ...{ url: "", asks: [], milliseconds: { connect: 0, answer: 0 } },
    closing,
  } satisfies SocketRequest);
}

function startThread(): AnsweringThread<SocketRequest, readonly Answer[]> {
  // Node 22 has WebSocket without a flag.
  const flags = typeof WebSocket === "undefined" ? ["--experimental-websocket", "--no-warnings"] : [];
  const thread = startAnsweringThread(serveSockets, flags);
  if (thread !== undefined) return thread;
  throw new Error(
    "environments that run elsewhere need Node 20.16 or later: a step waits for its answer, which a page must not do. " +
      "There, write an environment whose reset and step return promises, and train under `for await`",
  );
}
