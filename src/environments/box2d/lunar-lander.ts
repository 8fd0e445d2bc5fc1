import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { foundById } from "../found-by-id.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";
import { type Engines, type LunarLanderSettings, lunarLanderDynamics } from "./lunar-lander-dynamics.ts";

/** Where to land: see {@link lunarLander} and {@link lunarLanderContinuous}. */
export interface LunarLanderOptions {
  /** In m/s²: below 0 and above −12; default −10. */
  readonly gravity?: number;
  /** Whether there is wind, as long as no leg touches the ground; default false. */
  readonly enableWind?: boolean;
  /** The largest force of the wind (N), from 0; default 15. Gymnasium recommends up to 20. */
  readonly windPower?: number;
  /** The largest torque of the wind (N·m), from 0; default 1.5. Gymnasium recommends up to 2. */
  readonly turbulencePower?: number;
}

/**
 * LunarLander-v3 (as in Gymnasium): land on the pad between two hills, upright and slowly, with three engines.
 *
 * - Observation `[8]`: the position x and y from the pad, in half widths and half heights of the picture; the velocity in x
 *   and y, in units of 5 and 7.5 m/s; the angle (rad) and 0.4 times the angular velocity (rad/s); 1 where the right leg
 *   touches the ground, and the left one.
 * - Actions: 0 nothing, 1 and 3 fire a side engine, to turn to the left and to the right, 2 fires the main one.
 * - Reward: the change of a potential, 100 for each unit of distance, speed and angle and 10 for each leg on the ground;
 *   −0.3 where the main engine fires, −0.03 where a side one does. In place of it −100 for a crash or for leaving the
 *   picture, and 100 when the lander has come to rest.
 * - Terminated: when the lander's body touches the ground, is beside the picture, or has come to rest; truncated after
 *   1000 steps.
 * - Start: at the top, pushed in a random direction, over random ground.
 *
 * The ground, the push and the engines' spread equal Gymnasium 1.4's, seed by seed. The motion follows the algorithms of
 * Box2D 2.3, which Gymnasium uses, in float64 rather than float32: episodes are equal at first and alike later.
 *
 * @throws OptionsError for options that there are not; RangeError for numbers that are out of range
 */
export function lunarLander(options: LunarLanderOptions = {}): EnvironmentDefinition<Float32Array, number> {
  return define("LunarLander", "lunarLander", options, (settings) =>
    lunarLanderDynamics(settings, discrete(4), (actions, index, engines) => {
      const action = actions[index];
      engines.main = action === 2 ? 1 : 0;
      engines.side = action === 1 || action === 3 ? 1 : 0;
      engines.direction = action - 2;
    }),
  );
}

/**
 * LunarLanderContinuous-v3: {@link lunarLander} with throttles.
 *
 * - Action `[2]`, −1 to 1: the main engine is off up to 0 and fires at 50 % to 100 % above; the side engines are off from
 *   −0.5 to 0.5, and at 50 % to 100 % beyond, that which turns to the left below and that which turns to the right above.
 * - Reward: engines cost in proportion to their throttle.
 *
 * @throws OptionsError for options that there are not; RangeError for numbers that are out of range
 */
export function lunarLanderContinuous(
  options: LunarLanderOptions = {},
): EnvironmentDefinition<Float32Array, Float32Array> {
  return define("LunarLanderContinuous", "lunarLanderContinuous", options, (settings) =>
    lunarLanderDynamics(settings, box({ low: -1, high: 1, shape: [2] }), readThrottles),
  );
}

function readThrottles(actions: ArrayLike<number>, index: number, engines: Engines): void {
  const main = Math.min(1, actions[2 * index]);
  const side = Math.max(-1, Math.min(1, actions[2 * index + 1]));
  engines.main = main > 0 ? (main + 1) / 2 : 0;
  engines.side = Math.abs(side) > 0.5 ? Math.abs(side) : 0;
  engines.direction = Math.sign(side);
}

const names = ["gravity", "enableWind", "windPower", "turbulencePower"] as const;

function define<Action>(
  name: string,
  owner: string,
  options: LunarLanderOptions,
  create: (settings: LunarLanderSettings) => Dynamics<Float32Array, Action>,
): EnvironmentDefinition<Float32Array, Action> {
  const given = knownOptions(owner, options, names);
  const { gravity = -10, enableWind = false, windPower = 15, turbulencePower = 1.5 } = given;
  if (!(typeof gravity === "number" && gravity > -12 && gravity < 0)) {
    throw new RangeError(`${owner}: gravity is ${valueInText(gravity)}; it must be above -12 and below 0.`);
  }
  requireFlag(`${owner}: enableWind`, enableWind);
  for (const [power, value] of Object.entries({ windPower, turbulencePower })) {
    if (typeof value === "number" && value >= 0 && value < Infinity) continue;
    throw new RangeError(`${owner}: ${power} is ${valueInText(value)}; it must be from 0 and finite.`);
  }
  const others = [
    ...(gravity === -10 ? [] : [`gravity${gravity}`]),
    ...(enableWind ? [`wind${windPower},${turbulencePower}`] : []),
  ];
  const settings = { gravity, enableWind, windPower, turbulencePower };
  const definition: EnvironmentDefinition<Float32Array, Action> = {
    id: [name, ...others, "v3"].join("-"),
    description: "Land on the pad, upright and slowly, with three engines.",
    maxEpisodeSteps: 1000,
    create: () => environmentFromDynamics(create(settings)),
    batch: (count) => batchFromDynamics(create(settings), count),
  };
  return foundById(definition, others.length === 0);
}
