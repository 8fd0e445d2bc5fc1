/*
 * Begins a training of its own environment whenever it is imported, in the way that its address says: `training-itself.js?WAY`.
 */
import { clippedSurrogate, inModule, ppo, startWorkers } from "../../../src/index.ts";
import { corridor } from "../../algorithms/corridor.ts";

const environment = inModule(import.meta.url, () => corridor());
export default environment;
export const objective = inModule(import.meta.url, clippedSurrogate.bind(undefined), "objective");

const small = { steps: 256, environments: 4, rolloutSteps: 32, minibatchSize: 64, hidden: [8] };

const ways: Record<string, () => Promise<unknown>> = {
  option: async () => [...ppo(environment, { ...small, workers: 2 })],
  started: async () => {
    const workers = await startWorkers(2);
    return [...ppo(environment, small, { workers })];
  },
  objective: async () => [...ppo("CartPole-v1", { ...small, workers: 2 }, { objective })],
};
await ways[new URL(import.meta.url).search.slice(1)]();
