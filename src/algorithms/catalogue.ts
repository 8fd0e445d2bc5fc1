import { a2c } from "./a2c.ts";
import { a2cOptions } from "./a2c-options.ts";
import type { Algorithm } from "./algorithm.ts";
import { ppo } from "./ppo.ts";
import { ppoOptions } from "./ppo-options.ts";
import { a2cPresets, a2cTuned } from "./presets/a2c.ts";
import { ppoPresets, ppoTuned } from "./presets/ppo.ts";
import { reinforceTuned } from "./presets/reinforce.ts";
import { reinforce } from "./reinforce.ts";
import { reinforceOptions } from "./reinforce-options.ts";

/** Every algorithm, for who chooses one by name. */
export const algorithms: readonly Algorithm[] = [
  {
    name: "ppo",
    description:
      "Proximal policy optimization: a clipped objective, ascended in several passes over each rollout.",
    options: ppoOptions,
    presets: ppoPresets,
    tuned: ppoTuned,
    train: ppo,
  },
  {
    name: "a2c",
    description: "Advantage actor-critic: one step along n-step advantages after each short rollout.",
    options: a2cOptions,
    presets: a2cPresets,
    tuned: a2cTuned,
    train: a2c,
  },
  {
    name: "reinforce",
    description: "REINFORCE: the score-function estimate from whole episodes, with a baseline.",
    options: reinforceOptions,
    presets: {},
    tuned: reinforceTuned,
    train: reinforce,
  },
];
