import type { Generator } from "../../random/index.ts";

/** The pixels of Gymnasium's picture per m. */
export const SCALE = 30;

/** How far apart the points of the terrain are (m), and how many there are. */
export const TERRAIN_STEP = 14 / SCALE;
export const TERRAIN_POINTS = 200;

/** The height of the terrain where it begins (m), and how many points are flat there. */
export const TERRAIN_HEIGHT = 400 / SCALE / 4;
export const START_POINTS = 20;

/** How many points there are between obstacles at most. */
export const GRASS_POINTS = 10;

/** More boxes than obstacles can need. */
export const MAX_BOXES = 48;

const GRASS = 0;
const STUMP = 1;
const STAIRS = 2;
const PIT = 3;

/**
 * Draws the terrain as Gymnasium does: grass, a random walk that is drawn back to the height of the start, and in the
 * hardcore version stumps, stairs and pits between.
 *
 * @param numbers receives from `at` on the heights of the points, the number of boxes, and the boxes
 */
export function drawTerrain(
  numbers: Float64Array,
  at: number,
  isHardcore: boolean,
  generator: Generator,
): void {
  const boxes = at + TERRAIN_POINTS;
  numbers[boxes] = 0;
  const addBox = (x: number, y: number, width: number, height: number): void => {
    const box = boxes + 1 + 4 * numbers[boxes];
    numbers[box] = x;
    numbers[box + 1] = y;
    numbers[box + 2] = x + width * TERRAIN_STEP;
    numbers[box + 3] = y + height * TERRAIN_STEP;
    numbers[boxes] += 1;
  };

  let kind = GRASS;
  let isFirst = false; // the first point of an obstacle, or of the grass after it
  let left = START_POINTS; // points until the kind changes
  let y = TERRAIN_HEIGHT;
  let slope = 0;
  let startY = 0;
  let stairs = 0;
  let direction = 1;
  for (let i = 0; i < TERRAIN_POINTS; i += 1) {
    const x = i * TERRAIN_STEP;
    if (kind === GRASS && !isFirst) {
      slope = 0.8 * slope + 0.01 * Math.sign(TERRAIN_HEIGHT - y);
      if (i > START_POINTS) slope += generator.uniform(-1, 1) / SCALE;
      y += slope;
    } else if (kind === PIT && isFirst) {
      left = generator.integers(3, 5);
      addBox(x, y - 4 * TERRAIN_STEP, 1, 4);
      addBox(x + TERRAIN_STEP * left, y - 4 * TERRAIN_STEP, 1, 4);
      left += 2;
      startY = y;
    } else if (kind === PIT) {
      y = left > 1 ? startY - 4 * TERRAIN_STEP : startY;
    } else if (kind === STUMP && isFirst) {
      left = generator.integers(1, 3);
      addBox(x, y, left, left);
    } else if (kind === STAIRS && isFirst) {
      direction = generator.random() > 0.5 ? 1 : -1;
      stairs = generator.integers(3, 5);
      for (let stair = 0; stair < stairs; stair += 1) {
        addBox(x + stair * STAIR * TERRAIN_STEP, y + (stair * direction - 1) * TERRAIN_STEP, STAIR, 1);
      }
      left = stairs * STAIR;
      startY = y;
    } else if (kind === STAIRS) {
      y = startY + ((stairs * STAIR - left - direction) / STAIR) * direction * TERRAIN_STEP;
    }
    isFirst = false;
    numbers[at + i] = y;
    left -= 1;
    if (left > 0) continue;
    left = generator.integers(GRASS_POINTS / 2, GRASS_POINTS);
    kind = kind === GRASS && isHardcore ? generator.integers(STUMP, PIT + 1) : GRASS;
    isFirst = true;
  }
}

/** How many points a stair is wide. */
const STAIR = 4;

/** Passes over what Gymnasium draws for the clouds of its picture. */
export function skipClouds(generator: Generator): void {
  for (let draw = 0; draw < CLOUDS * (1 + 2 * CLOUD_CORNERS); draw += 1) generator.random();
}

const CLOUDS = TERRAIN_POINTS / 20;
const CLOUD_CORNERS = 5;
