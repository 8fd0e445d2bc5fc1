import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../../docs/workers.md", import.meta.url), "utf8");

/** The program of docs/workers.md for browsers, as it stands there. */
export const [, program] = /## In a browser\n.*?```ts\n(.*?)```/s.exec(page)!;

/** What it prints at the beginning of each line: steps, and what comes after the training. */
export const programSteps = ["2048", "4096", "6144", "evaluation:"];
