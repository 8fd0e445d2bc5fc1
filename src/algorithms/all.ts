import type { Algorithm } from "../learning/index.ts";
import { a2c } from "./a2c/a2c.ts";
import { ppo } from "./ppo/ppo.ts";
import { reinforce } from "./reinforce/reinforce.ts";

/** Every algorithm, for who chooses one by name. */
export const algorithms: readonly Algorithm[] = [ppo, a2c, reinforce];
