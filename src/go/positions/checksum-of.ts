import type { GameCollection } from "./game-collection.ts";
import { hashOf } from "./hash-of.ts";

/** The same number, from 0 to 2³² − 1, for the same games in the same order, and others for nearly all others. */
export function checksumOf({ starts, moves, given, stones, outcomes }: GameCollection): number {
  return [starts, moves, given, stones, outcomes].reduce<number>((before, each) => hashOf(each, before), 0);
}
