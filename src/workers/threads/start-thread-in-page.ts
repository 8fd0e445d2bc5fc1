/* start-thread.ts where a bundler makes a program for pages (`browser` in package.json): without Node's threads. */
export { startInBrowser as startThread } from "./browser-thread.ts";
export { whyNoWebWorkers as whyNoThreads } from "./why-no-web-workers.ts";
