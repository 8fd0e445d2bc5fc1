import { cos } from "../../math/elementary/cos.ts";
import { sin } from "../../math/elementary/sin.ts";
import { tanh } from "../../math/elementary/tanh.ts";
import type { Generator } from "../../random/index.ts";
import type { Dynamics } from "../dynamics.ts";
import { applyImpulse, type Body, originX, originY, placeBody } from "../rigid-bodies/body.ts";
import { type Pair, rectangle } from "../rigid-bodies/polygon.ts";
import { type Seen, sceneOfWorld } from "../rigid-bodies/scene-of-world.ts";
import { beginWorld, stepWorld } from "../rigid-bodies/step.ts";
import {
  createWorld,
  isWorld,
  readWorld,
  type WorldDesign,
  worldSize,
  writeWorld,
} from "../rigid-bodies/world.ts";
import { box } from "../spaces/box.ts";
import type { Space } from "../spaces/space.ts";

/** What a lander can be told: see `lunarLander`. */
export interface LunarLanderSettings {
  readonly gravity: number;
  readonly enableWind: boolean;
  readonly windPower: number;
  readonly turbulencePower: number;
}

const STEPS_PER_SECOND = 50;
const SCALE = 30; // pixels of Gymnasium's picture per m
const WIDTH = 600 / SCALE;
const HEIGHT = 400 / SCALE;
const PAD_HEIGHT = HEIGHT / 4;
const GROUND_POINTS = 11;
const GROUND_SPACING = WIDTH / (GROUND_POINTS - 1);

const START_FORCE = 1000; // N
const MAIN_POWER = 13;
const MAIN_BELOW = 4 / SCALE;
const SIDE_POWER = 0.6;
const SIDE_AWAY = 12 / SCALE;
const LEG_AWAY = 20 / SCALE;
const LEG_DOWN = 18 / SCALE;
const LEG_TILT = 0.05; // rad

const corners: readonly Pair[] = [
  [17, -10],
  [17, 0],
  [14, 17],
  [-14, 17],
  [-17, 0],
  [-17, -10],
];
const leg = { corners: rectangle(2 / SCALE, 8 / SCALE), density: 1, friction: 0.2 };

/** The bodies by number. Gymnasium's first leg, whose contact is observed first, hangs on the right. */
const RIGHT = 2;
const LANDER = 1;
const LEFT = 0;

/**
 * Gymnasium's world without the floor at height 0, which is below the ground. A leg hangs on a hinge whose motor pushes it
 * outward against its limit.
 */
const design: Omit<WorldDesign, "gravity"> = {
  timeStep: 1 / STEPS_PER_SECOND,
  bodies: [
    leg,
    { corners: corners.map(([x, y]): Pair => [x / SCALE, y / SCALE]), density: 5, friction: 0.1 },
    leg,
  ],
  joints: [
    {
      bodies: [LANDER, LEFT],
      anchors: [
        [0, 0],
        [LEG_AWAY, LEG_DOWN],
      ],
      limits: [-0.9, -0.4],
      motorSpeed: 0.3,
      maxTorque: 40,
    },
    {
      bodies: [LANDER, RIGHT],
      anchors: [
        [0, 0],
        [-LEG_AWAY, LEG_DOWN],
      ],
      limits: [0.4, 0.9],
      motorSpeed: -0.3,
      maxTorque: 40,
    },
  ],
  ground: { spacing: GROUND_SPACING, points: GROUND_POINTS, friction: 0.1 },
  contacts: 3 * (GROUND_POINTS - 1),
};

/** The picture of Gymnasium, with a flag at either end of the pad. */
const seen: Seen = {
  view: [0, 0, WIDTH, HEIGHT],
  flags: [-1, 1].map((side) => [WIDTH / 2 + side * GROUND_SPACING, PAD_HEIGHT]),
  parts: ["limb", "hull", "limb"],
};

