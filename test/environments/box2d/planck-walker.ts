import { Box, Edge, type Fixture, Polygon, RevoluteJoint, Vec2, World } from "planck";
import { drawTerrain, skipClouds } from "../../../src/environments/box2d/walker-terrain.ts";
import { polygon } from "../../../src/environments/rigid-bodies/polygon.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { sortPairs } from "./sort-pairs.ts";

/** What one step of Gymnasium's walker shows, and where its hull is. */
interface Seen {
  readonly observation: readonly number[];
  readonly x: number;
  readonly isFallen: boolean;
}

/**
 * BipedalWalker-v3 simulated by planck, an independent port of Box2D 2.3: what our own solver must agree with. The terrain is
 * ours.
 */
export function planckWalker(seed: number, isHardcore: boolean) {
  const generator = createGenerator(seed);
  const terrain = new Float64Array(201 + 4 * 48);
  drawTerrain(terrain, 0, isHardcore, generator);
  skipClouds(generator);
  const scale = 30;
  const step = 14 / scale;
  const world = new World({ gravity: Vec2(0, -10) });
  sortPairs(world);
  for (let box = 201; box < 201 + 4 * terrain[200]; box += 4) {
    const [lowX, lowY, highX, highY] = terrain.slice(box, box + 4);
    const corners = [Vec2(lowX, lowY), Vec2(highX, lowY), Vec2(highX, highY), Vec2(lowX, highY)];
    world.createBody().createFixture({ shape: new Polygon(corners), friction: 2.5 });
  }
  for (let i = 0; i < 199; i += 1) {
    const shape = new Edge(Vec2(i * step, terrain[i]), Vec2((i + 1) * step, terrain[i + 1]));
    world.createBody().createFixture({ shape, friction: 2.5 });
  }
  const x = step * 10;
  const length = 34 / scale;
  const y = 400 / scale / 4 + 2 * length;
  const filter = { filterCategoryBits: 32, filterMaskBits: 1 };
  const hull = world.createDynamicBody({ position: Vec2(x, y) });
  const corners = [
    [34, -8],
    [34, 1],
    [6, 9],
    [-30, 9],
    [-30, -8],
  ].map(([cornerX, cornerY]) => [cornerX / scale, cornerY / scale] as const);
  const shape = new Polygon(corners.map(([cornerX, cornerY]) => Vec2(cornerX, cornerY)));
  hull.createFixture({ shape, density: 5, friction: 0.1, ...filter });
  // planck 1.4 takes the mean of the corners for the center of mass.
  const { center, inertia } = polygon(corners);
  const mass = hull.getMass();
  const square = center[0] ** 2 + center[1] ** 2;
  hull.setMassData({ mass, center: Vec2(center[0], center[1]), I: 5 * inertia + mass * square });
  hull.applyForceToCenter(Vec2(generator.uniform(-5, 5), 0), true);
  const down = -8 / scale;
  const joints: RevoluteJoint[] = [];
  const shins = [-1, 1].map((i) => {
    const thigh = world.createDynamicBody({ position: Vec2(x, y - length / 2 - down), angle: i * 0.05 });
    thigh.createFixture({ shape: new Box(4 / scale, length / 2), density: 1, friction: 0.2, ...filter });
    const common = {
      referenceAngle: 0,
      enableMotor: true,
      enableLimit: true,
      localAnchorB: Vec2(0, length / 2),
    };
    const hip = { localAnchorA: Vec2(0, down), lowerAngle: -0.8, upperAngle: 1.1 };
    joints.push(world.createJoint(new RevoluteJoint({ bodyA: hull, bodyB: thigh, ...common, ...hip }))!);
    const shin = world.createDynamicBody({ position: Vec2(x, y - (3 * length) / 2 - down), angle: i * 0.05 });
    shin.createFixture({ shape: new Box(3.2 / scale, length / 2), density: 1, friction: 0.2, ...filter });
    const knee = { localAnchorA: Vec2(0, -length / 2), lowerAngle: -1.6, upperAngle: -0.1 };
    joints.push(world.createJoint(new RevoluteJoint({ bodyA: thigh, bodyB: shin, ...common, ...knee }))!);
    return shin;
  });
  let isFallen = false;
  const contacts = [0, 0];
  const touch = (value: number) => (contact: { getFixtureA(): Fixture; getFixtureB(): Fixture }) => {
    const bodies = [contact.getFixtureA().getBody(), contact.getFixtureB().getBody()];
    if (bodies.includes(hull) && value === 1) isFallen = true;
    for (const [i, shin] of shins.entries()) if (bodies.includes(shin)) contacts[i] = value;
  };
  world.on("begin-contact", touch(1));
  world.on("end-contact", touch(0));
  const speeds = [4, 6, 4, 6];

  const advance = (action: ArrayLike<number>): Seen => {
    for (const [i, joint] of joints.entries()) {
      joint.setMotorSpeed(speeds[i] * Math.sign(action[i]));
      joint.setMaxMotorTorque(80 * Math.abs(action[i]));
    }
    world.step(1 / 50, 180, 60);
    const position = hull.getPosition();
    const velocity = hull.getLinearVelocity();
    const angles = joints.map((joint, i) => [
      joint.getJointAngle() + (i % 2),
      joint.getJointSpeed() / speeds[i],
    ]);
    const rays = Array.from({ length: 10 }, (_, i) => {
      let fraction = 1;
      const [s, c] = [Math.sin(0.15 * i), Math.cos(0.15 * i)];
      const end = Vec2(position.x + (s * 160) / scale, position.y - (c * 160) / scale);
      world.rayCast(position, end, (fixture, _point, _normal, share) => {
        if ((fixture.getFilterCategoryBits() & 1) === 0) return -1;
        fraction = share;
        return share;
      });
      return fraction;
    });
    const observation = [
      hull.getAngle(),
      (2 * hull.getAngularVelocity()) / 50,
      (0.3 * velocity.x * 20) / 50,
      (0.3 * velocity.y * (400 / scale)) / 50,
      ...angles[0],
      ...angles[1],
      contacts[0],
      ...angles[2],
      ...angles[3],
      contacts[1],
      ...rays,
    ];
    return { observation, x: position.x, isFallen };
  };
  return { reset: () => advance([0, 0, 0, 0]), step: advance };
}
