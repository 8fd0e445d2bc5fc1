import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createStateDiscounts,
  discountedReturns,
  discountWeights,
  generalizedAdvantage,
  nStepReturns,
} from "../../src/experience/index.ts";
import { type ArbitraryTransitions, arbitraryTransitions } from "./arbitrary-transitions.ts";

/** Transitions of a game: who moved, and a reward of each player at every step. */
const arbitraryGames = fc
  .tuple(arbitraryTransitions, fc.integer({ min: 2, max: 3 }))
  .chain(([transitions, players]) => {
    const { steps, count } = transitions;
    const size = steps * count;
    const player = fc.integer({ min: 0, max: players - 1 });
    const some = (length: number) => fc.array(player, { minLength: length, maxLength: length });
    const rewards = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
      minLength: size * players,
      maxLength: size * players,
    });
    return fc.tuple(some(size), some(size), some(count), rewards).map(([movers, finals, lasts, paid]) => ({
      ...transitions,
      players,
      movers: Int32Array.from(movers),
      finalMovers: Int32Array.from(finals),
      lastMovers: Int32Array.from(lasts),
      rewards: Float64Array.from(paid),
    }));
  });
type Game = typeof arbitraryGames extends fc.Arbitrary<infer G> ? G : never;

/** A trajectory of one player in one episode, with the entries that its steps have in the game. */
interface OwnTrajectory {
  readonly transitions: ArbitraryTransitions;
  readonly entries: readonly number[];
  /** The last step, if nobody knows what followed it. */
  readonly leftOut: number | undefined;
}

/** The trajectories of single players that a game is made of, by the definition. */
function ownTrajectories(game: Game): OwnTrajectory[] {
  const { steps, count, players, movers, finalMovers, lastMovers, terminated, truncated } = game;
  const all: OwnTrajectory[] = [];
  for (let copy = 0; copy < count; copy++) {
    let start = 0;
    for (let step = 0; step < steps; step++) {
      const at = step * count + copy;
      const ends = terminated[at] === 1 || truncated[at] === 1;
      if (!ends && step + 1 < steps) continue;
      const episode = Array.from({ length: step + 1 - start }, (_, t) => (start + t) * count + copy);
      start = step + 1;
      for (let player = 0; player < players; player++) {
        const entries = episode.filter((each) => movers[each] === player);
        if (entries.length === 0) continue;
        const rewards = entries.map((from, k) =>
          episode
            .filter((each) => each >= from && each < (entries[k + 1] ?? Number.POSITIVE_INFINITY))
            .reduce((sum, each) => sum + game.rewards[each * players + player], 0),
        );
        const over = terminated[at] === 1;
        const follows = over || (ends ? finalMovers[at] : lastMovers[copy]) === player;
        const last = ends ? game.finalValues[at] : game.lastValues[copy];
        const kept = follows ? entries : entries.slice(0, -1);
        const values = Float64Array.from(entries, (each) => game.values[each]);
        all.push({
          entries: kept,
          leftOut: follows ? undefined : entries.at(-1),
          transitions: {
            steps: kept.length,
            count: 1,
            rewards: Float64Array.from(rewards.slice(0, kept.length)),
            values: values.slice(0, kept.length),
            terminated: Uint8Array.from(kept, (_, k) => (over && k === kept.length - 1 ? 1 : 0)),
            truncated: new Uint8Array(kept.length),
            finalValues: new Float64Array(kept.length).fill(Number.NaN),
            lastValues: Float64Array.of(over ? Number.NaN : follows ? last : values[kept.length]),
          },
        });
      }
    }
  }
  return all;
}

const options = { numRuns: 200, seed: 1 };
const close = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).forEach((value, i) =>
    expect(Math.abs(value - b[i])).toBeLessThan(1e-9 * (1 + Math.abs(b[i]))),
  );