const bounds = [2.5, 2.5, 10, 10, 2 * Math.PI, 10];
const OBSERVED = 8;

/** Which observation is which. */
const [X, Y, VX, VY, ANGLE, SPIN, RIGHT_CONTACT, LEFT_CONTACT] = [0, 1, 2, 3, 4, 5, 6, 7];

/** What the engines do: the throttle of the main one, 0 or 0.5 to 1; that of the side ones; and which, −1 or 1. */
export interface Engines {
  main: number;
  side: number;
  direction: number;
}

/**
 * State: the world's; then the observation; the potential whose differences are rewards; and how far the wind and its
 * turbulence are.
 *
 * @param readEngines what the action of copy `index` does; engines that are off have throttle 0
 */
export function lunarLanderDynamics<Action>(
  { gravity, enableWind, windPower, turbulencePower }: LunarLanderSettings,
  actionSpace: Space<Action>,
  readEngines: (actions: ArrayLike<number>, index: number, engines: Engines) => void,
): Dynamics<Float32Array, Action> {
  const worldDesign = { ...design, gravity };
  const world = createWorld(worldDesign);
  const lander = world.bodies[LANDER];
  const size = worldSize(worldDesign);
  const potential = size + OBSERVED;
  const wind = potential + 1;
  const turbulence = wind + 1;
  const engines: Engines = { main: 0, side: 0, direction: 0 };
  const touching = [0, 0, 0];
  let isCrashed = false;
  world.touch = (body, isTouching) => {
    if (body === LANDER) isCrashed ||= isTouching;
    else touching[body] = isTouching ? 1 : 0;
  };

  /** Steps a world that was read. @returns whether it came to rest */
  const advance = (state: Float64Array, at: number, generator: Generator): boolean => {
    const observation = at + size;
    touching[RIGHT] = state[observation + RIGHT_CONTACT];
    touching[LEFT] = state[observation + LEFT_CONTACT];
    isCrashed = false;
    if (enableWind && touching[RIGHT] === 0 && touching[LEFT] === 0) {
      lander.forceX += windPower * gust(state[at + wind]);
      lander.torque += turbulencePower * gust(state[at + turbulence]);
      state[at + wind] += 1;
      state[at + turbulence] += 1;
    }
    fire(lander, engines, generator);
    const isAtRest = stepWorld(world);
    writeWorld(world);
    state[observation + X] = (originX(lander) - WIDTH / 2) / (WIDTH / 2);
    state[observation + Y] = (originY(lander) - (PAD_HEIGHT + LEG_DOWN)) / (HEIGHT / 2);
    state[observation + VX] = (lander.vx * (WIDTH / 2)) / STEPS_PER_SECOND;
    state[observation + VY] = (lander.vy * (HEIGHT / 2)) / STEPS_PER_SECOND;
    state[observation + ANGLE] = lander.angle;
    state[observation + SPIN] = (20 * lander.spin) / STEPS_PER_SECOND;
    state[observation + RIGHT_CONTACT] = touching[RIGHT];
    state[observation + LEFT_CONTACT] = touching[LEFT];
    state[at + potential] = potentialOf(state, observation);
    return isAtRest;
  };

  return {
    observationSpace: box({ low: [...bounds.map((bound) => -bound), 0, 0], high: [...bounds, 1, 1] }),
    actionSpace,
    stateSize: turbulence + 1,

    reset(state, at, generator) {
      state.fill(0, at, at + turbulence + 1);
      readWorld(world, state, at);
      drawGround(state, at, generator);
      placeBody(lander, WIDTH / 2, HEIGHT, 0);
      placeBody(world.bodies[RIGHT], WIDTH / 2 + LEG_AWAY, HEIGHT, -LEG_TILT);
      placeBody(world.bodies[LEFT], WIDTH / 2 - LEG_AWAY, HEIGHT, LEG_TILT);
      beginWorld(world);
      lander.forceX = generator.uniform(-START_FORCE, START_FORCE);
      lander.forceY = generator.uniform(-START_FORCE, START_FORCE);
      if (enableWind) {
        state[at + wind] = generator.integers(-9999, 9999);
        state[at + turbulence] = generator.integers(-9999, 9999);
      }
      engines.main = engines.side = 0;
      advance(state, at, generator);
    },

    step(state, at, actions, index, rewards, terminated, generator) {
      const before = state[at + potential];
      readEngines(actions, index, engines);
      readWorld(world, state, at);
      const isAtRest = advance(state, at, generator);
      const isOver = isCrashed || Math.abs(state[at + size + X]) >= 1;
      terminated[index] = isOver || isAtRest ? 1 : 0;
      rewards[index] = isAtRest
        ? 100
        : isOver
          ? -100
          : state[at + potential] - before - 0.3 * engines.main - 0.03 * engines.side;
    },

    observe(state, at, observations, offset) {
      for (let i = 0; i < OBSERVED; i += 1) observations[offset + i] = state[at + size + i];
    },

    render(state, at) {
      readWorld(world, state, at);
      return sceneOfWorld(world, seen);
    },

    isState: (state) => state.every(Number.isFinite) && isWorld(world, state, 0),
  };
}

