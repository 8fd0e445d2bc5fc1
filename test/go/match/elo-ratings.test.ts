import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eloRatings, type Pairing, wilsonInterval } from "../../../src/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const count = fc.integer({ min: 0, max: 400 });
const pairing = (first: string, second: string, wins: number, losses: number): Pairing => ({
  first,
  second,
  wins,
  losses,
});

/** Games between players of given strengths, in Elo: those of each pair. */
function drawGames(elos: readonly number[], games: number, seed: number): Pairing[] {
  const generator = createGenerator(seed);
  return elos.flatMap((elo, i) =>
    elos.slice(i + 1).map((other, j) => {
      const chance = 1 / (1 + 10 ** ((other - elo) / 400));
      let wins = 0;
      for (let game = 0; game < games; game++) if (generator.random() < chance) wins++;
      return pairing(`${i}`, `${i + 1 + j}`, wins, games - wins);
    }),
  );
}

describe("ratings of players", () => {
  it("are the logarithm of the odds for two, with half a game more for each", () => {
    fc.assert(
      fc.property(count, count, (wins, losses) => {
        fc.pre(wins + losses > 0);
        const [first, second] = eloRatings(["a", "b"], [pairing("b", "a", wins, losses)]);
        expect(first).toEqual({ name: "a", elo: 0, low: 0, high: 0, games: wins + losses });
        expect(second.elo).toBeCloseTo(400 * Math.log10((wins + 0.5) / (losses + 0.5)), 6);
        const error = (400 / Math.log(10)) * Math.sqrt(1 / (wins + 0.5) + 1 / (losses + 0.5));
        expect(second.high - second.elo).toBeCloseTo(1.959963984540054 * error, 6);
        expect(second.elo - second.low).toBeCloseTo(1.959963984540054 * error, 6);
      }),
    );
  });

  it("are those under which each player is expected to win what it has won", () => {
    const players = ["a", "b", "c", "d"];
    const pairs = players.flatMap((first, i) =>
      players.slice(i + 1).map((second) => [first, second] as const),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count), { minLength: 6, maxLength: 6 }), (results) => {
        fc.pre(results.every(([wins, losses]) => wins + losses > 0));
        const table = pairs.map(([first, second], i) => pairing(first, second, ...results[i]));
        const elo = new Map(eloRatings(players, table).map(({ name, elo }) => [name, elo]));
        for (const player of players) {
          let surplus = 0;
          for (const { first, second, wins, losses } of table) {
            const chance = 1 / (1 + 10 ** ((elo.get(second)! - elo.get(first)!) / 400));
            const more = wins + 0.5 - (wins + losses + 1) * chance;
            if (player === first) surplus += more;
            if (player === second) surplus -= more;
          }
          expect(surplus).toBeCloseTo(0, 6);
        }
      }),
    );
  });

  it("have intervals that hold the true difference as often as they say", () => {
    // 400 tables, 3 intervals each: the share has a standard error of .007 where they are independent.
    const elos = [0, 120, -80, 300];
    let held = 0;
    for (let seed = 0; seed < 400; seed++) {
      const ratings = eloRatings(["0", "1", "2", "3"], drawGames(elos, 60, seed));
      for (let i = 1; i < 4; i++) if (ratings[i].low <= elos[i] && elos[i] <= ratings[i].high) held++;
    }
    expect(held / 1200).toBeGreaterThan(0.92);
    expect(held / 1200).toBeLessThan(0.98);
  });

  it("are finite for a player who has won all games, and for one who has lost all", () => {
    const [, best, worst] = eloRatings(
      ["a", "b", "c"],
      [pairing("b", "a", 200, 0), pairing("c", "a", 0, 200)],
    );
    expect(best.elo).toBeCloseTo(-worst.elo, 6);
    expect(best.low).toBeGreaterThan(300);
    expect(best.elo).toBeLessThan(1100);
  });

  it("are found however far the players are apart", () => {
    const names = Array.from({ length: 60 }, (_, i) => `${i}`);
    const ratings = eloRatings(
      names,
      names.slice(1).map((name, i) => pairing(name, names[i]!, 100, 0)),
    );
    // Each has the odds 100.5 to 0.5 against the one before.
    const step = (400 * Math.log(201)) / Math.log(10);
    ratings.forEach(({ elo }, i) => expect(elo / (step * i || 1)).toBeCloseTo(i === 0 ? 0 : 1, 8));
  });

  it("do not depend on how the games of a pair are listed", () => {
    const [, whole] = eloRatings(["a", "b"], [pairing("b", "a", 10, 2)]);
    const [, parts] = eloRatings(["a", "b"], [pairing("b", "a", 5, 1), pairing("a", "b", 1, 5)]);
    expect(parts).toEqual(whole);
  });

  it("are not made up for players whose games do not lead to the first", () => {
    const table = [pairing("a", "b", 3, 4), pairing("c", "d", 3, 4)];
    expect(() => eloRatings(["a", "b", "c", "d"], table)).toThrow(
      'eloRatings: "c" has played neither against "a" nor against anybody whose games lead there',
    );
    expect(() => eloRatings(["a", "b"], [pairing("a", "z", 1, 1)])).toThrow(RangeError);
    expect(() => eloRatings(["a", "b"], [pairing("a", "b", -1, 1)])).toThrow(RangeError);
    expect(() => eloRatings(["a", "b"], [pairing("a", "b", 0, 0)])).toThrow(
      'eloRatings: "a" and "b" have played 0 games, won 0 and lost 0; leave pairings without games out',
    );
  });
});

describe("Wilson's interval", () => {
  it("has as ends the probabilities from which the share is as far as the confidence says", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          for (const end of wilsonInterval(share, n)) {
            const variance = (end * (1 - end)) / n;
            // As squares, which are exact near 0 and 1 too, where the root of what is rounded is not.
            expect((share - end) ** 2).toBeCloseTo(1.959963984540054 ** 2 * variance, 13);
          }
        },
      ),
    );
  });

  it("is everything where nothing was seen", () => {
    expect(wilsonInterval(0.5, 0)).toEqual([0, 1]);
    expect(wilsonInterval(0.5, 10, 1)).toEqual([0, 1]);
    expect(() => wilsonInterval(1.5, 10)).toThrow(RangeError);
    expect(() => wilsonInterval(0.5, -3)).toThrow(
      "wilsonInterval: count is -3; it must be a number of trials from 0",
    );
  });
});
