// Memory of a training with CleanRL's settings: bytes that the process has, and growth of the heap over 10,000 updates
// of the weights after a warm-up. Needs --expose-gc.
import { algorithms, ppo } from "logpi/algorithms";

const [backend] = process.argv.slice(2);
const { cleanrl } = algorithms.find(({ name }) => name === "ppo").presets;
const empty = process.memoryUsage.rss();
const { epochs, environments, rolloutSteps, minibatchSize } = cleanrl;
const perRollout = (epochs * environments * rolloutSteps) / minibatchSize;

function heap() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const warmUp = Math.ceil(2000 / perRollout);
const measured = Math.ceil(10_000 / perRollout);
let before;
for (const { update } of ppo("CartPole-v1", {
  ...cleanrl,
  steps: 2 ** 40,
  seed: 1,
  backend,
  workers: 1,
})) {
  if (update === warmUp) before = heap();
  if (update === warmUp + measured) break;
}
const growth = heap() - before;
console.log(JSON.stringify({ empty, peak: process.resourceUsage().maxRSS * 1024, growth }));