describe("in a game of several players, each player's trajectory is one of its own", () => {
  test("to generalized advantages", () => {
    fc.assert(
      fc.property(
        arbitraryGames,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (game, discount, lambda) => {
          const [advantages, returns] = [
            new Float64Array(game.values.length),
            new Float64Array(game.values.length),
          ];
          generalizedAdvantage({ ...game, discount, lambda, advantages, returns });
          for (const { transitions, entries, leftOut } of ownTrajectories(game)) {
            if (leftOut !== undefined)
              expect([advantages[leftOut], returns[leftOut]]).toEqual([0, game.values[leftOut]]);
            if (entries.length === 0) continue;
            const [own, to] = [new Float64Array(entries.length), new Float64Array(entries.length)];
            generalizedAdvantage({ ...transitions, discount, lambda, advantages: own, returns: to });
            close(
              entries.map((at) => advantages[at]),
              own,
            );
            close(
              entries.map((at) => returns[at]),
              to,
            );
          }
        },
      ),
      options,
    );
  });

  test("to n-step returns", () => {
    const horizons = fc.constantFrom(1, 2, 3, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(
        arbitraryGames,
        fc.double({ min: 0, max: 1, noNaN: true }),
        horizons,
        (game, discount, horizon) => {
          const returns = new Float64Array(game.values.length);
          nStepReturns({ ...game, discount, horizon, returns });
          for (const { transitions, entries, leftOut } of ownTrajectories(game)) {
            if (leftOut !== undefined) expect(returns[leftOut]).toBe(game.values[leftOut]);
            if (entries.length === 0) continue;
            const own = new Float64Array(entries.length);
            nStepReturns({ ...transitions, discount, horizon, returns: own });
            close(
              entries.map((at) => returns[at]),
              own,
            );
          }
        },
      ),
      options,
    );
  });

  test("to discounted returns and to the powers of the discount", () => {
    // Two episodes that ended: moves of 0, 1, 1, 0 and of 1, 0. Player 1 is paid for what player 0 does, and the reverse.
    const movers = Int32Array.of(0, 1, 1, 0, 1, 0);
    const rewards = Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60);
    const turns = { players: 2, movers, episodeStarts: [0, 4], discount: 0.5 };
    const returns = discountedReturns({ ...turns, rewards });
    // Player 0: 1 + 2 + 3, then 4; player 1: 20, then 30 + 40. The second: player 1 gets 50 + 60, player 0 gets 6.
    expect(Array.from(returns)).toEqual([6 + 0.5 * 4, 20 + 0.5 * 70, 70, 4, 110, 6]);
    const cutOff = discountedReturns({ ...turns, rewards, finalValues: [0, 8], finalMovers: [0, 1] });
    expect(Array.from(cutOff).slice(4)).toEqual([110 + 0.5 * 8, 6]);
    const weights = [1, 1, 0.5, 0.5, 1, 1];
    expect(Array.from(discountWeights({ ...turns, weights: new Float64Array(6) }))).toEqual(weights);
    const discounts = createStateDiscounts({ count: 1, players: 2, discount: 0.5 });
    const ends = Int32Array.of(0, 0, 0, 4, 0, 2);
    const parts = [
      [0, 2],
      [2, 5],
      [5, 6],
    ].flatMap(([from, to]) => [
      // biome-ignore format: pieces of the trajectory
      ...discounts.next({ episodeLengths: ends.slice(from, to), movers: movers.slice(from, to) }, new Float64Array(to - from)),
    ]);
    expect(parts).toEqual(weights);
  });

  test("and who moved must be said, of every step", () => {
    const game = {
      ...{ steps: 2, count: 1, players: 2, discount: 1, lambda: 1 },
      ...{ rewards: new Float64Array(4), values: new Float64Array(2), lastValues: new Float64Array(1) },
      ...{ terminated: new Uint8Array(2), truncated: new Uint8Array(2), advantages: new Float64Array(2) },
    };
    expect(() => generalizedAdvantage(game)).toThrow("movers has 0 elements; it must have 2 or more");
    const wrong = { ...game, movers: Int32Array.of(0, 2), lastMovers: Int32Array.of(0) };
    expect(() => generalizedAdvantage(wrong)).toThrow("movers has 2; it must have players from 0 to 1");
    expect(() =>
      generalizedAdvantage({ ...wrong, movers: Int32Array.of(0, 1), lastMovers: Int32Array.of(5) }),
    ).toThrow("lastMovers has 5; it must have players from 0 to 1");
  });
});
