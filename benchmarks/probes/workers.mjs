// Environment steps per second (of the clock) of PPO with 17-256-256-6 networks on 64 environments, by the number of
// workers (the first parameter, "1,2"), which take turns; the backend is the second.
import { ppo } from "logpi";
import { springs } from "../environments/springs.js";

const [counts, backend] = process.argv.slice(2);
const rounds = 5;
const options = {
  ...{ environments: 64, rolloutSteps: 128, minibatchSize: 2048, epochs: 4, hidden: [256, 256] },
  ...{ steps: 2 ** 40, seed: 1, backend },
};

function stepsPerSecond(workers) {
  let start;
  for (const { steps } of ppo(springs, { ...options, workers })) {
    const now = performance.now();
    start ??= { steps, now };
    const seconds = (now - start.now) / 1000;
    if (seconds >= 2) return (steps - start.steps) / seconds;
  }
}

const speeds = Object.fromEntries(counts.split(",").map((workers) => [workers, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [workers, measured] of Object.entries(speeds)) {
    const speed = stepsPerSecond(Number(workers));
    if (round > 0) measured.push(speed); // the engine compiles during the first
  }
}
const medians = Object.entries(speeds).map(([workers, measured]) => [
  workers,
  measured.sort((a, b) => a - b)[Math.floor(rounds / 2)],
]);
console.log(JSON.stringify(Object.fromEntries(medians)));
