import { offBoard } from "./chains.ts";
import { neighborsOf } from "./neighbors.ts";
import type { BoardSize } from "./vertices.ts";

/**
 * Whether an empty point is an eye of a player: all its neighbors are the player's, and of the diagonal ones at most one is the
 * other's, none at the edge.
 *
 * @param colors as `Chains.colors` has them
 */
export type IsEye = (colors: Uint8Array, point: number, own: number) => boolean;

export function createIsEye({ columns, rows }: BoardSize): IsEye {
  const { neighbors, diagonals } = neighborsOf(columns, rows);
  return (colors, point, own) => {
    const first = 4 * point;
    for (let i = first; i < first + 4; i++) {
      const color = colors[neighbors[i]];
      if (color !== own && color !== offBoard) return false;
    }
    let others = 0;
    let edges = 0;
    for (let i = first; i < first + 4; i++) {
      const color = colors[diagonals[i]];
      if (color === offBoard) edges = 1;
      else if (color === 3 - own) others++;
    }
    return others + edges < 2;
  };
}
