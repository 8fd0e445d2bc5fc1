import {
  createAtariAnswer,
  createEyeSpaceAnswer,
  createRandomPlayout,
  createShapeAnswer,
  type GoAnswer,
  type GoPosition,
  type RandomPlayout,
  scoreOf,
} from "../../games/go/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { Rollout } from "../search/index.ts";

/** One random game from each position, which alone says what it is worth. */
export function randomGame(position: GoPosition, generator: Generator): Rollout {
  const playout = createRandomPlayout(position, generator);
  return { share: 1, play: () => winnerOf(position, playout) };
}

/** How games that are played on from a position count beside a value network. */
export interface GamesTowardsTheEnd {
  /** From each position, of which the mean counts; default 16. */
  readonly games?: number;
  /** The share of the points that have stones where they begin to count; default 0.15. */
  readonly from?: number;
  /** The same where they alone would count; in between their share λ is linear. Default 1. */
  readonly alone?: number;
}

/** What a player answers at once: atari, else an eye space, else by a shape. */
function answerOf(position: GoPosition, generator: Generator): GoAnswer {
  const answers = [createAtariAnswer, createEyeSpaceAnswer, createShapeAnswer].map((create) =>
    create(position, generator),
  );
  return (at) => {
    let move = -1;
    for (let i = 0; i < answers.length && move < 0; i++) move = answers[i](at);
    return move;
  };
}

/**
 * Random games in which the latest move is answered where it should be, beside a value network. They tell little of a board that
 * is nearly empty, and what the network does not see where races for liberties, dead stones and the last points decide: their share
 * grows with the stones on the board. How fast is by the squared error at positions of games against GNU Go, see `docs/alphago.md`:
 * the better the network is, the less there is for them to add.
 *
 * @throws RangeError for a number that is not allowed
 */
export function gamesTowardsTheEnd(
  position: GoPosition,
  generator: Generator,
  counting: GamesTowardsTheEnd = {},
): Rollout {
  const names = ["games", "from", "alone"] as const;
  const { games = 16, from = 0.15, alone = 1 } = knownOptions("gamesTowardsTheEnd", counting, names);
  requireInteger("gamesTowardsTheEnd: games", games, 1);
  requireFraction("gamesTowardsTheEnd: from", from);
  if (!(typeof alone === "number" && alone > from)) {
    throw new RangeError(
      `gamesTowardsTheEnd: alone is ${valueInText(alone)}; it must be above from, which is ${from}`,
    );
  }
  const playout = createRandomPlayout(position, generator, answerOf(position, generator));
  const { points, stones } = position;
  return {
    share() {
      let count = 0;
      for (let point = 0; point < points; point++) if (stones[point] !== 0) count++;
      const share = (count / points - from) / (alone - from);
      return Math.min(1, Math.max(0, share));
    },
    play() {
      let sum = 0;
      for (let game = 0; game < games; game++) sum += winnerOf(position, playout);
      return sum / games;
    },
  };
}

/** Plays a position on, takes the moves back, and returns 1 where Black won, −1 where White did. */
function winnerOf(position: GoPosition, playout: RandomPlayout): number {
  const moves = playout(position, 3 * position.points);
  const winner = Math.sign(scoreOf(position).lead);
  for (let i = 0; i < moves; i++) position.undo();
  return winner;
}
