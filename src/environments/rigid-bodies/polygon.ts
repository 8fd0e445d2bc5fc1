/** A point or a direction in the plane. */
export type Pair = readonly [x: number, y: number];

/** A convex polygon of even density, with its corners relative to its center of mass. */
export interface Polygon {
  /** How many corners it has. */
  readonly count: number;
  /** The corners, counterclockwise: `[count, 2]`. */
  readonly vertices: Float64Array;
  /** The outward normal of the side from each corner to the next: `[count, 2]`. */
  readonly normals: Float64Array;
  /** Where the center of mass is, in the coordinates in which the polygon was given. */
  readonly center: Pair;
  readonly area: number;
  /** The moment of inertia about the center of mass, for a mass of 1 per area. */
  readonly inertia: number;
}

/** The polygon with these corners, which must be convex and counterclockwise. */
export function polygon(corners: readonly Pair[]): Polygon {
  const count = corners.length;
  const [originX, originY] = corners[0];
  let area = 0;
  let centerX = 0;
  let centerY = 0;
  let inertia = 0; // about the first corner, until it is moved to the center
  for (let i = 1; i + 1 < count; i += 1) {
    const [ax, ay] = [corners[i][0] - originX, corners[i][1] - originY];
    const [bx, by] = [corners[i + 1][0] - originX, corners[i + 1][1] - originY];
    const cross = ax * by - ay * bx;
    area += cross / 2;
    centerX += (cross / 6) * (ax + bx);
    centerY += (cross / 6) * (ay + by);
    inertia += (cross / 12) * (ax * ax + ax * bx + bx * bx + ay * ay + ay * by + by * by);
  }
  centerX /= area;
  centerY /= area;
  const center: Pair = [originX + centerX, originY + centerY];
  const vertices = new Float64Array(2 * count);
  const normals = new Float64Array(2 * count);
  corners.forEach(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % count];
    const length = Math.sqrt((nextX - x) ** 2 + (nextY - y) ** 2);
    vertices.set([x - center[0], y - center[1]], 2 * i);
    normals.set([(nextY - y) / length, (x - nextX) / length], 2 * i);
  });
  return {
    count,
    vertices,
    normals,
    center,
    area,
    inertia: inertia - area * (centerX * centerX + centerY * centerY),
  };
}

/** The corners of a rectangle around the origin. */
export function rectangle(halfWidth: number, halfHeight: number): readonly Pair[] {
  return [
    [-halfWidth, -halfHeight],
    [halfWidth, -halfHeight],
    [halfWidth, halfHeight],
    [-halfWidth, halfHeight],
  ];
}
