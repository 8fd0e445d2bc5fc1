import { cos } from "../../math/elementary/cos.ts";
import { sin } from "../../math/elementary/sin.ts";
import type { Dynamics } from "../dynamics.ts";
import { originX, originY, placeBody } from "../rigid-bodies/body.ts";
import { castRay } from "../rigid-bodies/cast-ray.ts";
import { jointAngle, jointSpeed } from "../rigid-bodies/joint.ts";
import { type Pair, rectangle } from "../rigid-bodies/polygon.ts";
import { sceneOfWorld } from "../rigid-bodies/scene-of-world.ts";
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
import {
  drawTerrain,
  GRASS_POINTS,
  MAX_BOXES,
  SCALE,
  START_POINTS,
  skipClouds,
  TERRAIN_HEIGHT,
  TERRAIN_POINTS,
  TERRAIN_STEP,
} from "./walker-terrain.ts";

const STEPS_PER_SECOND = 50;
const WIDTH = 600 / SCALE;
const HEIGHT = 400 / SCALE;

const MAX_TORQUE = 80; // N·m
const HIP_SPEED = 4; // rad/s
const KNEE_SPEED = 6;
const START_FORCE = 5; // N
const HIP = -8 / SCALE; // below the hull's origin
const LEG_WIDTH = 8 / SCALE;
const LEG_LENGTH = 34 / SCALE;
const LEG_TILT = 0.05; // rad

const RAYS = 10;
const RAY_LENGTH = 160 / SCALE;

/** The bodies by number: the first leg's are those of Gymnasium's first leg, which is drawn behind. */
const SECOND_SHIN = 0;
const SECOND_THIGH = 1;
const HULL = 2;
const FIRST_THIGH = 3;
const FIRST_SHIN = 4;

const hull: readonly Pair[] = [
  [34, -8],
  [34, 1],
  [6, 9],
  [-30, 9],
  [-30, -8],
];
const thigh = { corners: rectangle(LEG_WIDTH / 2, LEG_LENGTH / 2), density: 1, friction: 0.2 };
const shin = { ...thigh, corners: rectangle((0.8 * LEG_WIDTH) / 2, LEG_LENGTH / 2) };

const hip = (thighIndex: number) => ({
  bodies: [HULL, thighIndex] as const,
  anchors: [
    [0, HIP],
    [0, LEG_LENGTH / 2],
  ] as const,
  limits: [-0.8, 1.1] as const,
  motorSpeed: 0,
  maxTorque: 0,
});
const knee = (thighIndex: number, shinIndex: number) => ({
  bodies: [thighIndex, shinIndex] as const,
  anchors: [
    [0, -LEG_LENGTH / 2],
    [0, LEG_LENGTH / 2],
  ] as const,
  limits: [-1.6, -0.1] as const,
  motorSpeed: 0,
  maxTorque: 0,
});

/** The order in which Box2D meets the joints, from the body that was made last. */
const SECOND_KNEE = 0;
const SECOND_HIP = 1;
const FIRST_HIP = 2;
const FIRST_KNEE = 3;

const design: WorldDesign = {
  gravity: -10,
  timeStep: 1 / STEPS_PER_SECOND,
  bodies: [
    shin,
    thigh,
    { corners: hull.map(([x, y]): Pair => [x / SCALE, y / SCALE]), density: 5, friction: 0.1 },
    thigh,
    shin,
  ],
  joints: [
    knee(SECOND_THIGH, SECOND_SHIN),
    hip(SECOND_THIGH),
    hip(FIRST_THIGH),
    knee(FIRST_THIGH, FIRST_SHIN),
  ],
  ground: { spacing: TERRAIN_STEP, points: TERRAIN_POINTS, boxes: 0, friction: 2.5 },
  contacts: 128,
};

/** What the bodies are drawn as. */
const PARTS = ["limb", "limb", "hull", "far limb", "far limb"] as const;

/** The joints in the order of the actions and of the observations. */
const moved = [FIRST_HIP, FIRST_KNEE, SECOND_HIP, SECOND_KNEE];
const speeds = [HIP_SPEED, KNEE_SPEED, HIP_SPEED, KNEE_SPEED];

const legBounds = [Math.PI, 5, Math.PI, 5, 5];
const bounds = [Math.PI, 5, 5, 5, ...legBounds, ...legBounds, ...new Array<number>(RAYS).fill(1)];
const OBSERVED = bounds.length;
const FIRST_CONTACT = 8;
const SECOND_CONTACT = 13;
const FIRST_RAY = 14;

const directions = Array.from({ length: RAYS }, (_, i): Pair => {
  const angle = (1.5 * i) / RAYS;
  return [sin(angle) * RAY_LENGTH, -cos(angle) * RAY_LENGTH];
});

