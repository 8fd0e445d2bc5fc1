import type { Augment, Demonstrations } from "../../experience/index.ts";
import {
  type BoardSize,
  black,
  boardSymmetries,
  type GoPlanes,
  type GoRules,
  turnPlanes,
} from "../../games/go/index.ts";
import { endingSize } from "./ending-size.ts";
import type { Endings } from "./endings.ts";
import type { GameCollection } from "./game-collection.ts";
import type { PositionList } from "./position-list.ts";
import { colorOf, createReplay } from "./replay.ts";

/** What positions demonstrate: the move that was played there, or what whoever is to move got in the end, from −1 to 1. */
export type Lesson = "move" | "outcome";

/**
 * Positions of games as demonstrations.
 *
 * @param planes what is observed of a position
 * @param endings what an auxiliary task is to tell of it: how its game ended, seen by whoever is to move, see `endingTask`;
 *   default: nothing
 */
export function positionDemonstrations(
  collection: GameCollection,
  { count, games, plies }: PositionList,
  rules: GoRules,
  planes: GoPlanes,
  lesson: Lesson,
  endings?: Endings,
): Demonstrations {
  const { starts, moves, outcomes } = collection;
  const points = rules.columns * rules.rows;
  const size = points * planes.channels;
  const replay = createReplay(collection, rules);
  const legal = new Uint8Array(points + 1);
  return {
    count,
    targetSize: endings ? endingSize(points) : 0,
    read(index, { observations, actions, legalActions, targets }, row) {
      const game = games[index];
      const code = moves[starts[game] + plies[index]];
      const position = replay(game, plies[index]);
      planes.write(position, observations, row * size);
      if (lesson === "move") actions[row] = code >> 1;
      else actions[row] = seenBy(code, outcomes[game]);
      if (targets && endings?.known[game] === 1) {
        const first = row * endingSize(points);
        for (let point = 0; point < points; point++)
          targets[first + point] = seenBy(code, endings.owners[game * points + point]);
        targets[first + points] = seenBy(code, outcomes[game]);
        targets[first + points + 1] = 1;
      }
      if (legalActions === undefined) return;
      position.legalMoves(legal);
      legalActions.set(legal, row * (points + 1));
    },
  };
}

/** Turns and mirrors each position, with its move where that is what it demonstrates, by a symmetry that is drawn for it. */
export function turnPositions(size: BoardSize, channels: number, lesson: Lesson): Augment {
  const symmetries = boardSymmetries(size);
  const points = size.columns * size.rows;
  const seen = new Float32Array(points * channels);
  const mask = new Uint8Array(points + 1);
  const owners = new Float32Array(points);
  return ({ observations, actions, legalActions, targets }, row, generator) => {
    const symmetry = symmetries[generator.integers(0, symmetries.length)];
    const first = row * seen.length;
    for (let i = 0; i < seen.length; i++) seen[i] = observations[first + i];
    turnPlanes({ planes: seen, at: 0 }, symmetry, channels, { planes: observations, at: first });
    if (lesson === "move") actions[row] = symmetry[actions[row]];
    if (targets) {
      const firstTarget = row * endingSize(points);
      for (let point = 0; point < points; point++) owners[point] = targets[firstTarget + point];
      for (let point = 0; point < points; point++) targets[firstTarget + symmetry[point]] = owners[point];
    }
    if (legalActions === undefined) return;
    const firstLegal = row * (points + 1);
    for (let move = 0; move <= points; move++) mask[move] = legalActions[firstLegal + move];
    for (let move = 0; move <= points; move++) legalActions[firstLegal + symmetry[move]] = mask[move];
  };
}

/** What is `value` for Black, for whoever plays a move. */
const seenBy = (code: number, value: number) => (colorOf(code) === black ? value : 0 - value); // not −0
