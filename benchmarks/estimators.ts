/**
 * Times score function estimates with a million samples against PyTorch's in float64, interleaved in one run, one core each:
 * `npx tsx benchmarks/estimators.ts`.
 *
 * Ours calls a plain function for every sample, and gives standard errors; PyTorch evaluates f on the whole tensor, its best
 * case. It is timed as it is when it is installed, and tuned: told to keep the memory that it frees, it saves the page
 * faults of its large tensors. Needs Debian's python3-torch and libopenblas0-pthread.
 */
import { categorical, normal } from "../src/distributions/index.ts";
import { defineProblem, type Estimate, type Parameters, scoreFunction } from "../src/estimators/index.ts";
import { createGenerator } from "../src/random/index.ts";
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
  const [plain, tuned] = theirs.map((times) => {
    const ratio = median(own.map((time, i) => time / times[i]));
    return `${median(times).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`;
  });
  console.log(`${density}: ${median(own).toFixed(0)} ms; PyTorch ${plain}; tuned ${tuned}`);
}
