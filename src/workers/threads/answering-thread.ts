import { nodeModule } from "./node-modules.ts";

type Threads = NonNullable<ReturnType<typeof nodeModule<"node:worker_threads">>>;

/** A thread that answers this one, which waits for it: what takes events to be done is done there, and looks like a call here. */
export interface AnsweringThread<Request, Answer> {
  /**
   * Blocks this thread until the answer is there.
   *
   * @param milliseconds after which the thread must have ended, since it keeps its own limits of time
   * @throws when they are over; the thread is of no use then
   */
  ask(request: Request, milliseconds: number): Answer;
  /** Sends what is not answered. */
  tell(request: Request): void;
}

/** The end of the messages that the thread has. */
export interface ThreadPort<Request, Answer> {
  on(event: "message", listener: (request: Request) => void): unknown;
  postMessage(answer: Answer): void;
}

/** Node's `require`, for what the thread uses of it. */
export type Require = (name: "node:child_process") => typeof import("node:child_process");

/**
 * What runs in the thread. It is started from its text, and so uses nothing from outside of itself.
 *
 * @param signal its element 0 becomes 1 when an answer has been posted, and is notified
 */
export type ServeRequests<Request, Answer> = (
  port: ThreadPort<Request, Answer>,
  signal: Int32Array,
  load: Require,
) => void;

/**
 * Starts such a thread, which does not keep the process from ending.
 *
 * @param execArgv flags of Node for it
 * @returns undefined outside of Node
 */
export function startAnsweringThread<Request, Answer>(
  serve: ServeRequests<Request, Answer>,
  execArgv: readonly string[] = [],
): AnsweringThread<Request, Answer> | undefined {
  const threads: Threads | undefined = nodeModule("node:worker_threads");
  if (threads === undefined) return undefined;
  const { MessageChannel, Worker, receiveMessageOnPort } = threads;
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  // Tools that keep the names of functions, such as tsx, put calls of __name into their text.
  const program =
    "const __name = (named) => named; const { workerData } = require('node:worker_threads');" +
    `(${serve})(workerData.port, workerData.signal, require);`;
  const worker = new Worker(program, {
    ...{ eval: true, execArgv: [...execArgv], workerData: { port: port2, signal }, transferList: [port2] },
  });
  worker.unref();
  worker.on("error", () => {}); // who waits for its answers is told that it has ended
  return {
    ask(request, milliseconds) {
      Atomics.store(signal, 0, 0);
      port.postMessage(request);
      const end = performance.now() + milliseconds;
      // The notification of the answer before may come only now, and end a wait without an answer.
      while (Atomics.load(signal, 0) === 0) {
        if (Atomics.wait(signal, 0, 0, Math.max(0, end - performance.now())) !== "timed-out") continue;
        void worker.terminate();
        throw new Error(`the thread that answers has not done so for ${milliseconds / 1000} s`);
      }
      return receiveMessageOnPort(port)!.message as Answer;
    },
    tell: (request) => port.postMessage(request),
  };
}