/** Ground of random heights, smoothed, with a flat pad in the middle. */
function drawGround(state: Float64Array, at: number, generator: Generator): void {
  const heights = Array.from({ length: GROUND_POINTS + 1 }, () => generator.uniform(0, HEIGHT / 2));
  const middle = (GROUND_POINTS - 1) / 2;
  for (let i = middle - 2; i <= middle + 2; i += 1) heights[i] = PAD_HEIGHT;
  for (let i = 0; i < GROUND_POINTS; i += 1) {
    // The left neighbor of the first point is the last draw, as in Gymnasium.
    state[at + i] = 0.33 * (heights[i > 0 ? i - 1 : GROUND_POINTS] + heights[i] + heights[i + 1]);
  }
}

/** A number of −1 to 1 that never repeats, for step `t` of the wind. */
function gust(t: number): number {
  return tanh(sin(0.02 * t) + sin(Math.PI * 0.01 * t));
}

/**
 * The impulses of the engines, which spread at random. They are Gymnasium's: where a side engine pushes depends on the
 * lander's angle.
 */
function fire(lander: Body, { main, side, direction }: Engines, generator: Generator): void {
  const s = sin(lander.angle);
  const c = cos(lander.angle);
  const along = generator.uniform(-1, 1) / SCALE;
  const across = generator.uniform(-1, 1) / SCALE;
  const x = originX(lander);
  const y = originY(lander);
  if (main > 0) {
    const down = MAIN_BELOW + 2 * along;
    const outX = s * down - c * across;
    const outY = -c * down - s * across;
    const power = MAIN_POWER * main;
    applyImpulse(lander, -outX * power, -outY * power, x + outX, y + outY);
  }
  if (side > 0) {
    const out = 3 * across + direction * SIDE_AWAY;
    const outX = s * along - c * out;
    const outY = -c * along - s * out;
    const power = SIDE_POWER * side;
    applyImpulse(
      lander,
      -outX * power,
      -outY * power,
      x + outX - (s * 17) / SCALE,
      y + outY + (c * 14) / SCALE,
    );
  }
}

/** High near the pad, slow, upright and with the legs on the ground. */
function potentialOf(state: Float64Array, at: number): number {
  const x = state[at + X];
  const y = state[at + Y];
  const vx = state[at + VX];
  const vy = state[at + VY];
  return (
    -100 * Math.sqrt(x * x + y * y) -
    100 * Math.sqrt(vx * vx + vy * vy) -
    100 * Math.abs(state[at + ANGLE]) +
    10 * state[at + RIGHT_CONTACT] +
    10 * state[at + LEFT_CONTACT]
  );
}
