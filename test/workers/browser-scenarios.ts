import { ppo, startWorkers } from "../../src/index.ts";

const small = { environments: 4, rolloutSteps: 32, minibatchSize: 64, epochs: 1, hidden: [8] };

/** The errors of trainings whose worker ends early in the way and in the step that each of `list` says: see `ending-early.ts`. */
export async function earlyEnds(list: readonly string[]) {
  const found: Record<string, { readonly message: string; readonly seconds: number }> = {};
  for (const end of list) {
    const { default: environment } = await import(new URL(`./ending-early.js?${end}`, import.meta.url).href);
    const workers = await startWorkers(2);
    const begin = performance.now();
    let message = "nothing happened";
    try {
      for (const { update } of ppo(environment, small, { workers })) if (update === 20) break;
    } catch (error) {
      message = (error as Error).message;
    }
    found[end] = { message, seconds: (performance.now() - begin) / 1000 };
    workers.close();
  }
  return found;
}

/** Why workers do not start. */
export async function whyNot(): Promise<string> {
  try {
    (await startWorkers(3)).close();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
