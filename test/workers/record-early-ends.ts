import { readFileSync } from "node:fs";
import { type EnvironmentSource, ppo, reinforce, type Training } from "../../src/index.ts";

/** The error that a training ended with, and how long after the end of its worker. */
interface EarlyEnd {
  readonly name: string;
  readonly message: string;
  readonly late: number;
}

type Train = (environment: EnvironmentSource) => Training;

const ppoOfTwo: Train = (environment) =>
  ppo(environment, {
    ...{ environments: 4, rolloutSteps: 256, minibatchSize: 512, epochs: 1, hidden: [8], workers: 2 },
  });
const reinforceOfTwo: Train = (environment) =>
  reinforce(environment, { episodesPerUpdate: 2, hidden: [8], workers: 2 });

/** Trains with two workers one of which ends early, in the way and in the step that each of `list` says: see `ending-early.ts`. */
export async function earlyEnds(list: readonly string[]): Promise<Record<string, EarlyEnd>> {
  const found: Record<string, EarlyEnd> = {};
  for (const end of list) found[end] = await earlyEndIn(end, ppoOfTwo);
  return found;
}

/** A worker ends while the thread that started it is busy for seconds. */
export async function earlyEndsBesideLongRollouts(): Promise<EarlyEnd[]> {
  return [await earlyEndIn("text&0&slow", ppoOfTwo), await earlyEndIn("silentExit&0&slow", reinforceOfTwo)];
}

async function earlyEndIn(end: string, train: Train): Promise<EarlyEnd> {
  const { default: environment } = await import(new URL(`./ending-early.js?${end}`, import.meta.url).href);
  try {
    for (const { update } of train(environment)) {
      if (update === 20) return { name: "none", message: "nothing happened", late: 0 };
    }
  } catch (error) {
    const ended = Number(readFileSync(new URL("./ended", import.meta.url), "utf8"));
    const { name, message } = error as Error;
    return { name, message, late: Date.now() - ended };
  }
  throw new Error("It ended.");
}
