import { goNetworks } from "./go-network.ts";
import { matrixProduct } from "./matrix-product.ts";
import { mlpForwards } from "./mlp-forward.ts";
import { ppoSteps } from "./ppo-step.ts";
import { reinforceStep } from "./reinforce-step.ts";
import { sacUpdate } from "./sac-update.ts";
import { td3Update } from "./td3-update.ts";
import type { Workload } from "./workload.ts";

export const workloads: readonly Workload[] = [
  ...mlpForwards,
  ...ppoSteps,
  reinforceStep,
  sacUpdate,
  td3Update,
  ...goNetworks,
  matrixProduct,
];
