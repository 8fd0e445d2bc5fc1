import type { Ground } from "./ground.ts";

/**
 * How far a ray from (x, y) gets before it meets the ground, as a share of its way; 1 if it does not.
 *
 * @param alongX the way of the ray in x, from 0
 * @param alongY the way of the ray in y
 */
export function castRay(
  { design, numbers, at }: Ground,
  x: number,
  y: number,
  alongX: number,
  alongY: number,
): number {
  const { spacing, points } = design;
  const last = Math.min(points - 2, Math.floor((x + alongX) / spacing));
  let nearest = 1;
  // The line goes to the right as the ray does: the first side that is met is the nearest.
  for (let side = Math.max(0, Math.floor(x / spacing)); side <= last; side += 1) {
    const fromX = side * spacing - x;
    const fromY = numbers[at + side] - y;
    const rise = numbers[at + side + 1] - numbers[at + side];
    const across = alongX * rise - alongY * spacing;
    const share = (fromX * rise - fromY * spacing) / across;
    const place = (fromX * alongY - fromY * alongX) / across; // on the side, from 0 to 1
    if (!(share >= 0 && share <= 1 && place >= 0 && place <= 1)) continue;
    nearest = share;
    break;
  }
  const boxes = at + points;
  for (let box = boxes + 1; box < boxes + 1 + 4 * numbers[boxes]; box += 4) {
    nearest = Math.min(nearest, meetsBox(numbers, box, x, y, alongX, alongY));
  }
  return nearest;
}

/** Where a ray enters a box; 1 if it does not, or begins inside. */
function meetsBox(
  numbers: Float64Array,
  box: number,
  x: number,
  y: number,
  alongX: number,
  alongY: number,
): number {
  const lowX = numbers[box] - x;
  const lowY = numbers[box + 1] - y;
  const highX = numbers[box + 2] - x;
  const highY = numbers[box + 3] - y;
  let enter = -Infinity;
  let leave = Infinity;
  if (alongX !== 0) {
    enter = lowX / alongX;
    leave = highX / alongX;
  } else if (lowX > 0 || highX < 0) return 1;
  if (alongY !== 0) {
    enter = Math.max(enter, (alongY > 0 ? lowY : highY) / alongY);
    leave = Math.min(leave, (alongY > 0 ? highY : lowY) / alongY);
  } else if (lowY > 0 || highY < 0) return 1;
  return enter >= 0 && enter <= 1 && enter <= leave ? enter : 1;
}
