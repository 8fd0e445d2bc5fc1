import type { Comparison } from "./compare.ts";
import { copies, type EnvironmentSpeeds } from "./environments/steps-per-second.ts";
import { bundles } from "./footprint/bundle-size.ts";
import type { Footprint } from "./footprint/index.ts";
import type { Machine } from "./machine.ts";
import { count, figure, kilobytes, megabytes, milliseconds, percent, table } from "./markdown.ts";
import type { Results } from "./results.ts";
import { outcomes, ratio } from "./targets.ts";
import type { BesideStableBaselines3 } from "./training/beside-stable-baselines3.ts";
import type { TrainingSpeed } from "./training/steps-per-second.ts";
import type { TimeShares } from "./training/time-shares.ts";
import type { WorkerScaling } from "./training/worker-scaling.ts";

/** docs/performance.md */
export function page(results: Results): string {
  const { machine, comparisons, training, beside, workers, shares, environments, footprint } = results;
  return `# Performance

${machineText(machine, comparisons)}

## What was wanted, and what was reached

"wasm" is the default backend: WebAssembly with 128-bit SIMD and no fused multiply-add, so that the bits are the same
everywhere. "native" is the same C source as a Node add-on, with the widest vectors that the processor has. Ratios are
of logpi's time to PyTorch's: below 1 is faster. What was wanted of them was set against PyTorch as it is when it is
installed; in brackets, what a PyTorch tuned for this machine makes of it (see below). Steps per second were set for an AMD
EPYC whose bare loops reach 58 GFLOP/s by wasm and 232 by AVX-512: a slower processor misses them.

${targetsTable(results)}

## One call, against PyTorch

Microseconds of the processor per call; in brackets the ratios to PyTorch, plain and tuned. PyTorch gets the same weights
and data, and the results of the first calls are checked to agree, updates of the weights included. All sides take turns in
one run; the figures are medians.

${timesTable(comparisons)}

"PyTorch" has one thread, channels last for convolutions, \`no_grad\` for forward passes, and the AVX-512 products of
OpenBLAS where the processor has AVX-512: version 0.3.21 does not know processors newer than itself
(\`OPENBLAS_CORETYPE=SkylakeX\`: without it 92 GFLOP/s instead of 180 here). "PyTorch, tuned" is also told to use AVX-512 in
its own loops, where version 1.13 takes AVX2 (\`ATEN_CPU_CAPABILITY=avx512\`), and to keep the memory that it frees
(\`MALLOC_TRIM_THRESHOLD_\`, \`MALLOC_MMAP_THRESHOLD_\`): page faults are half of the time of its largest steps otherwise.

## How near to the limit of the machine

GFLOP/s; in brackets the share of the peak of the instruction set, measured beside it. Counted are the multiplications and
additions of matrix products and direct convolutions alone: 3×3 convolutions take fewer (Winograd), and products leave out
zeros where ReLU made many of them, so both may exceed the peak, and whatever else a call does counts as time lost.

${speedTable(comparisons)}

![Roofline of one core](images/roofline.svg)

How to read the picture: each number is a workload, and stands as far to the right as it computes much per byte that has
to be moved at least (inputs, parameters and optimizer state read, what changes written). But for convolutions and ReLU, no
point can lie above the horizontal line of its instruction set, nor above a slanted line if its data has to come from
there each time. All but one of these workloads lie to the right of where the lines meet: it is arithmetic that limits
them, and what is lost beside it (activations, losses, the optimizer; narrow layers that do not fill the vectors). The
batch of one at the left does so little that what a call costs shows.

## A whole training

PPO on CartPole-v1 on one core: environment steps per second, rollouts and updates together, after the first rollout. Four
minibatches per rollout and four passes over it (CleanRL's settings), by number of environments and width of the two
hidden layers; "zoo" are RL Baselines3 Zoo's settings.

${trainingTable(training)}

Beside Stable-Baselines3 ${beside.version ?? ""} on CartPole-v1 (Gymnasium's there), by the settings of RL Baselines3 Zoo:
steps per second of the processor, in turns; in brackets, times the speed of Stable-Baselines3. ${measuredText(beside)}

${besideTable(beside)}

With workers, and a larger network: 17 observations, 6 continuous actions, hidden layers 256, 256, 64 environments that
cost next to nothing themselves, minibatches of 2,048. Steps per second of the clock; in brackets, times the speed of one.

${workersTable(workers)}

Where the time goes. The parts are measured alone at the same sizes, each at its best; the rest is drawing from
generators, copying, advantages, and what the parts cost more among each other, when the cache holds less of their data.

${sharesTable(shares)}

## Environments alone

Steps per second of the processor with random actions, resets included, each environment in processes of its own; in
brackets, times what one copy does in Gymnasium ${environments.gymnasium ?? ""}, which took turns with it.
${measuredText(environments)}

${environmentsTable(environments)}

## Before and beside the computing

From the import of the package to the first action of a saved policy, in a fresh process:

${startUpTable(footprint)}

Compiling the program of PPO's step (4-64-64-2), the first time in a process and again; resident memory of a training with
CleanRL's settings at its peak:

${trainingFootprintTable(footprint)}

${sizesTable(footprint)}
`;
}

