import { describeThrown } from "../thrown.ts";
import type { Greeting } from "./inquiry.ts";
import { nodeModule } from "./node-modules.ts";
import { stopped, type Thread, type ThreadModule } from "./thread.ts";

/** Needs no turn of this thread's event loop: a message that is sent at once arrives while this thread waits. */
export function startInNode({ url }: ThreadModule): Thread {
  const { MessageChannel, receiveMessageOnPort, Worker } = nodeModule("node:worker_threads")!;
  // With this flag, which says how a main program that is no file is to be read, Node starts no thread. Flags that are
  // named are held to be the thread's own, and V8's are refused: so either all are inherited or none is.
  const inherits = !process.execArgv.some((flag) => flag.startsWith("--input-type"));
  const channel = new MessageChannel();
  let port = channel.port1;
  const worker = new Worker(url, {
    workerData: channel.port2,
    transferList: [channel.port2],
    ...(!inherits && { execArgv: [] }),
  });
  let end: string | undefined;
  const ready = new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.on("error", (error) => {
      end ??= `has ended: ${describeThrown(error).message}`;
      reject(error);
    });
    worker.on("exit", (code) => {
      end ??= `has ended with exit code ${code}`;
      reject(new Error(`workers: one of them ${end} before it could begin`));
    });
  });
  ready.catch(() => {}); // without an await, the error appears at the first barrier
  worker.postMessage({ kind: "greeting" } satisfies Greeting);

  return {
    ready,
    send: (message) => worker.postMessage(message),
    unref: () => worker.unref(),
    stop() {
      end ??= stopped;
      void worker.terminate();
    },
    end() {
      if (end !== undefined) return end;
      // The thread's events wait for a turn of this thread's event loop. But with the thread its port was closed, and
      // ours is too when it has read that: a closed port cannot be transferred.
      receiveMessageOnPort(port);
      try {
        port = structuredClone(port, { transfer: [port as unknown as Transferable] });
      } catch {
        end =
          "has ended without a word, as one does that has run out of memory; " +
          "use smaller rollouts, fewer workers, or node --max-old-space-size";
      }
      return end;
    },
  };
}
