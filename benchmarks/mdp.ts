/**
 * Measures how fast MDPs are solved: `npx tsx benchmarks/mdp.ts`. A dense one against NumPy with OpenBLAS on one core
 * (Debian's python3-numpy and libopenblas0-pthread), interleaved, the same MDP and the same results; and a large sparse
 * one alone.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import {
  createMdp,
  evaluatePolicy,
  type Mdp,
  policyGradient,
  softmaxPolicy,
  type TabularPolicy,
} from "../src/mdp/index.ts";
import { createGenerator } from "../src/random/index.ts";

const discount = 0.99;
const seed = 0;

/** Values, stationary distribution and the three gradients: what they come to, as a check. */
function solve(mdp: Mdp, policy: TabularPolicy): number[] {
  const evaluation = evaluatePolicy(mdp, policy);
  const gradients = (["startValue", "averageValue", "averageReward"] as const).map((objective) =>
    policyGradient(evaluation, objective),
  );
  const norms = gradients.map((gradient) =>
    Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0)),
  );
  return [evaluation.startValue, evaluation.gain, ...norms];
}

function randomDense(states: number, actions: number) {
  const generator = createGenerator(seed);
  const transitions = Float64Array.from({ length: states * actions * states }, () => generator.random());
  for (let at = 0; at < transitions.length; at += states) {
    const row = transitions.subarray(at, at + states);
    const sum = row.reduce((a, b) => a + b);
    row.forEach((value, i) => {
      row[i] = value / sum;
    });
  }
  const rewards = Float64Array.from({ length: states * actions }, () => generator.random());
  const start = new Float64Array(states).fill(1 / states);
  const mdp = createMdp({ transitions, rewards, start, discount });
  return {
    mdp,
    policy: softmaxPolicy(
      mdp,
      rewards.map(() => generator.normal()),
    ),
  };
}

function randomSparse(states: number, actions: number, successors: number) {
  const generator = createGenerator(seed);
  const count = states * actions * successors;
  const indices = (of: (row: number) => number) => Int32Array.from({ length: count }, (_, row) => of(row));
  const probabilities = Float64Array.from({ length: count }, () => generator.random());
  for (let at = 0; at < count; at += successors) {
    const row = probabilities.subarray(at, at + successors);
    const sum = row.reduce((a, b) => a + b);
    row.forEach((value, i) => {
      row[i] = value / sum;
    });
  }
  const mdp = createMdp({
    transitions: {
      states: indices((row) => Math.floor(row / successors / actions)),
      actions: indices((row) => Math.floor(row / successors) % actions),
      nextStates: indices(() => generator.integers(0, states)),
      probabilities,
    },
    rewards: Float64Array.from({ length: states * actions }, () => generator.random()),
    start: new Float64Array(states).fill(1 / states),
    discount,
  });
  return {
    mdp,
    policy: softmaxPolicy(
      mdp,
      mdp.rewards.map(() => generator.normal()),
    ),
  };
}

/** A process that solves the MDP each time it is asked. */
function startNumpy(states: number, actions: number) {
  const script = new URL("numpy/mdp.py", import.meta.url).pathname;
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const python = spawn("python3", [script, ...[states, actions, discount, seed].map(String)], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    async ask(): Promise<Times & { readonly results: readonly number[] }> {
      python.stdin.write("\n");
      const { value, done } = await answers.next();
      if (done) throw new Error("NumPy's process ended. Is python3-numpy installed?");
      return JSON.parse(value);
    },
    end: () => python.stdin.end(),
  };
}

/** Milliseconds on the clock, and of the processor, which others on the same machine do not lengthen. */
interface Times {
  readonly elapsed: number;
  readonly processor: number;
}

function timed<Result>(work: () => Result): Times & { readonly results: Result } {
  const processor = process.cpuUsage();
  const begin = performance.now();
  const results = work();
  const elapsed = performance.now() - begin;
  const { user, system } = process.cpuUsage(processor);
  return { results, elapsed, processor: (user + system) / 1000 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function inText(times: readonly Times[]): string {
  const part = (name: keyof Times) => `${median(times.map((time) => time[name])).toFixed(0)} ms`;
  return `${part("elapsed")}, of the processor ${part("processor")}`;
}

const [states, actions, rounds] = [1000, 4, 15];
const { mdp, policy } = randomDense(states, actions);
const numpy = startNumpy(states, actions);
const ours: Times[] = [];
const theirs: Times[] = [];
for (let round = -2; round < rounds; round++) {
  const own = timed(() => solve(mdp, policy));
  const other = await numpy.ask();
  own.results.forEach((value, i) => {
    const off = Math.abs(value - other.results[i]) / Math.abs(other.results[i]);
    if (!(off < 1e-9)) throw new Error(`result ${i}: ${value} here, ${other.results[i]} with NumPy`);
  });
  if (round < 0) continue; // warm-up
  ours.push(own);
  theirs.push(other);
}
numpy.end();
console.log(`dense, ${states} states, ${actions} actions, γ = ${discount}`);
console.log(`  logpi  ${inText(ours)}`);
console.log(`  NumPy  ${inText(theirs)}`);
const ratio = (name: keyof Times) => median(ours.map((time, i) => time[name] / theirs[i][name])).toFixed(2);
console.log(`  ratio  ${ratio("elapsed")}, of the processor ${ratio("processor")}`);

for (const size of [25_000, 100_000]) {
  const made = timed(() => randomSparse(size, 4, 5));
  const { mdp, policy } = made.results;
  const solved = [1, 2, 3].map(() => timed(() => solve(mdp, policy)));
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(
    `sparse, ${size} states, 4 actions, 5 successors: made in ${(made.elapsed / 1000).toFixed(1)} s`,
  );
  console.log(`  solved ${inText(solved)}; resident memory ${memory.toFixed(0)} MB`);
}
