import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  rungSteps,
  type TuningPlace,
  type TuningPlan,
  type TuningResult,
} from "../../../src/runs/tuning/plan.ts";
import { createSearch, type Search } from "../../../src/runs/tuning/search.ts";

const planOf = (trials: number, { seeds = [0, 1], halving = true, steps = 8000 } = {}): TuningPlan => ({
  ...{
    format: "logpi-tuning-1",
    version: "0",
    environment: "CartPole-v1",
    algorithm: "ppo",
    preset: "defaults",
  },
  ...{ options: { steps }, ranges: {}, trials: Array.from({ length: trials }, () => ({})) },
  ...{ seeds, halving, episodes: 1 },
});

/** What a trial achieves: some fail, and what is better early need not be so later. */
const resultOf = (place: TuningPlace, chances: readonly number[]): TuningResult => {
  const chance = chances[(7 * place.trial + 3 * place.rung + place.seed) % chances.length];
  if (chance < 0.1) return { ...place, failure: `no luck ${chance}` };
  return { ...place, steps: 1, mean: chance, std: 0, parameters: "" };
};

function finish(
  search: Search,
  chances: readonly number[],
  order: (places: readonly TuningPlace[]) => TuningPlace,
) {
  const rungs: (readonly number[])[] = [];
  for (let pending = search.pending(); pending.length > 0; pending = search.pending()) {
    if (rungs.length === search.rung) rungs.push(search.trials);
    expect(search.add(resultOf(order(pending), chances))).toBeUndefined();
  }
  return rungs;
}
const first = (places: readonly TuningPlace[]) => places[0];

describe("the rungs of a search", () => {
  it("are each twice as long as the one before, the last of all steps, and fewer for few trials", () => {
    expect(rungSteps(planOf(20))).toEqual([1000, 2000, 4000, 8000]);
    expect(rungSteps(planOf(20, { steps: 1001 }))).toEqual([126, 251, 501, 1001]);
    expect(rungSteps(planOf(5))).toEqual([2000, 4000, 8000]);
    expect(rungSteps(planOf(1))).toEqual([8000]);
    expect(rungSteps(planOf(20, { halving: false }))).toEqual([8000]);
  });

  it("are taken by half of the trials each, rounded up, the better ones", () => {
    const search = createSearch(planOf(20, { seeds: [0] }));
    // The mean of trial t is t / 100 + 0.2.
    const rungs: number[] = [];
    for (let pending = search.pending(); pending.length > 0; pending = search.pending()) {
      if (rungs.length === search.rung) rungs.push(search.trials.length);
      search.add({ ...pending[0], steps: 1, mean: pending[0].trial / 100, std: 0, parameters: "" });
    }
    expect(rungs).toEqual([20, 10, 5, 3]);
    expect(search.ranking().map(({ trial }) => trial)).toEqual(Array.from({ length: 20 }, (_, i) => 19 - i));
    expect(search.ranking()[0]).toEqual({
      ...{ trial: 19, rung: 3, steps: 8000, mean: 0.19, lowest: 0.19, highest: 0.19 },
    });
  });
});

describe("a search", () => {
  const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 97 });

  it("comes to the same ranking in whatever order results come", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 17 }),
        fc.boolean(),
        chances,
        fc.gen(),
        (trials, halving, chances, gen) => {
          const plan = planOf(trials, { halving });
          const [one, other] = [createSearch(plan), createSearch(plan)];
          const rungs = finish(one, chances, first);
          const random = (places: readonly TuningPlace[]) => places[gen(fc.nat, places.length - 1)];
          expect(finish(other, chances, random)).toEqual(rungs);
          expect(other.ranking()).toEqual(one.ranking());
        },
      ),
      { numRuns: 50 },
    );
  });

  it("ranks every trial once, no failed one before others, and never goes on with it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 17 }), chances, (trials, chances) => {
        const search = createSearch(planOf(trials));
        const rungs = finish(search, chances, first);
        const ranking = search.ranking();
        expect(ranking.map(({ trial }) => trial).sort((a, b) => a - b)).toEqual(
          Array.from({ length: trials }, (_, trial) => trial),
        );
        const firstFailed = ranking.findIndex(({ failure }) => failure !== undefined);
        if (firstFailed >= 0) {
          expect(ranking.slice(firstFailed).every(({ failure }) => failure !== undefined)).toBe(true);
        }
        for (const { trial, rung, failure, mean, lowest, highest } of ranking) {
          expect(rungs.filter((trials) => trials.includes(trial)).length).toBe(rung + 1);
          if (failure !== undefined) expect([mean, lowest, highest]).toEqual([NaN, NaN, NaN]);
          else expect(lowest <= mean + 1e-12 && mean <= highest + 1e-12).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("takes no result twice, and none that is not to be trained", () => {
    const search = createSearch(planOf(2));
    const result = { trial: 0, rung: 0, seed: 0, steps: 1, mean: 1, std: 0, parameters: "" };
    expect(search.add(result)).toBeUndefined();
    expect(search.add(result)).toBe("there is a result of trial 0 with seed 0 in rung 0 already");
    expect(search.add({ ...result, trial: 2 })).toBe("trial 2 with seed 0 in rung 0 is not to be trained");
    expect(search.add({ ...result, seed: 2 })).toBe("trial 0 with seed 2 in rung 0 is not to be trained");
    expect(search.add({ ...result, rung: 1 })).toBe("trial 0 with seed 0 in rung 1 is not to be trained");
  });
});
