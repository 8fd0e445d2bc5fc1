import { readdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { ppo, type Report, startWorkers, type Training } from "../../src/index.ts";
import { parametersHash } from "../../src/runs/parameters-hash.ts";

const small = { steps: 1e6, environments: 4, rolloutSteps: 32, minibatchSize: 64, hidden: [8] };

/** The threads of this process, where the system lists them. */
const threads = () => readdirSync("/proc/self/task").length;

/** Begins trainings, and keeps no reference to them. */
function dropTrainings(count: number): void {
  for (let i = 0; i < count; i++) nextOf(iterate(ppo("CartPole-v1", { ...small, workers: 2 })));
}

/** Threads before, with and after trainings that were begun and dropped; at last they are collected. */
export async function threadsOfDropped(count: number) {
  const before = threads();
  dropTrainings(1);
  const one = threads() - before;
  dropTrainings(count - 1);
  const all = threads() - before;
  for (let i = 0; i < 50 && threads() > before; i++) {
    globalThis.gc!();
    await setTimeout(20);
  }
  return { one, all, collected: threads() - before };
}

/** Two trainings whose updates take turns, on threads that they share. */
export async function interleaved(): Promise<string[]> {
  const trainings = [1, 2].map((seed) =>
    iterate(ppo("CartPole-v1", { ...small, steps: 1024, seed, workers: 2 })),
  );
  const weights = ["", ""];
  for (let going = true; going; ) {
    going = false;
    trainings.forEach((training, index) => {
      const { value, done } = training.next();
      if (done) return;
      going = true;
      weights[index] = parametersHash(value.policy);
    });
  }
  return weights;
}

/** The same with one worker each, one after the other. */
export async function oneAfterTheOther(): Promise<string[]> {
  return [1, 2].map((seed) => {
    let last: Report | undefined;
    for (last of ppo("CartPole-v1", { ...small, steps: 1024, seed, workers: 1 }));
    return parametersHash(last!.policy);
  });
}

/** Trainings that are asked for reports in the middle of a step of another: a new one, and one that shares its threads. */
export async function nested() {
  const { default: environment } = await import(new URL("./calling.js", import.meta.url).href);
  const other = iterate(ppo("CartPole-v1", { ...small, workers: 2 }));
  other.next();
  const found = { inner: 0, busy: "" };
  (globalThis as { duringStep?: () => void }).duringStep = () => {
    for (const { update } of ppo("CartPole-v1", { ...small, steps: 512, workers: 2 })) found.inner = update;
    found.busy = messageOf(() => other.next());
  };
  let outer = 0;
  for (const { update } of ppo(environment, { ...small, steps: 512, workers: 2 })) outer = update;
  return { ...found, outer };
}

/** What a second training on the same workers says while the first goes on, and when it was left. */
export async function secondOnBusy() {
  const workers = await startWorkers(2);
  const first = iterate(ppo("CartPole-v1", small, { workers }));
  first.next();
  const begun = performance.now();
  const busy = messageOf(() => nextOf(iterate(ppo("CartPole-v1", small, { workers }))));
  const milliseconds = performance.now() - begun;
  const goesOn = nextOf(first).update;
  first.return?.();
  const second = nextOf(iterate(ppo("CartPole-v1", small, { workers }))).update;
  workers.close();
  return { busy, milliseconds, goesOn, second };
}

/** What a training says whose workers are closed, between two reports and before the first. */
export async function closedWorkers() {
  const workers = await startWorkers(2);
  const training = iterate(ppo("CartPole-v1", small, { workers }));
  training.next();
  workers.close();
  return [training, iterate(ppo("CartPole-v1", small, { workers }))].map((training) =>
    messageOf(() => training.next()),
  );
}

function iterate(training: Training): Iterator<Report> {
  return training[Symbol.iterator]();
}

function nextOf(training: Iterator<Report>): Report {
  return training.next().value;
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