/** Of a part of the page that may be of another day and machine than the others. */
function measuredText({ date, processor, load }: Pick<Machine, "date" | "processor" | "load">): string {
  return `Measured on ${date}: ${processor}, at a load of the machine of ${load.toFixed(1)}.`;
}

function machineText(
  { date, processor, cores, system, node, load, peaks, bandwidths }: Machine,
  comparisons: readonly Comparison[],
): string {
  const version = comparisons[0].peers[0]?.version;
  const peakList = peaks
    .map(({ title, gigaflops }) => `${title} **${figure(gigaflops)} GFLOP/s**`)
    .join(", ");
  const bandwidthList = bandwidths
    .map(({ title, gigabytes }) => `${figure(gigabytes)} GB/s in ${title}`)
    .join(", ");
  return `Last measured on ${date}: ${processor}, ${cores} cores, ${system}, Node ${node}${version ? `, PyTorch ${version}` : ""}; float32, one
thread. Made by \`npm run bench\`, with all figures in [performance.json](performance.json). The load of the machine was
${load.toFixed(1)} when it began; times of one thread are the processor's, in which what else runs does not count.

What one core can do at best, a bare loop of multiplications and additions: ${peakList}. Copying moves
${bandwidthList}.`;
}

function targetsTable(results: Results): string {
  return table(
    ["what", "backend", "wanted", "measured", "reached"],
    outcomes(results).map(({ what, side, wanted, measured, reached, tuned }) => [
      what,
      side,
      wanted,
      tuned ? `${measured} (${tuned.measured})` : measured,
      tuned ? `${verdict(reached)} (${verdict(tuned.reached)})` : verdict(reached),
    ]),
  );
}

function verdict(reached: boolean): string {
  return reached ? "yes" : "**no**";
}

/** Microseconds and ratios of each workload. */
export function timesTable(comparisons: readonly Comparison[]): string {
  const titles = comparisons[0].backends.map(({ title }) => title);
  return table(
    ["#", "workload", ...peerTitlesOf(comparisons), ...titles],
    comparisons.map(({ title, peers, backends }, i) => [
      `${i + 1}`,
      title,
      ...peers.map(({ microseconds }) => figure(microseconds)),
      ...backends.map(({ microseconds, ratios }) => {
        const time = figure(microseconds);
        return ratios.length === 0 ? time : `${time} (${ratios.map(ratio).join(", ")})`;
      }),
    ]),
  );
}

function peerTitlesOf([{ peers }]: readonly Comparison[]): string[] {
  return peers.map(({ title }) => title);
}

/** Operations per second of each workload and their share of the peak. */
export function speedTable(comparisons: readonly Comparison[]): string {
  const titles = comparisons[0].backends.map(({ title }) => title);
  return table(
    ["#", "workload", "operations per byte", ...peerTitlesOf(comparisons), ...titles],
    comparisons.map(({ title, operations, bytes, peers, backends }, i) => {
      const speed = (microseconds: number) => figure(operations / microseconds / 1000);
      return [
        `${i + 1}`,
        title,
        figure(operations / bytes),
        ...peers.map(({ microseconds }) => speed(microseconds)),
        ...backends.map(({ microseconds, share }) => `${speed(microseconds)} (${percent(share)})`),
      ];
    }),
  );
}