/** State: the world's; then the observation, and the potential whose differences are rewards. */
export function bipedalWalkerDynamics(isHardcore: boolean): Dynamics<Float32Array, Float32Array> {
  const worldDesign = { ...design, ground: { ...design.ground, boxes: isHardcore ? MAX_BOXES : 0 } };
  const world = createWorld(worldDesign);
  const body = world.bodies[HULL];
  const size = worldSize(worldDesign);
  const potential = size + OBSERVED;
  const touching = new Uint8Array(world.bodies.length);
  let isFallen = false;
  world.touch = (index, isTouching) => {
    if (index === HULL) isFallen ||= isTouching;
    touching[index] = isTouching ? 1 : 0;
  };

  /** Steps a world that was read and whose motors are set. */
  const advance = (state: Float64Array, at: number): void => {
    const seen = at + size;
    touching[FIRST_SHIN] = state[seen + FIRST_CONTACT];
    touching[SECOND_SHIN] = state[seen + SECOND_CONTACT];
    isFallen = false;
    stepWorld(world);
    writeWorld(world);
    state[seen] = body.angle;
    state[seen + 1] = (2 * body.spin) / STEPS_PER_SECOND;
    state[seen + 2] = (0.3 * body.vx * WIDTH) / STEPS_PER_SECOND;
    state[seen + 3] = (0.3 * body.vy * HEIGHT) / STEPS_PER_SECOND;
    for (let i = 0; i < moved.length; i += 1) {
      const joint = world.joints[moved[i]];
      const isKnee = i % 2;
      const place = seen + 4 + 2 * i + (i >> 1);
      state[place] = jointAngle(joint) + isKnee;
      state[place + 1] = jointSpeed(joint) / speeds[i];
    }
    state[seen + FIRST_CONTACT] = touching[FIRST_SHIN];
    state[seen + SECOND_CONTACT] = touching[SECOND_SHIN];
    const x = originX(body);
    const y = originY(body);
    for (let i = 0; i < RAYS; i += 1) {
      const [alongX, alongY] = directions[i];
      state[seen + FIRST_RAY + i] = castRay(world.ground, x, y, alongX, alongY);
    }
    state[at + potential] = (130 * x) / SCALE - 5 * Math.abs(body.angle);
  };

  const low = bounds.map((bound, i) => (i === FIRST_CONTACT || i === SECOND_CONTACT ? 0 : -bound));
  return {
    observationSpace: box({ low, high: bounds }),
    actionSpace: box({ low: -1, high: 1, shape: [moved.length] }),
    stateSize: potential + 1,

    reset(state, at, generator) {
      state.fill(0, at, at + potential + 1);
      readWorld(world, state, at);
      drawTerrain(state, at, isHardcore, generator);
      skipClouds(generator);
      const x = (TERRAIN_STEP * START_POINTS) / 2;
      const y = TERRAIN_HEIGHT + 2 * LEG_LENGTH;
      placeBody(body, x, y, 0);
      placeBody(world.bodies[FIRST_THIGH], x, y - HIP - LEG_LENGTH / 2, -LEG_TILT);
      placeBody(world.bodies[FIRST_SHIN], x, y - HIP - (3 * LEG_LENGTH) / 2, -LEG_TILT);
      placeBody(world.bodies[SECOND_THIGH], x, y - HIP - LEG_LENGTH / 2, LEG_TILT);
      placeBody(world.bodies[SECOND_SHIN], x, y - HIP - (3 * LEG_LENGTH) / 2, LEG_TILT);
      beginWorld(world);
      body.forceX = generator.uniform(-START_FORCE, START_FORCE);
      for (const joint of world.joints) joint.motorSpeed = joint.maxTorque = 0;
      advance(state, at);
    },

    step(state, at, actions, index, rewards, terminated) {
      const before = state[at + potential];
      readWorld(world, state, at);
      let effort = 0;
      for (let i = 0; i < moved.length; i += 1) {
        const action = actions[index * moved.length + i];
        const strength = Math.min(1, Math.abs(action));
        const joint = world.joints[moved[i]];
        joint.motorSpeed = speeds[i] * Math.sign(action);
        joint.maxTorque = MAX_TORQUE * strength;
        effort += strength;
      }
      advance(state, at);
      const x = originX(body);
      const isLost = isFallen || x < 0;
      rewards[index] = isLost ? -100 : state[at + potential] - before - 0.00035 * MAX_TORQUE * effort;
      terminated[index] = isLost || x > (TERRAIN_POINTS - GRASS_POINTS) * TERRAIN_STEP ? 1 : 0;
    },

    observe(state, at, observations, offset) {
      for (let i = 0; i < OBSERVED; i += 1) observations[offset + i] = state[at + size + i];
    },

    /** As wide as Gymnasium's picture: the hull keeps its place in it, near the left. */
    render(state, at) {
      readWorld(world, state, at);
      const left = originX(body) - WIDTH / 5;
      return sceneOfWorld(world, { view: [left, 0, WIDTH, HEIGHT], flags: [], parts: PARTS });
    },

    isState: (state) => state.every(Number.isFinite) && isWorld(world, state, 0),
  };
}
