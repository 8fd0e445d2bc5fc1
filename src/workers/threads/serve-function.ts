import { describeThrown } from "../thrown.ts";
import type { FunctionCall, FunctionResult } from "./function-thread.ts";
import { nodeModule } from "./node-modules.ts";

/**
 * Lets a thread that `startFunctionThread` has started with the module that calls this run a function.
 *
 * @param create makes the function from the data that the thread was started with
 */
export function serveFunction<Data, Input, Output>(
  create: (data: Data) => (input: Input) => Promise<Output>,
): void {
  const { parentPort, workerData } = nodeModule("node:worker_threads")!;
  const run = create(workerData as Data);
  parentPort!.on("message", async ({ id, input }: FunctionCall<Input>) => {
    let result: FunctionResult<Output>;
    try {
      result = { id, output: await run(input) };
    } catch (thrown) {
      result = { id, thrown: describeThrown(thrown) };
    }
    parentPort!.postMessage(result);
  });
}
