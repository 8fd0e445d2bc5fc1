import { black, type GoPosition } from "../../src/games/index.ts";
import {
  type GoNetworks,
  gameFromSgf,
  gamesTowardsTheEnd,
  goEvaluator,
  leafSymmetries,
  parseSgf,
  positionBefore,
} from "../../src/go/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { playedMoves } from "./played-moves.ts";

export interface LeafErrorsOptions {
  readonly networks: GoNetworks;
  /** Games with results, on one board. */
  readonly sgf: string;
  /** Every how many-th position counts. */
  readonly every: number;
  readonly seed: number;
}

/** Mean squared errors against the outcome, for whoever is to move. */
export interface LeafErrors {
  /** How many stones are on the board, in words. */
  readonly stones: string;
  readonly positions: number;
  readonly network: number;
  readonly games: number;
  readonly mixed: number;
}

/** What was found at one position. */
interface Found {
  readonly stones: number;
  readonly outcome: number;
  readonly network: number;
  readonly games: number;
  readonly share: number;
}

/** The errors at all positions, and by the stones on the board. */
export function leafErrors(options: LeafErrorsOptions): LeafErrors[] {
  const found = Array.from(positionsOf(options));
  const groups = [
    ["all", 0, Number.POSITIVE_INFINITY],
    ...[0, 12, 24, 36, 48].map((from, i, all) => [`${from}–${all[i + 1] ?? ""}`, from, all[i + 1] ?? 1e9]),
  ] as [string, number, number][];
  return groups.map(([stones, from, to]) => {
    const chosen = found.filter((each) => each.stones >= from && each.stones < to);
    const error = (value: (of: Found) => number) =>
      chosen.reduce((sum, each) => sum + (value(each) - each.outcome) ** 2, 0) / chosen.length;
    return {
      ...{ stones, positions: chosen.length },
      network: error(({ network }) => network),
      games: error(({ games }) => games),
      mixed: error(({ network, games, share }) => (1 - share) * network + share * games),
    };
  });
}

function* positionsOf({ networks, sgf, every, seed }: LeafErrorsOptions): Generator<Found> {
  const { policy, features, valueFunction } = networks;
  const roots = parseSgf(sgf);
  const position = positionBefore(gameFromSgf(roots[0]));
  const evaluator = goEvaluator(position, policy, {
    ...{ features, valueFunction, symmetries: leafSymmetries, batch: 1 },
  });
  const { share, play } = gamesTowardsTheEnd(position, createGenerator(seed));
  let count = 0;
  for (const { game, color } of playedMoves(roots, position)) {
    const winner = game.result?.winner;
    if (!winner || count++ % every !== 0) continue;
    evaluator.see(0);
    evaluator.evaluate(1);
    const sign = color === black ? 1 : -1;
    yield {
      stones: stonesOn(position),
      outcome: winner === color ? 1 : -1,
      network: evaluator.values[0],
      games: sign * play(),
      share: typeof share === "number" ? share : share(),
    };
  }
}

const stonesOn = ({ stones }: GoPosition): number =>
  stones.reduce((sum, stone) => sum + (stone === 0 ? 0 : 1), 0);
