import { readFileSync } from "node:fs";
import { type EnvironmentSource, ppo, reinforce, type Training } from "../../src/index.ts";

/** The error that a training ended with, and how long after the death of its worker. */
interface Death {
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

/** Trains with two workers one of which dies, in the way and in the step that each of `list` says: see `dying.ts`. */
export async function deaths(list: readonly string[]): Promise<Record<string, Death>> {
  const found: Record<string, Death> = {};
  for (const death of list) found[death] = await deathIn(death, ppoOfTwo);
  return found;
}

/** A worker dies while the thread that started it is busy for seconds. */
export async function deathsBesideLongRollouts(): Promise<Death[]> {
  return [await deathIn("text&0&slow", ppoOfTwo), await deathIn("silentExit&0&slow", reinforceOfTwo)];
}

async function deathIn(death: string, train: Train): Promise<Death> {
  const { default: environment } = await import(new URL(`./dying.js?${death}`, import.meta.url).href);
  try {
    for (const { update } of train(environment)) {
      if (update === 20) return { name: "none", message: "nothing happened", late: 0 };
    }
  } catch (error) {
    const died = Number(readFileSync(new URL("./died", import.meta.url), "utf8"));
    const { name, message } = error as Error;
    return { name, message, late: Date.now() - died };
  }
  throw new Error("It ended.");
}
