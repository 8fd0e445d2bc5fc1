/**
 * Times score function estimates with a million samples against PyTorch's, interleaved in one run, one core each:
 *
 *   npx tsx benchmarks/estimators.ts
 *
 * Ours calls a plain function for every sample, and gives standard errors; PyTorch evaluates f on the whole tensor. Needs
 * Debian's python3-torch; without it logpi is timed alone.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { categorical, normal } from "../src/distributions/index.ts";
import { scoreFunction } from "../src/estimators/index.ts";
import { createGenerator } from "../src/random/index.ts";
import { median } from "./statistics.ts";

const samples = 1_000_000;
const rounds = 11;
const f = (x: Float64Array) => (x[0] - 3) ** 2;
const logits = Array.from({ length: 10 }, (_, i) => -1 + (2 * i) / 9);

const workloads = {
  normal: (seed: number) =>
    scoreFunction(
      {
        parameters: { mean: 1, deviation: 1 },
        density: ({ mean, deviation }) => normal(mean, deviation),
        f,
      },
      { samples, generator: createGenerator(seed) },
    ),
  categorical: (seed: number) =>
    scoreFunction(
      { parameters: { logits }, density: ({ logits }) => categorical(logits), f },
      { samples, generator: createGenerator(seed) },
    ),
};

const child = spawn("/usr/bin/python3", [new URL("pytorch/score_function.py", import.meta.url).pathname], {
  stdio: ["pipe", "pipe", "ignore"],
  env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
});
child.on("error", () => undefined);
child.stdin.on("error", () => undefined);
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

/** Milliseconds and gradient from PyTorch; undefined where it does not run. */
async function ask(name: string): Promise<[number, number[]] | undefined> {
  child.stdin.write(`${name} ${samples}\n`);
  const { value, done } = await lines.next();
  return done ? undefined : JSON.parse(value);
}

for (const [name, estimate] of Object.entries(workloads)) {
  const own: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const { gradient, standardErrors } = estimate(round);
    own.push(performance.now() - start);
    const answer = await ask(name);
    if (answer === undefined) continue;
    theirs.push(answer[0]);
    const errors = Object.values(standardErrors).flat();
    Object.values(gradient)
      .flat()
      .forEach((entry, i) => {
        // Two estimates with errors of the same size.
        if (Math.abs(entry - answer[1][i]) > 7 * Math.SQRT2 * errors[i]) {
          throw new Error(`${name}: the gradients differ: ${entry} here, ${answer[1][i]} in PyTorch`);
        }
      });
  }
  const compared =
    theirs.length > 0
      ? `, PyTorch ${median(theirs).toFixed(0)} ms, ratio ${median(own.map((time, i) => time / theirs[i])).toFixed(2)}`
      : ", PyTorch is not here (apt-get install python3-torch)";
  console.log(`${name}, ${samples} samples: ${median(own).toFixed(0)} ms${compared}`);
}
child.kill();
