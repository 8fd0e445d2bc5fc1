import type { FloatExpression } from "../../graph/index.ts";
import { sizeOf } from "../../graph/shape.ts";
import { broadcastOffsets } from "./broadcast-offsets.ts";
import { constantValues } from "./constant-values.ts";
import { commonShape } from "./parameters.ts";

/** @throws RangeError when both bounds are known and out of order, or infinitely far apart where they must not be */
export function checkOrder(
  density: string,
  low: FloatExpression,
  high: FloatExpression,
  { finite = false }: { readonly finite?: boolean } = {},
): void {
  const shape = commonShape(density, low, high);
  const [lowAt, highAt] = [low, high].map((bound) => {
    const values = constantValues(bound);
    if (values === undefined) return undefined;
    if (values.length === 1) return () => values[0];
    if (values.length !== sizeOf(bound.shape)) return undefined;
    const offsets = broadcastOffsets(bound.shape, shape);
    return (entry: number) => values[offsets[entry]];
  });
  if (!lowAt || !highAt) return;
  for (let entry = 0; entry < sizeOf(shape); entry++) {
    const [a, b] = [lowAt(entry), highAt(entry)];
    const where = shape.length === 0 ? "" : ` (entry ${entry})`;
    if (a >= b)
      throw new RangeError(`${density}: low is ${a} and high is ${b}${where}; low must be below high`);
    if (finite && b - a === Infinity) {
      throw new RangeError(
        `${density}: low is ${a} and high is ${b}${where}; high − low must be a finite number`,
      );
    }
  }
}
