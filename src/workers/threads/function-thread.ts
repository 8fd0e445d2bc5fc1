import { rebuiltError, type Thrown } from "../thrown.ts";
import { nodeModule } from "./node-modules.ts";

/** A thread that runs one function for this one, any number of calls at a time, while this one goes on. */
export interface FunctionThread<Input, Output> {
  /** How many calls have no result yet. */
  readonly calls: number;
  /** @throws what the function throws; Error where the thread has ended */
  call(input: Input): Promise<Output>;
  /** Ends the thread, whatever it is doing: calls that have no result throw. */
  stop(): void;
}

/** What such a thread is sent. */
export interface FunctionCall<Input> {
  readonly id: number;
  readonly input: Input;
}

/** What such a thread answers. */
export type FunctionResult<Output> = { readonly id: number } & (
  | { readonly output: Output }
  | { readonly thrown: Thrown }
);

/**
 * Starts such a thread, for Node. It does not keep the process from ending.
 *
 * @param url a module that calls `serveFunction`
 * @param data what the function is made from, as threads can be sent it
 * @throws Error where there is no such module, or outside of Node
 */
export function startFunctionThread<Input, Output>(url: URL, data: unknown): FunctionThread<Input, Output> {
  const threads = nodeModule("node:worker_threads");
  if (threads === undefined)
    throw new Error("startFunctionThread: only Node (20.16 or later) has such threads");
  if (!nodeModule("node:fs")!.existsSync(url)) {
    throw new Error(
      `startFunctionThread: there is no module ${url.href} (a bundler that leaves it out must be told of it)`,
    );
  }
  // A flag that says how a main program that is no file is to be read keeps a thread from starting.
  const inherits = !process.execArgv.some((flag) => flag.startsWith("--input-type"));
  const worker = new threads.Worker(url, { workerData: data, ...(!inherits && { execArgv: [] }) });
  worker.unref();
  const waiting = new Map<number, { resolve(output: Output): void; reject(reason: unknown): void }>();
  let ended: Error | undefined;
  let id = 0;

  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on("message", (result: FunctionResult<Output>) => {
    const call = waiting.get(result.id);
    waiting.delete(result.id);
    if ("thrown" in result) call?.reject(rebuiltError(result.thrown));
    else call?.resolve(result.output);
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", (error) => end(new Error(`a thread has ended: ${error.message}`, { cause: error })));
  worker.on("exit", (code) => end(new Error(`a thread has ended with exit code ${code}`)));

  return {
    get calls() {
      return waiting.size;
    },
    call: (input) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        worker.postMessage({ id: ++id, input } satisfies FunctionCall<Input>);
        waiting.set(id, { resolve, reject });
        worker.ref(); // who waits for a result waits for this thread
      }),
    stop() {
      end(new Error("the thread was stopped"));
      void worker.terminate();
    },
  };
}
