import { nodeModule } from "../../workers/index.ts";
import { type Answer, type SocketRequest, serveSockets } from "./serve-sockets.ts";

type Threads = NonNullable<ReturnType<typeof nodeModule<"node:worker_threads">>>;

/** The thread that holds all connections of this one. */
interface SocketThread {
  readonly worker: InstanceType<Threads["Worker"]>;
  readonly port: InstanceType<Threads["MessagePort"]>;
  readonly signal: Int32Array;
}

let running: SocketThread | undefined;
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
  const { port, signal, worker } = running;
  Atomics.store(signal, 0, 0);
  port.postMessage(request);
  const { connect, answer } = request.milliseconds;
  // The thread itself keeps the limits of time; should it have ended, nobody does.
  if (Atomics.wait(signal, 0, 0, connect + answer + 10_000) === "timed-out") {
    running = undefined;
    void worker.terminate();
    throw new Error("the thread of the connections has ended");
  }
  const { receiveMessageOnPort } = nodeModule("node:worker_threads")!;
  return receiveMessageOnPort(port)!.message as readonly Answer[];
}

/** Closes connections, without waiting for it. */
export function closeSockets(closing: readonly number[]): void {
  running?.port.postMessage({
    ...{ url: "", asks: [], milliseconds: { connect: 0, answer: 0 } },
    closing,
  } satisfies SocketRequest);
}

/** Blocks this thread. */
export function sleep(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

function startThread(): SocketThread {
  const threads = nodeModule("node:worker_threads");
  if (threads === undefined) {
    throw new Error(
      "environments that run elsewhere need Node 20.16 or later: a step waits for its answer, which a page must not do. " +
        "There, write an environment whose reset and step return promises, and train under `for await`",
    );
  }
  const { MessageChannel, Worker } = threads;
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  // Tools that keep the names of functions, such as tsx, put calls of __name into their text.
  const program =
    "const __name = (named) => named; const { workerData } = require('node:worker_threads');" +
    `(${serveSockets})(workerData.port, workerData.signal);`;
  const worker = new Worker(program, {
    eval: true,
    // Node 22 has WebSocket without a flag.
    execArgv: typeof WebSocket === "undefined" ? ["--experimental-websocket", "--no-warnings"] : [],
    workerData: { port: port2, signal },
    transferList: [port2],
  });
  worker.unref();
  worker.on("error", () => {}); // who waits for its answers is told that it has ended
  return { worker, port, signal };
}
