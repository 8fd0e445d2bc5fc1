import { type PpoOptions, ppo } from "../../src/algorithms/ppo/ppo.ts";
import { ppoPresets } from "../../src/algorithms/ppo/presets.ts";
import { median } from "../timing.ts";

/** Environment steps per second of whole trainings. */
export interface TrainingSpeed {
  readonly title: string;
  readonly environments: number;
  readonly hidden: readonly number[];
  readonly target?: Readonly<Record<"wasm" | "native", number>> | undefined;
  /** By backend, as far as this machine has it. */
  readonly stepsPerSecond: Partial<Record<"wasm" | "native", number>>;
}

interface Case {
  readonly title: string;
  readonly options: PpoOptions;
  readonly target?: TrainingSpeed["target"];
}

/** CleanRL's settings with other numbers of environments and wider networks; always four minibatches per rollout. */
function grid(): Case[] {
  const { rolloutSteps } = ppoPresets.cleanrl;
  return [64, 256].flatMap((width) =>
    [4, 16, 64, 256].map((environments) => ({
      title: "cleanrl",
      options: {
        ...ppoPresets.cleanrl,
        environments,
        minibatchSize: (environments * rolloutSteps) / 4,
        hidden: [width, width],
      },
    })),
  );
}

const cases: readonly Case[] = [
  { title: "cleanrl", options: ppoPresets.cleanrl, target: { wasm: 110_000, native: 350_000 } },
  { title: "zoo", options: ppoPresets.zoo },
  ...grid().slice(1), // the first is CleanRL's own
];

const rounds = 5;
const secondsPerRound = 0.6;

/** PPO on CartPole-v1, on one core, by settings, number of environments and width of the network. All take turns. */
export function measureTraining(backends: readonly ("wasm" | "native")[]): TrainingSpeed[] {
  const speeds = cases.map(() => backends.map((): number[] => []));
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { options }] of cases.entries()) {
      for (const [j, backend] of backends.entries()) {
        const speed = stepsPerSecond(trainPpo({ ...options, backend }), secondsPerRound);
        if (round > 0) speeds[i][j].push(speed); // the engine compiles during the first
      }
    }
  }
  return cases.map(({ title, options: { environments = 8, hidden = [64, 64] }, target }, i) => ({
    title,
    environments,
    hidden,
    target,
    stepsPerSecond: Object.fromEntries(backends.map((backend, j) => [backend, median(speeds[i][j])])),
  }));
}

/** PPO on CartPole-v1, on one thread, for as long as it is asked for reports. */
export function trainPpo(options: PpoOptions): Iterable<{ readonly steps: number }> {
  return ppo("CartPole-v1", { ...options, workers: 1, steps: 2 ** 40, seed: 1 });
}

/** Steps per second of the processor over about `seconds` after the first report. */
export function stepsPerSecond(reports: Iterable<{ readonly steps: number }>, seconds: number): number {
  let start: { readonly steps: number; readonly usage: NodeJS.CpuUsage } | undefined;
  for (const { steps } of reports) {
    start ??= { steps, usage: process.cpuUsage() };
    const { user, system } = process.cpuUsage(start.usage);
    const elapsed = (user + system) / 1e6;
    if (elapsed >= seconds) return (steps - start.steps) / elapsed;
  }
  throw new Error("the training ended before it was timed");
}
