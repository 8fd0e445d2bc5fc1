import { nodeModule } from "./node-modules.ts";

type Threads = NonNullable<ReturnType<typeof nodeModule<"node:worker_threads">>>;

/** A thread that answers this one, which waits for it: what takes events to be done is done there, and looks like a call here. */
export interface AnsweringThread<Request, Answer> {
  /**
   * Blocks this thread until the answer is there.
   *
   * @param milliseconds after which it is given up; the thread keeps its own limits of time, which are shorter
   * @throws when they are over, or something was thrown in the thread; it is ended then
   */
  ask(request: Request, milliseconds: number): Answer;
  /** Sends what is not answered. */
  tell(request: Request): void;
}

/** Node's `require`, for what the thread uses of it. */
export type Require = (name: "node:child_process") => typeof import("node:child_process");

/**
 * What runs in the thread: makes the function that answers a request, or returns undefined for one without an answer. It is
 * started from its text, and so uses nothing from outside of itself.
 */
export type ServeRequests<Request, Answer> = (
  load: Require,
) => (request: Request) => Promise<Answer> | undefined;

/** What comes from the thread: an answer, or why it is of no use any more. */
type Told<Answer> = { readonly answer: Answer } | { readonly failure: string };

/** What the thread has of this one. */
interface ThreadData {
  readonly port: InstanceType<Threads["MessagePort"]>;
  /** Its element 0 becomes 1 when something has been told, and is notified then. */
  readonly signal: Int32Array;
}

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
  const data: ThreadData = { port: port2, signal };
  // Tools that keep the names of functions, such as tsx, put calls of __name into their text.
  const program =
    "const __name = (named) => named; const { workerData } = require('node:worker_threads');" +
    `(${answerRequests})((${serve})(require), workerData, process);`;
  const worker = new Worker(program, {
    ...{ eval: true, execArgv: [...execArgv], workerData: data, transferList: [port2] },
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
        throw new Error(`there was no answer within ${milliseconds / 1000} s`);
      }
      const told = receiveMessageOnPort(port)!.message as Told<Answer>;
      if ("answer" in told) return told.answer;
      void worker.terminate();
      throw new Error(told.failure);
    },
    tell: (request) => port.postMessage(request),
  };
}

/** The thread, from its text too: answers requests in the order in which their answers are there, until something is thrown. */
function answerRequests<Request, Answer>(
  answer: (request: Request) => Promise<Answer> | undefined,
  { port, signal }: ThreadData,
  thread: Pick<NodeJS.Process, "on">,
): void {
  const tell = (told: Told<Answer>): void => {
    port.postMessage(told);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  thread.on("uncaughtException", (thrown: unknown) =>
    tell({ failure: thrown instanceof Error ? thrown.message : String(thrown) }),
  );
  thread.on("exit", () => tell({ failure: "it was ended from within" }));
  port.on("message", async (request: Request) => {
    const answered = await answer(request);
    if (answered !== undefined) tell({ answer: answered });
  });
}
