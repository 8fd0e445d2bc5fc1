import type { GoAnswer } from "./answer-atari.ts";
import { neighborsOf } from "./neighbors.ts";
import type { BoardSize } from "./vertices.ts";

/** Points of the largest eye space that one move can leave with a single eye. */
const largest = 5;

/**
 * Answers within an eye space beside the latest move: three to five empty points that the stones of whoever played it enclose,
 * where one of them has more of the others beside it than all the rest. A stone there often leaves a single eye; a playout
 * of other moves would let most of such groups live.
 */
export function createEyeSpaceAnswer({ columns, rows }: BoardSize): GoAnswer {
  const points = columns * rows;
  const { neighbors } = neighborsOf(columns, rows);
  const space = new Int16Array(largest);
  /** `[largest]`: of each point, how many others are beside it. */
  const beside = new Int8Array(largest);

  /** Writes the empty points that belong together; returns how many, 0 for too many or where there is an own stone beside them. */
  const writeSpace = (colors: Uint8Array, from: number, own: number): number => {
    space[0] = from;
    beside[0] = 0;
    let count = 1;
    for (let at = 0; at < count; at++) {
      const first = 4 * space[at];
      for (let i = first; i < first + 4; i++) {
        const neighbor = neighbors[i];
        if (colors[neighbor] === own) return 0;
        if (colors[neighbor] !== 0) continue;
        beside[at]++;
        let known = 0;
        while (known < count && space[known] !== neighbor) known++;
        if (known < count) continue;
        if (count === largest) return 0;
        space[count] = neighbor;
        beside[count++] = 0;
      }
    }
    return count;
  };

  /** The point with the most others beside it, or −1 where there are several. */
  const middleOf = (count: number): number => {
    let best = 0;
    let isOnly = true;
    for (let at = 1; at < count; at++) {
      if (beside[at] === beside[best]) isOnly = false;
      if (beside[at] <= beside[best]) continue;
      best = at;
      isOnly = true;
    }
    return isOnly ? space[best] : -1;
  };

  return (position) => {
    const { lastMove, toPlay } = position;
    if (lastMove < 0 || lastMove === points) return -1;
    const { colors } = position.chains;
    for (let i = 4 * lastMove; i < 4 * lastMove + 4; i++) {
      if (colors[neighbors[i]] !== 0) continue;
      const count = writeSpace(colors, neighbors[i], toPlay);
      if (count < 3) continue;
      const middle = middleOf(count);
      if (middle >= 0 && position.isLegal(middle)) return middle;
    }
    return -1;
  };
}
