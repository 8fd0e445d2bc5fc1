import { type Saved, StateError, savedArray, savedRecord, within } from "../../state/index.ts";
import { black, type GoColor, white } from "./colors.ts";
import { isColor } from "./require-stones.ts";

/** A game as it is saved: what it began with, and its moves. */
export interface SavedPosition {
  /** What the game began with, `[points]`. */
  readonly stones: Uint8Array;
  /** Of each move: twice the move, and 1 more where White played it. */
  readonly moves: Int32Array;
  /** Who was to play at first, and who is now. */
  readonly toPlay: readonly [first: GoColor, now: GoColor];
}

/** @throws StateError for what no position of so many points has saved, whether or not its moves are legal */
export function readSavedPosition(saved: Saved, points: number): SavedPosition {
  const { stones, moves, toPlay } = savedRecord(saved, ["stones", "moves", "toPlay"]);
  return {
    stones: within("stones", () => savedArray(stones, new Uint8Array(points))),
    moves: within("moves", () => {
      if (moves instanceof Int32Array) return moves;
      throw new StateError("it must be an Int32Array");
    }),
    toPlay: within("toPlay", () => {
      const [first, now] = savedArray(toPlay, new Int32Array(2));
      if (isColor(first) && isColor(now)) return [first, now];
      throw new StateError(`it must be ${black} or ${white}; found ${first}, ${now}`);
    }),
  };
}
