/** A thread that runs a module. */
export interface Thread {
  /** Resolves when the module listens. A message may be sent before; it waits there. */
  readonly ready: Promise<unknown>;
  send(message: unknown): void;
  /** Lets the program end without it. */
  unref(): void;
  /** Stops it, whatever it is doing. */
  stop(): void;
  /**
   * Whether it has ended, as far as that can be told while this thread waits: not in a browser, and in Node only of one
   * that has been running when this thread last had a turn of its event loop.
   */
  hasEnded(): boolean;
}

/** A module that threads run: it calls `listen`. */
export interface ThreadModule {
  readonly url: URL;
  /** Starts it as a browser's worker: bundlers look for `new Worker(new URL("…", import.meta.url), …)`. */
  start(): Worker;
}

const readyMessage = "ready";

/** Node's own modules; undefined elsewhere, and in a Node before 20.16. */
export function nodeModule<Id extends keyof NodeModules>(id: Id): NodeModules[Id] | undefined {
  if (typeof process === "undefined") return undefined;
  return process.getBuiltinModule?.(id) as NodeModules[Id] | undefined;
}

interface NodeModules {
  readonly "node:worker_threads": typeof import("node:worker_threads");
  readonly "node:os": typeof import("node:os");
  readonly "node:fs": typeof import("node:fs");
}

/** Why no threads can be started here, and what helps; undefined when they can. */
export function whyNoThreads({ url }: ThreadModule): string | undefined {
  const files = nodeModule("node:fs");
  if (files) {
    return files.existsSync(url)
      ? undefined
      : `there is no module ${url.href} for them (a bundler that leaves it out must be told of it)`;
  }
  if (typeof process !== "undefined" && process.versions?.node) {
    return `Node ${process.versions.node} cannot start them from here (20.16 can)`;
  }
  if (typeof Worker === "undefined") return "there are no web workers here";
  return globalThis.crossOriginIsolated
    ? undefined
    : "the page is not cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin " +
        "and Cross-Origin-Embedder-Policy: require-corp";
}

export function startThread(module: ThreadModule): Thread {
  return nodeModule("node:worker_threads") ? startInNode(module) : startInBrowser(module);
}

/** Needs no turn of this thread's event loop: a message that is sent at once arrives while this thread waits. */
function startInNode({ url }: ThreadModule): Thread {
  const { Worker } = nodeModule("node:worker_threads")!;
  // With this flag, which says how a main program that is no file is to be read, Node starts no thread. Flags that are
  // named are held to be the thread's own, and V8's are refused: so either all are inherited or none is.
  const inherits = !process.execArgv.some((flag) => flag.startsWith("--input-type"));
  const worker = new Worker(url, inherits ? {} : { execArgv: [] });
  const idleTime = () => worker.performance.eventLoopUtilization().idle;
  const ready = new Promise((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
    worker.once("message", idleTime); // which can be told later only if it was asked while the thread was running
  });
  ready.catch(() => {}); // who does not wait for it hears of it at the first barrier
  return {
    ready,
    send: (message) => worker.postMessage(message),
    unref: () => worker.unref(),
    stop: () => void worker.terminate(),
    // Its events wait for a turn of this thread's event loop; the time that it was idle is negative at once.
    hasEnded: () => idleTime() < 0,
  };
}

function startInBrowser({ start }: ThreadModule): Thread {
  const worker = start();
  const ready = new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = ({ message }) => reject(new Error(`workers: ${message || "their module did not load"}`));
  });
  return {
    ready,
    send: (message) => worker.postMessage(message),
    unref() {},
    stop: () => worker.terminate(),
    hasEnded: () => false,
  };
}

/** Hears every message to the thread that calls this, after it has told that it listens. Returns what ends that. */
export function listen(hear: (message: unknown) => void): () => void {
  const port = nodeModule("node:worker_threads")?.parentPort;
  if (port) {
    port.on("message", hear);
    port.postMessage(readyMessage);
    return () => port.close();
  }
  addEventListener("message", ({ data }) => hear(data));
  postMessage(readyMessage);
  return close;
}

/** Calls back when the thread ends by `process.exit()`; never in a browser. */
export function onThreadExit(callback: () => void): void {
  if (nodeModule("node:worker_threads")) process.once("exit", callback);
}
