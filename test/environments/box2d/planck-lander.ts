import { Box, Edge, Polygon, RevoluteJoint, Vec2, World } from "planck";
import { createGenerator } from "../../../src/random/index.ts";
import { sortPairs } from "./sort-pairs.ts";

/** What one step of Gymnasium's lander shows, and whether the episode is over. */
interface Seen {
  readonly observation: readonly number[];
  readonly isCrashed: boolean;
  readonly isAwake: boolean;
}

/** Throttles of the main engine and of the side ones, and which of these fires: −1 or 1. */
export type Engines = readonly [main: number, side: number, direction: number];

/**
 * LunarLander-v3 simulated by planck, an independent port of Box2D 2.3 that makes all of its 180 and 60 passes: what our own
 * solver must agree with. Randomness is drawn in Gymnasium's order.
 */
export function planckLander(seed: number, isWindy = false): { reset(): Seen; step(engines: Engines): Seen } {
  const generator = createGenerator(seed);
  const world = new World({ gravity: Vec2(0, -10) });
  sortPairs(world);
  const scale = 30;
  const [width, height] = [600 / scale, 400 / scale];
  const heights = Array.from({ length: 12 }, () => generator.uniform(0, height / 2));
  for (let i = 3; i <= 7; i += 1) heights[i] = height / 4;
  const smooth = Array.from(
    { length: 11 },
    (_, i) => 0.33 * (heights.at(i - 1)! + heights[i] + heights[i + 1]),
  );
  const moon = world.createBody();
  moon.createFixture({ shape: new Edge(Vec2(0, 0), Vec2(width, 0)), friction: 0.2 });
  for (let i = 0; i < 10; i += 1) {
    const shape = new Edge(Vec2(2 * i, smooth[i]), Vec2(2 * i + 2, smooth[i + 1]));
    moon.createFixture({ shape, friction: 0.1 });
  }
  const lander = world.createDynamicBody({ position: Vec2(width / 2, height) });
  const corners = [
    [-14, 17],
    [-17, 0],
    [-17, -10],
    [17, -10],
    [17, 0],
    [14, 17],
  ].map(([x, y]) => Vec2(x / scale, y / scale));
  const onlyGround = { filterMaskBits: 1 };
  lander.createFixture({
    shape: new Polygon(corners),
    density: 5,
    friction: 0.1,
    filterCategoryBits: 16,
    ...onlyGround,
  });
  // planck 1.4 takes the mean of the corners for the center of mass; these are the integrals over the polygon.
  const center = Vec2(0, 31 / 306);
  const mass = lander.getMass();
  lander.setMassData({ mass, center, I: 0.7838806584362138 + mass * center.y ** 2 });
  const force = Vec2(generator.uniform(-1000, 1000), generator.uniform(-1000, 1000));
  lander.applyForceToCenter(force, true);
  let [wind, turbulence] = isWindy
    ? [generator.integers(-9999, 9999), generator.integers(-9999, 9999)]
    : [0, 0];
  const gust = (t: number) => Math.tanh(Math.sin(0.02 * t) + Math.sin(Math.PI * 0.01 * t));
  const legs = [-1, 1].map((i) => {
    const leg = world.createDynamicBody({
      position: Vec2(width / 2 - (i * 20) / scale, height),
      angle: i * 0.05,
    });
    const shape = new Box(2 / scale, 8 / scale);
    leg.createFixture({ shape, density: 1, friction: 0.2, filterCategoryBits: 32, ...onlyGround });
    world.createJoint(
      new RevoluteJoint({
        bodyA: lander,
        bodyB: leg,
        localAnchorA: Vec2(0, 0),
        localAnchorB: Vec2((i * 20) / scale, 18 / scale),
        referenceAngle: 0,
        enableMotor: true,
        enableLimit: true,
        maxMotorTorque: 40,
        motorSpeed: 0.3 * i,
        lowerAngle: i < 0 ? 0.4 : -0.9,
        upperAngle: i < 0 ? 0.9 : -0.4,
      }),
    );
    return leg;
  });
  let isCrashed = false;
  const contacts = [0, 0];
  world.on("begin-contact", (contact) => {
    const bodies = [contact.getFixtureA().getBody(), contact.getFixtureB().getBody()];
    if (bodies.includes(lander)) isCrashed = true;
    legs.forEach((leg, i) => {
      if (bodies.includes(leg)) contacts[i] = 1;
    });
  });
  world.on("end-contact", (contact) => {
    const bodies = [contact.getFixtureA().getBody(), contact.getFixtureB().getBody()];
    legs.forEach((leg, i) => {
      if (bodies.includes(leg)) contacts[i] = 0;
    });
  });

  const step = ([main, side, direction]: Engines): Seen => {
    if (isWindy && contacts[0] + contacts[1] === 0) {
      lander.applyForceToCenter(Vec2(15 * gust(wind), 0), true);
      lander.applyTorque(1.5 * gust(turbulence), true);
      wind += 1;
      turbulence += 1;
    }
    const [s, c] = [Math.sin(lander.getAngle()), Math.cos(lander.getAngle())];
    const along = generator.uniform(-1, 1) / scale;
    const across = generator.uniform(-1, 1) / scale;
    const { x, y } = lander.getPosition();
    if (main > 0) {
      const outX = s * (4 / scale + 2 * along) - c * across;
      const outY = -c * (4 / scale + 2 * along) - s * across;
      lander.applyLinearImpulse(Vec2(-outX * 13 * main, -outY * 13 * main), Vec2(x + outX, y + outY), true);
    }
    if (side > 0) {
      const out = 3 * across + (direction * 12) / scale;
      const outX = s * along - c * out;
      const outY = -c * along - s * out;
      const at = Vec2(x + outX - (s * 17) / scale, y + outY + (c * 14) / scale);
      lander.applyLinearImpulse(Vec2(-outX * 0.6 * side, -outY * 0.6 * side), at, true);
    }
    world.step(1 / 50, 180, 60);
    const position = lander.getPosition();
    const velocity = lander.getLinearVelocity();
    const observation = [
      (position.x - width / 2) / (width / 2),
      (position.y - (height / 4 + 18 / scale)) / (height / 2),
      (velocity.x * (width / 2)) / 50,
      (velocity.y * (height / 2)) / 50,
      lander.getAngle(),
      (20 * lander.getAngularVelocity()) / 50,
      ...contacts,
    ];
    return { observation, isCrashed, isAwake: lander.isAwake() };
  };
  return { reset: () => step([0, 0, 1]), step };
}
