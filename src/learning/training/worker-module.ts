import type { ThreadModule } from "../../workers/index.ts";

/** What workers run: `worker.ts`, as it is called when it is compiled. */
export const workerModule: ThreadModule = {
  get url() {
    return new URL("./worker.js", import.meta.url);
  },
  start: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
};