export function trainingTable(training: readonly TrainingSpeed[]): string {
  const backends = Object.keys(training[0].stepsPerSecond) as ("wasm" | "native")[];
  return table(
    ["settings", "environments", "hidden layers", ...backends],
    training.map(({ title, environments, hidden, stepsPerSecond }) => [
      title,
      `${environments}`,
      hidden.join(", "),
      ...backends.map((backend) => count(stepsPerSecond[backend]!)),
    ]),
  );
}

export function besideTable({ speeds }: BesideStableBaselines3): string {
  const backends = Object.keys(speeds[0].stepsPerSecond) as ("wasm" | "native")[];
  return table(
    ["algorithm", "Stable-Baselines3", ...backends],
    speeds.map(({ algorithm, stepsPerSecond, peer }) => [
      algorithm,
      peer === undefined ? "" : count(peer),
      ...backends.map((backend) => {
        const speed = stepsPerSecond[backend]!;
        return peer === undefined ? count(speed) : `${count(speed)} (${figure(speed / peer)})`;
      }),
    ]),
  );
}

export function workersTable(workers: readonly WorkerScaling[]): string {
  const counts = Object.keys(workers[0].stepsPerSecond);
  return table(
    ["backend", ...counts.map((workers) => (workers === "1" ? "1 worker" : `${workers} workers`))],
    workers.map(({ backend, stepsPerSecond }) => [
      backend,
      ...counts.map((workers) => {
        const speed = count(stepsPerSecond[workers]);
        return workers === "1" ? speed : `${speed} (${figure(stepsPerSecond[workers] / stepsPerSecond[1])})`;
      }),
    ]),
  );
}

export function sharesTable(shares: readonly TimeShares[]): string {
  return table(
    ["settings", "backend", "updates", "acting", "environment", "rest"],
    shares.map(({ preset, backend, shares: { updates, acting, environment, rest } }) => [
      preset,
      backend,
      ...[updates, acting, environment, rest].map(percent),
    ]),
  );
}

export function environmentsTable({ speeds }: EnvironmentSpeeds): string {
  return table(
    ["environment", "one copy", `${count(copies)} copies`, "Gymnasium, one copy"],
    speeds.map(({ id, single, batch, gymnasium }) => {
      const withRatio = (speed: number) =>
        gymnasium === undefined ? count(speed) : `${count(speed)} (${figure(speed / gymnasium)})`;
      return [id, withRatio(single), withRatio(batch), gymnasium === undefined ? "" : count(gymnasium)];
    }),
  );
}

export function startUpTable({ startUp }: Footprint): string {
  return table(
    ["import", "backend", "importing", "first action", "together"],
    startUp.map(({ entry, backend, importing, acting, total }) => [
      `\`${entry}\``,
      backend,
      ...[importing, acting, total].map(milliseconds),
    ]),
  );
}

export function trainingFootprintTable({ training }: Footprint): string {
  return table(
    ["backend", "compiling, first time", "again", "memory of a training", "of Node alone"],
    training.map(({ backend, compile, memory }) => [
      backend,
      ...[compile.first, compile.again].map(milliseconds),
      ...[memory.peak, memory.empty].map(megabytes),
    ]),
  );
}

export function sizesTable({
  package: { packed, unpacked, dependencies },
  bundles: sizes,
}: Footprint): string {
  return table(
    ["what", "size"],
    [
      ["package, as npm downloads it", kilobytes(packed)],
      ["package, unpacked", kilobytes(unpacked)],
      ["its dependencies, unpacked", kilobytes(dependencies)],
      ...(["training", "inference"] as const).map((name) => [
        `browser bundle, ${bundles[name].title}, kernels included: minified, gzipped`,
        `${kilobytes(sizes[name].minified)}, ${kilobytes(sizes[name].gzipped)}`,
      ]),
    ],
  );
}
