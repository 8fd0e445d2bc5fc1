import { rmSync } from "node:fs";
import { loadEnvironment, loadRun, train } from "../../src/runs/index.ts";
import * as earlyEnds from "./record-early-ends.ts";
import * as sharing from "./share-threads.ts";
import * as trainings from "./trainings.ts";

/** A run whose environment fails in a worker: what its folder says then. */
async function failedRun(directory: string) {
  const environment = await import(new URL("./failing.js", import.meta.url).href);
  const options = { environments: 4, rolloutSteps: 32, minibatchSize: 64, workers: 2 };
  try {
    for await (const _ of train({ environment: environment.throwing, options, run: directory }));
  } catch {}
  const { record, policy } = loadRun(directory);
  rmSync(directory, { recursive: true });
  const { status, message, updates, workers } = record;
  return { status, message, updates, workers, action: policy.act([0]) };
}

/** A run in an environment that the command line would be given: its path says where it is, and nothing else does. */
async function runOfPath({ directory, workers }: { readonly directory: string; readonly workers: number }) {
  const environment = await loadEnvironment(new URL("./plain.js", import.meta.url).pathname);
  const options = {
    steps: 256,
    environments: 4,
    rolloutSteps: 32,
    minibatchSize: 64,
    normalizeObservations: false,
    workers,
  };
  for await (const _ of train({ environment, options, run: directory, evaluationEpisodes: 1 }));
  const { record } = loadRun(directory);
  rmSync(directory, { recursive: true });
  return { environment: record.environment, workers: record.workers, parameters: record.parameters };
}

/** The errors of modules that begin a training of their own environment when they are imported. */
async function trainingItself(ways: readonly string[]): Promise<string[]> {
  const messages: string[] = [];
  for (const way of ways) {
    const module = new URL(`./training-itself.js?${way}`, import.meta.url).href;
    await import(module).catch(({ message }) => messages.push(message));
  }
  return messages;
}

/** Some of the trainings, by their names. */
const outcomesOf = ({ size, names }: { readonly size: number; readonly names: readonly string[] }) =>
  trainings.outcomes(size, names);

const scenarios: Record<string, (argument: never) => Promise<unknown>> = {
  ...trainings,
  outcomesOf,
  ...sharing,
  ...earlyEnds,
  failedRun,
  runOfPath,
  trainingItself,
};

const [name, argument] = JSON.parse(process.argv[2]);
console.log(JSON.stringify(await scenarios[name](argument as never)));
