import { rungSteps, type TuningPlace, type TuningPlan, type TuningResult } from "./plan.ts";

/** What is known of a trial whose trainings have all come to the end of a rung. */
export interface RankedTrial {
  readonly trial: number;
  /** The last rung that it came to the end of, from 0, and the environment steps of that rung. */
  readonly rung: number;
  readonly steps: number;
  /** Mean over the seeds of the mean returns of their evaluations; NaN if one of them failed. */
  readonly mean: number;
  /** The lowest and the highest of these mean returns. */
  readonly lowest: number;
  readonly highest: number;
  /** What its first seed failed of that did. */
  readonly failure?: string;
}

/** How far a search is. It depends on the results only, in whatever order they come. */
export interface Search {
  /** The rung that is going on, from 0; as many as there are rungs when all are over. */
  readonly rung: number;
  /** The trials that take part in it. */
  readonly trials: readonly number[];
  /** What is to be trained now, in order. Empty when the search is over. */
  pending(): readonly TuningPlace[];
  /** Takes a result, or returns why it is none of those that are pending. */
  add(result: TuningResult): string | undefined;
  /** The trials, from the best on: by how far they came, then by their mean return; those that failed are the last. */
  ranking(): readonly RankedTrial[];
}

export function createSearch(plan: TuningPlan): Search {
  const { seeds } = plan;
  const steps = rungSteps(plan);
  const results = new Map<string, TuningResult>();
  let rung = 0;
  let trials = plan.trials.map((_, trial) => trial);

  const pending = (): TuningPlace[] => {
    if (rung === steps.length) return [];
    const all = trials.flatMap((trial) => seeds.map((seed) => ({ trial, rung, seed })));
    return all.filter((place) => !results.has(keyOf(place)));
  };
  const ranked = (trial: number, rung: number): RankedTrial | undefined => {
    const found = seeds.flatMap((seed) => results.get(keyOf({ trial, rung, seed })) ?? []);
    if (found.length < seeds.length) return rung === 0 ? undefined : ranked(trial, rung - 1);
    const failed = found.find((result) => "failure" in result);
    const means = found.map((result) => ("failure" in result ? Number.NaN : result.mean));
    return {
      ...{ trial, rung, steps: steps[rung] },
      mean: means.reduce((sum, mean) => sum + mean, 0) / means.length,
      ...{ lowest: Math.min(...means), highest: Math.max(...means) },
      ...(failed && { failure: `seed ${failed.seed}: ${failed.failure}` }),
    };
  };
  const rankingOf = (some: readonly number[], until: number) =>
    some.flatMap((trial) => ranked(trial, until) ?? []).sort(compare);

  return {
    get rung() {
      return rung;
    },
    get trials() {
      return trials;
    },
    pending,
    add(result) {
      const key = keyOf(result);
      if (results.has(key)) return `there is a result of ${inWords(result)} already`;
      if (!pending().some((place) => keyOf(place) === key)) return `${inWords(result)} is not to be trained`;
      results.set(key, result);
      while (rung < steps.length && pending().length === 0) {
        // A trial that fails ends there.
        const left = rankingOf(trials, rung).filter(({ failure }) => failure === undefined);
        trials = left
          .slice(0, Math.ceil(trials.length / 2))
          .map(({ trial }) => trial)
          .sort((a, b) => a - b);
        rung++;
      }
      return undefined;
    },
    ranking: () => rankingOf([...plan.trials.keys()], steps.length - 1),
  };
}

const keyOf = ({ trial, rung, seed }: TuningPlace) => `${trial} ${rung} ${seed}`;

const inWords = ({ trial, rung, seed }: TuningPlace) => `trial ${trial} with seed ${seed} in rung ${rung}`;

function compare(a: RankedTrial, b: RankedTrial): number {
  const failed = Number(a.failure !== undefined) - Number(b.failure !== undefined);
  if (failed !== 0 || a.failure !== undefined) return failed || a.trial - b.trial;
  return b.rung - a.rung || b.mean - a.mean || a.trial - b.trial;
}
