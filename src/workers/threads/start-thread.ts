import { startInBrowser } from "./browser-thread.ts";
import { nodeModule } from "./node-modules.ts";
import { startInNode } from "./node-thread.ts";
import type { Thread, ThreadModule } from "./thread.ts";
import { whyNoWebWorkers } from "./why-no-web-workers.ts";

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
  return whyNoWebWorkers();
}

export function startThread(module: ThreadModule): Thread {
  return nodeModule("node:worker_threads") ? startInNode(module) : startInBrowser(module);
}
