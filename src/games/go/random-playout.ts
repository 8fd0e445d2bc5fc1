import type { Generator } from "../../random/index.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { GoAnswer } from "./answer-atari.ts";
import { createIsEye } from "./eyes.ts";
import type { GoPosition } from "./position.ts";
import { requireSameBoard } from "./require-same-board.ts";
import { requireBoardSize } from "./rules.ts";
import type { BoardSize } from "./vertices.ts";

/**
 * Plays a position to the end by random moves, in place; returns how many moves were played, at most `most`.
 *
 * @throws RangeError for a position of another board, and a `most` that is no number from 0
 */
export type RandomPlayout = (position: GoPosition, most: number) => number;

/**
 * Makes playouts: each move is drawn uniformly from the legal ones that do not fill an eye of the player's own, and is a
 * pass where there are none, see {@link IsEye}. Without this exception no game would end.
 *
 * The random numbers are those of C. Doty-Humphrey's sfc32, which takes a tenth of the time of a `Generator`; its state
 * is drawn from the generator.
 *
 * @param answer moves that are played instead, where it has one; default none
 * @throws RangeError for a size that no board has
 */
export function createRandomPlayout(
  { columns, rows }: BoardSize,
  generator: Generator,
  answer?: GoAnswer,
): RandomPlayout {
  const board = { columns, rows };
  requireBoardSize("createRandomPlayout", board);
  const isEye = createIsEye(board);
  const points = columns * rows;
  const empties = new Int16Array(points);
  const words = Int32Array.from({ length: 3 }, () => generator.integers(0, 2 ** 32));
  let counter = 1;

  const collect = (stones: Uint8Array): number => {
    let count = 0;
    for (let point = 0; point < points; point++) if (stones[point] === 0) empties[count++] = point;
    return count;
  };

  return (position, most) => {
    if (!(most >= 0)) {
      throw new RangeError(
        `random playout: most is ${valueInText(most)}; it must be a number of moves from 0`,
      );
    }
    requireSameBoard("random playout", position, board, "the playout");
    const { chains } = position;
    const { colors } = chains;
    let count = collect(position.stones);
    let moves = 0;
    let [a, b, c] = words;
    while (position.consecutivePasses < 2 && moves < most) {
      const own = position.toPlay;
      let untried = count;
      let move = points;
      const answering = answer === undefined ? -1 : answer(position);
      if (answering >= 0) {
        move = answering;
        untried = empties.indexOf(answering);
      }
      while (move === points && untried > 0) {
        const word = (((a + b) | 0) + counter++) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + word) | 0;
        const index = ((word >>> 0) * untried * 2 ** -32) | 0;
        const point = empties[index];
        untried--;
        empties[index] = empties[untried];
        empties[untried] = point;
        if (isEye(colors, point, own) || !position.isLegal(point)) continue;
        move = point;
      }
      if (move < points) {
        count--;
        empties[untried] = empties[count];
        empties[count] = move;
      }
      position.playLegal(move);
      moves++;
      if (move < points) count = chains.writeRemoved(empties, count);
    }
    words[0] = a;
    words[1] = b;
    words[2] = c;
    return moves;
  };
}
