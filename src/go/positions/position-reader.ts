import type { Augment, Demonstrations } from "../../experience/index.ts";
import {
  type BoardSize,
  black,
  boardSymmetries,
  type GoColor,
  type GoPlanes,
  GoPosition,
  type GoRules,
  turnPlanes,
} from "../../games/go/index.ts";
import type { GameCollection } from "./game-collection.ts";
import type { PositionList } from "./position-list.ts";

/**
 * Positions of games, which are played again up to the one that is asked for; that is quick beside learning from it.
 *
 * @returns a function of the number of a game, and how many of its moves are played, one less than there are at most; its result
 *   holds until the next call
 */
export function createReplay({ starts, moves, stones }: GameCollection, rules: GoRules) {
  const position = new GoPosition(rules);
  const { points } = position;
  return (game: number, plies: number): GoPosition => {
    const first = starts[game];
    position.setUp(stones.subarray(game * points, (game + 1) * points), colorOf(moves[first]));
    for (let at = first; at < first + plies; at++) {
      position.setToPlay(colorOf(moves[at]));
      position.playLegal(moves[at] >> 1);
    }
    position.setToPlay(colorOf(moves[first + plies]));
    return position;
  };
}

/** What positions demonstrate: the move that was played there, or what whoever is to move got in the end, from −1 to 1. */
export type Lesson = "move" | "outcome";

/** Positions of games as demonstrations. @param planes what is observed of a position */
export function positionDemonstrations(
  collection: GameCollection,
  { count, games, plies }: PositionList,
  rules: GoRules,
  planes: GoPlanes,
  lesson: Lesson,
): Demonstrations {
  const { starts, moves, outcomes } = collection;
  const points = rules.columns * rules.rows;
  const size = points * planes.channels;
  const replay = createReplay(collection, rules);
  const legal = new Uint8Array(points + 1);
  return {
    count,
    read(index, { observations, actions, legalActions }, row) {
      const game = games[index];
      const code = moves[starts[game] + plies[index]];
      const position = replay(game, plies[index]);
      planes.write(position, observations, row * size);
      if (lesson === "move") actions[row] = code >> 1;
      else actions[row] = colorOf(code) === black ? outcomes[game] : 0 - outcomes[game]; // not −0
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
  return ({ observations, actions, legalActions }, row, generator) => {
    const symmetry = symmetries[generator.integers(0, symmetries.length)];
    const first = row * seen.length;
    for (let i = 0; i < seen.length; i++) seen[i] = observations[first + i];
    turnPlanes({ planes: seen, at: 0 }, symmetry, channels, { planes: observations, at: first });
    if (lesson === "move") actions[row] = symmetry[actions[row]];
    if (legalActions === undefined) return;
    const firstLegal = row * (points + 1);
    for (let move = 0; move <= points; move++) mask[move] = legalActions[firstLegal + move];
    for (let move = 0; move <= points; move++) legalActions[firstLegal + symmetry[move]] = mask[move];
  };
}

const colorOf = (code: number) => ((code & 1) + 1) as GoColor;
