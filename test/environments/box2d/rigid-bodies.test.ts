import { Box, Edge, World as Planck, Polygon, Vec2 } from "planck";
import { expect, test } from "vitest";
import { originX, originY, placeBody } from "../../../src/environments/rigid-bodies/body.ts";
import { castRay } from "../../../src/environments/rigid-bodies/cast-ray.ts";
import type { Ground } from "../../../src/environments/rigid-bodies/ground.ts";
import { polygon, rectangle } from "../../../src/environments/rigid-bodies/polygon.ts";
import { beginWorld, stepWorld } from "../../../src/environments/rigid-bodies/step.ts";
import {
  createWorld,
  readWorld,
  worldSize,
  writeWorld,
} from "../../../src/environments/rigid-bodies/world.ts";
import { sortPairs } from "./sort-pairs.ts";

test("A polygon's area, center and inertia are the integrals over it", () => {
  // A trapezoid: a rectangle of 4 × 2 and a right triangle of 2 × 2 beside it.
  const { area, center, inertia } = polygon([
    [1, 1],
    [7, 1],
    [5, 3],
    [1, 3],
  ]);
  expect(area).toBeCloseTo(10, 12);
  const [x, y] = [(8 * 3 + 2 * (5 + 2 / 3)) / 10, (8 * 2 + 2 * (1 + 2 / 3)) / 10];
  expect(center[0]).toBeCloseTo(x, 12);
  expect(center[1]).toBeCloseTo(y, 12);
  const ofRectangle = (8 * (16 + 4)) / 12 + 8 * ((3 - x) ** 2 + (2 - y) ** 2);
  const ofTriangle = (2 * (4 + 4)) / 18 + 2 * ((5 + 2 / 3 - x) ** 2 + (1 + 2 / 3 - y) ** 2);
  expect(inertia).toBeCloseTo(ofRectangle + ofTriangle, 12);
});

test("A body that tumbles over boxes and a slope moves as in planck, to 1e-9, until both rest", () => {
  const heights = [2, 1, 1, 1.2, 1.5];
  const boxes = [
    [2.5, 1, 3, 1.5],
    [3, 1, 3.6, 1.3],
    [0.1, 1.9, 0.6, 2.6],
  ];
  const ground = { spacing: 1, points: 5, boxes: 3, friction: 0.5 };
  const design = { gravity: -10, timeStep: 0.02, joints: [], ground, contacts: 32 };
  const world = createWorld({
    ...design,
    bodies: [{ corners: rectangle(0.15, 0.4), density: 2, friction: 0.3 }],
  });
  const state = new Float64Array(worldSize(world.design));
  state.set([...heights, boxes.length, ...boxes.flat()]);
  readWorld(world, state, 0);
  const [body] = world.bodies;
  placeBody(body, 1.2, 3.5, 0.3);
  body.vx = 2;
  body.spin = -5;
  beginWorld(world);
  writeWorld(world);

  const planck = new Planck({ gravity: Vec2(0, -10) });
  sortPairs(planck);
  for (let i = 0; i < 4; i += 1) {
    const edge = new Edge(Vec2(i, heights[i]), Vec2(i + 1, heights[i + 1]));
    planck.createBody().createFixture({ shape: edge, friction: 0.5 });
  }
  for (const [lowX, lowY, highX, highY] of boxes) {
    const corners = [Vec2(lowX, lowY), Vec2(highX, lowY), Vec2(highX, highY), Vec2(lowX, highY)];
    planck.createBody().createFixture({ shape: new Polygon(corners), friction: 0.5 });
  }
  const theirs = planck.createDynamicBody({ position: Vec2(1.2, 3.5), angle: 0.3 });
  theirs.createFixture({ shape: new Box(0.15, 0.4), density: 2, friction: 0.3 });
  theirs.setLinearVelocity(Vec2(2, 0));
  theirs.setAngularVelocity(-5);

  for (let step = 0; step < 300; step += 1) {
    readWorld(world, state, 0);
    const isAsleep = stepWorld(world);
    writeWorld(world);
    planck.step(0.02, 180, 60);
    const { x, y } = theirs.getPosition();
    expect(Math.abs(originX(body) - x)).toBeLessThan(1e-9);
    expect(Math.abs(originY(body) - y)).toBeLessThan(1e-9);
    expect(Math.abs(body.angle - theirs.getAngle())).toBeLessThan(1e-9);
    expect(isAsleep).toBe(!theirs.isAwake());
    if (isAsleep) return;
  }
  expect.fail("the body does not come to rest");
});

test("A ray ends at the nearest side or box, and gets all the way where there is none", () => {
  const numbers = Float64Array.from([0, 1, 1, 0, 2, 1.5, 1, 1.75, 1.5, 0, 9, 0.5, 9.5]);
  const ground: Ground = { design: { spacing: 1, points: 4, boxes: 2, friction: 0 }, numbers, at: 0 };
  expect(castRay(ground, 0.5, 2.5, 0, -4)).toBeCloseTo(0.5, 12); // down, on the slope at 0.5
  expect(castRay(ground, 1.25, 3, 0, -4)).toBeCloseTo(0.5, 12); // down, on the flat
  expect(castRay(ground, 1, 1.25, 2, 0)).toBeCloseTo(0.25, 12); // to the right, into the box
  expect(castRay(ground, 1.6, 3, 0, -4)).toBeCloseTo(0.375, 12); // down, on top of the box
  expect(castRay(ground, 1, 2, 3, 0)).toBe(1); // above all
  expect(castRay(ground, 1, 3, 0, -1)).toBe(1); // too short
});
