import type { GoDefinition } from "../../environments/index.ts";
import { boardSymmetries, goPlanes, turnPlanes } from "../../games/go/index.ts";
import { exp } from "../../math/index.ts";
import type { Policy } from "../../policies/index.ts";
import { heldOutGames } from "../positions/held-out-games.ts";
import { createMoveEvaluator } from "../positions/move-evaluator.ts";
import { listPositions } from "../positions/position-list.ts";
import { createReplay } from "../positions/replay.ts";
import { type GamesSettings, gamesOf } from "../positions/training-positions.ts";

/** How well a policy tells the moves of games that were held out. */
export interface ImitationJudgement {
  /** How many moves on the board there are. */
  readonly moves: number;
  /** The share of them that the policy holds to be the most probable one. */
  readonly accuracy: number;
  /** The same by the mean of its probabilities over all turned and mirrored forms of a position. */
  readonly accuracyOfForms: number;
  /** The mean of log π(a | s) of these moves, in nats. */
  readonly logLikelihood: number;
  /** How many passes there are beside, and the share of them that the policy holds to be the most probable. */
  readonly passes: number;
  readonly accuracyOfPasses: number;
  /** The share of the moves on the board at which the policy would rather pass. */
  readonly passesInstead: number;
}

/** Positions that are evaluated at once, each in all forms. */
const atOnce = 32;

/**
 * Judges a policy by all positions of the games that a training by these settings holds out. Yields how many of how many are
 * done, and returns what came of it.
 *
 * @throws OptionsError where the games cannot be read or are on another board
 */
export function* judgeImitation(
  policy: Policy,
  source: GoDefinition,
  { games: file, heldOut }: GamesSettings,
): Generator<{ readonly done: number; readonly total: number }, ImitationJudgement> {
  const { rules, features } = source;
  const collection = gamesOf("judgeImitation", source, file);
  const isHeld = heldOutGames(collection, heldOut);
  const { count, games, plies } = listPositions(collection, { games: (game) => isHeld[game] === 1 });
  const symmetries = boardSymmetries(rules);
  const forms = symmetries.length;
  const replay = createReplay(collection, rules);
  const planes = goPlanes(rules, features);
  const { observations, legalActions, logProbs, run } = createMoveEvaluator(policy, atOnce * forms);
  const size = policy.observationSpace.size;
  const seen = new Float32Array(size);
  const legal = new Uint8Array(policy.actionSpace.size);
  const turned = new Uint8Array(legal.length);

  /** Shows a position in all its forms, which are rows of the evaluator. */
  const show = (index: number, row: number): void => {
    const position = replay(games[index], plies[index]);
    planes.write(position, seen, 0);
    position.legalMoves(legal);
    for (const [form, symmetry] of symmetries.entries()) {
      const at = (row + form) * size;
      turnPlanes({ planes: seen, at: 0 }, symmetry, planes.channels, { planes: observations(), at });
      for (let move = 0; move < legal.length; move++) turned[symmetry[move]] = legal[move];
      legalActions()?.set(turned, (row + form) * legal.length);
    }
  };
  const tally = createTally(symmetries);
  for (let first = 0; first < count; first += atOnce) {
    const end = Math.min(first + atOnce, count);
    for (let index = first; index < end; index++) show(index, (index - first) * forms);
    run();
    for (let index = first; index < end; index++) {
      const move = collection.moves[collection.starts[games[index]] + plies[index]] >> 1;
      tally.add(move, logProbs(), (index - first) * forms);
    }
    yield { done: end, total: count };
  }
  return tally.judgement();
}

/** Counts what a policy says of positions. */
function createTally(symmetries: readonly Int16Array[]) {
  const pass = symmetries[0].length - 1;
  const plain = new Float64Array(pass + 1);
  const mean = new Float64Array(pass + 1);
  let [moves, hits, hitsOfForms, logLikelihood, passes, hitsOfPasses, instead] = [0, 0, 0, 0, 0, 0, 0];
  return {
    /** @param row of the first form of the position */
    add(move: number, logProbs: Float32Array, row: number): void {
      mean.fill(0);
      symmetries.forEach((symmetry, form) => {
        const at = (row + form) * (pass + 1);
        for (let each = 0; each <= pass; each++) {
          const probability = exp(logProbs[at + symmetry[each]]);
          mean[each] += probability;
          if (form === 0) plain[each] = probability;
        }
      });
      const best = highest(plain);
      if (move === pass) {
        passes++;
        if (best === pass) hitsOfPasses++;
        return;
      }
      moves++;
      logLikelihood += logProbs[row * (pass + 1) + move];
      if (best === move) hits++;
      if (best === pass) instead++;
      if (highest(mean) === move) hitsOfForms++;
    },
    judgement: (): ImitationJudgement => ({
      ...{ moves, accuracy: hits / moves, accuracyOfForms: hitsOfForms / moves },
      ...{ logLikelihood: logLikelihood / moves, passes, accuracyOfPasses: hitsOfPasses / passes },
      passesInstead: instead / moves,
    }),
  };
}

function highest(numbers: Float64Array): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i] > numbers[best]) best = i;
  return best;
}
