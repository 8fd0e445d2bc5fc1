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
import type { Rollout } from "../search/index.ts";

/** One random game from each position, which alone says what it is worth. */
export function randomGame(position: GoPosition, generator: Generator): Rollout {
  const playout = createRandomPlayout(position, generator);
  return { share: 1, play: () => winnerOf(position, playout) };
}

/** Which share of the points has stones where games begin to count, and from where on they alone do. */
const counting = { from: 0.25, alone: 0.5 } as const;

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
 * Random games in which the latest move is answered where it should be, beside a value network. They tell little of a board that is nearly empty, and more
 * than the network does where races for liberties, dead stones and the last points decide: their share grows with the stones
 * on the board. All three numbers were chosen by the squared error at positions of 200 games against GNU Go, see
 * `docs/alphago.md`.
 *
 * @param games from each position, of which the mean counts
 */
export function gamesTowardsTheEnd(position: GoPosition, generator: Generator, games = 16): Rollout {
  const playout = createRandomPlayout(position, generator, answerOf(position, generator));
  const { points, stones } = position;
  return {
    share() {
      let count = 0;
      for (let point = 0; point < points; point++) if (stones[point] !== 0) count++;
      const share = (count / points - counting.from) / (counting.alone - counting.from);
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
