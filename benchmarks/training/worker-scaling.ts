import { cpus } from "node:os";
import { probe } from "../probe.ts";

/** Environment steps per second of PPO on the springs of benchmarks/environments/, by the number of workers. */
export interface WorkerScaling {
  readonly backend: "wasm" | "native";
  readonly stepsPerSecond: Readonly<Record<string, number>>;
}

/** 1, 2, 4, … workers, as many as there are cores. dist/ must be built. */
export function measureWorkers(backend: "wasm" | "native"): WorkerScaling {
  const counts = Array.from({ length: Math.floor(Math.log2(cpus().length)) + 1 }, (_, i) => `${2 ** i}`);
  const stepsPerSecond = probe("workers.mjs", counts, { parameters: [counts.join(), backend] });
  return { backend, stepsPerSecond };
}
