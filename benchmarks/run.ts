/**
 * Measures speed and writes docs/performance.md: `npm run bench`.
 *
 * For the comparison it needs Debian's python3-torch and libopenblas0-pthread. Machines are noisy: ratios are taken
 * from interleaved runs, and medians of them; absolute figures are of the machine that the page names.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { measurePeak } from "./peak.ts";
import { benchmarkPpoStep } from "./ppo-step.ts";
import { measureTraining } from "./training-speed.ts";

const count = (value: number) => Math.round(value).toLocaleString("en");
const percent = (share: number) => `${Math.round(100 * share)} %`;

const peak = measurePeak();
console.log(`peak ${peak.loop.toFixed(1)} GFLOP/s, 512³ product ${peak.product.toFixed(1)}`);
const trainings = [measureTraining("cleanrl", 100_000), measureTraining("zoo", 50_000)];
for (const { preset, stepsPerSecond } of trainings)
  console.log(`${preset}: ${count(stepsPerSecond)} steps/s`);
const steps = await benchmarkPpoStep();
for (const { name, ratio } of steps) console.log(`${name}: ${ratio?.toFixed(2) ?? "no PyTorch"}`);

const stepRows = steps.map(({ name, operations, microseconds, pytorchMicroseconds, ratio, target }) => {
  const flops = operations / microseconds / 1000;
  const theirs = pytorchMicroseconds === undefined ? "–" : count(pytorchMicroseconds);
  const cells = [name, count(microseconds), theirs, ratio?.toFixed(2) ?? "–", target, flops.toFixed(1)];
  return `| ${cells.join(" | ")} | ${percent(flops / peak.loop)} |`;
});
const trainingRows = trainings.map(({ preset, stepsPerSecond, shares }) => {
  const parts = [shares.update, shares.acting, shares.environment, shares.rest].map(percent);
  return `| ${preset} | ${count(stepsPerSecond)} | ${parts.join(" | ")} |`;
});

const page = `# Performance

Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0].model}, Node ${process.versions.node}, one core,
float32 in WebAssembly (128-bit SIMD, no fused multiply-add, so that the bits are the same everywhere). Made by
\`npm run bench\`.

The machine's peak for such code, a bare loop of multiplications and additions: **${peak.loop.toFixed(1)} GFLOP/s**. The
product of two 512 × 512 matrices reaches ${peak.product.toFixed(1)}, ${percent(peak.product / peak.loop)} of it.

## One PPO minibatch step

Gathering the minibatch, both networks forward and backward, normalized advantages, clipped objective, entropy, clipped
gradient norm and Adam; PyTorch (Debian's, OpenBLAS, one thread) does the same on the same numbers, and its losses are
checked to agree. Interleaved, medians; GFLOP/s count the matrix products only.

| networks | logpi µs | PyTorch µs | ratio | wanted at most | GFLOP/s | of peak |
|---|---|---|---|---|---|---|
${stepRows.join("\n")}

## A whole training

PPO on CartPole-v1, rollouts and updates together, and where the time goes. The parts are measured alone at the same
sizes, each at its best; the rest is drawing from generators, copying, advantages, and what the parts cost more among each
other, when the cache holds less of their data.

| settings | steps per second | updates | acting | environment | rest |
|---|---|---|---|---|---|
${trainingRows.join("\n")}
`;
writeFileSync(new URL("../docs/performance.md", import.meta.url), page);
