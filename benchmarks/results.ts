import type { Comparison } from "./compare.ts";
import type { EnvironmentSpeeds } from "./environments/steps-per-second.ts";
import type { Footprint } from "./footprint/index.ts";
import type { Machine } from "./machine.ts";
import type { BesideStableBaselines3 } from "./training/beside-stable-baselines3.ts";
import type { TrainingSpeed } from "./training/steps-per-second.ts";
import type { TimeShares } from "./training/time-shares.ts";
import type { WorkerScaling } from "./training/worker-scaling.ts";

/** All that one run of `npm run bench` measures: plain data, saved as docs/performance.json. */
export interface Results {
  readonly machine: Machine;
  readonly comparisons: readonly Comparison[];
  readonly training: readonly TrainingSpeed[];
  readonly beside: BesideStableBaselines3;
  readonly workers: readonly WorkerScaling[];
  readonly shares: readonly TimeShares[];
  readonly environments: EnvironmentSpeeds;
  readonly footprint: Footprint;
}
