import type { GameCollection } from "./game-collection.ts";
import { hashOf } from "./hash-of.ts";

/**
 * The same number, from 0 to 2³² − 1, for the same games in the same order, and others for nearly all others. The komi is not looked
 * at but for the outcome that it led to: checkpoints and files of games have had this number since before it was kept.
 */
export function checksumOf({ starts, moves, given, stones, outcomes }: GameCollection): number {
  return [starts, moves, given, stones, outcomes].reduce<number>((before, each) => hashOf(each, before), 0);
}
