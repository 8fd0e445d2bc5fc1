/**
 * Times score function estimates with a million samples against PyTorch's in float64, interleaved in one run, one core each:
 * `npx tsx benchmarks/estimators.ts`. The table of docs/estimators.md is what it prints.
 *
 * Ours calls a plain function for every sample, and gives standard errors; PyTorch evaluates f on the whole tensor, its best
 * case. It is timed as it is when it is installed, and tuned: told to keep the memory that it frees, it saves the page
 * faults of its large tensors. Needs Debian's python3-torch and libopenblas0-pthread.
 */
import { categorical, normal } from "../src/distributions/index.ts";
import { defineProblem, type Estimate, type Parameters, scoreFunction } from "../src/estimators/index.ts";
import { createGenerator } from "../src/random/index.ts";
import { figure, milliseconds, table } from "./markdown.ts";
import { startPeer } from "./pytorch-peer.ts";
import { median, processorTime } from "./timing.ts";

const samples = 1_000_000;
const rounds = 11;
const f = (x: Float64Array) => (x[0] - 3) ** 2;
const generator = createGenerator(1);

const gaussian = defineProblem({
  parameters: { mean: 1, deviation: 1 },
  density: ({ mean, deviation }) => normal(mean, deviation),
  f,
});
const choice = defineProblem({
  parameters: { logits: Array.from({ length: 10 }, (_, i) => -1 + (2 * i) / 9) },
  density: ({ logits }) => categorical(logits),
  f,
});

const estimates: Record<string, () => Estimate<Parameters>> = {
  normal: () => scoreFunction(gaussian, { samples, generator }),
  categorical: () => scoreFunction(choice, { samples, generator }),
};

const rows: string[][] = [];
for (const [density, estimate] of Object.entries(estimates)) {
  const settings = { categorical: density === "categorical", samples };
  const peers = await Promise.all(
    (["plain", "tuned"] as const).map((tuning) =>
      startPeer("score_function.py", { settings, tensors: {} }, 1, tuning),
    ),
  );
  const { gradient, standardErrors } = estimate();
  const errors = Object.values(standardErrors).flat();
  for (const [i, entry] of Object.values(gradient).flat().entries()) {
    const theirs = peers[0].checks[0][i];
    // Two estimates, with errors of the same size.
    if (Math.abs(entry - theirs) > 7 * Math.SQRT2 * errors[i]) {
      throw new Error(`${density}: the gradients differ: ${entry} here, ${theirs} in PyTorch`);
    }
  }
  const own: number[] = [];
  const theirs = peers.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    own.push(processorTime(estimate, 1) / 1000);
    for (const [i, peer] of peers.entries()) theirs[i].push((await peer.time(1)) / 1000);
  }
  for (const peer of peers) peer.close();
  const compared = theirs.flatMap((times) => [
    milliseconds(median(times)),
    figure(median(own.map((time, i) => time / times[i]))),
  ]);
  rows.push([density, milliseconds(median(own)), ...compared]);
}
console.log(table(["", "logpi", "PyTorch", "ratio", "PyTorch, tuned", "ratio"], rows));
