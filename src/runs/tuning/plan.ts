import * as v from "valibot";
import { valueInText } from "../../text/value-in-text.ts";
import { anyNumber } from "../any-number.ts";
import { positiveCount } from "../positive-count.ts";

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const settings = v.record(v.string(), v.unknown());
const module = v.object({ url: v.string(), name: v.string() });

const tuningPlan = v.strictObject({
  /** Says that the file is the journal of a search, and how to read it. */
  format: v.literal("logpi-tuning-1"),
  /** The version of logpi: another one may train otherwise. */
  version: v.string(),
  /** The environment's id. */
  environment: v.string(),
  /** Where the environment can be imported from, if it is not built in. */
  module: v.exactOptional(module),
  /** The algorithm's name. */
  algorithm: v.string(),
  /** The named settings that the search starts from, or the path of their file. */
  preset: v.string(),
  /** Every option of the algorithm, as the search starts from them; its steps are those of a whole training. */
  options: settings,
  /** Given to every `reset`. */
  resetOptions: v.exactOptional(settings),
  /** The options that are searched, each with its range. */
  ranges: v.record(v.string(), v.unknown()),
  /** What each trial has in the place of `options`. Those of the first one are empty: it has the settings of the start. */
  trials: v.pipe(v.array(settings), v.minLength(1)),
  /** The seeds that every trial is trained with. */
  seeds: v.pipe(v.array(index), v.minLength(1)),
  /** Whether trials are halved on the way: see {@link rungSteps}. */
  halving: v.boolean(),
  /** Episodes of an evaluation. */
  episodes: positiveCount,
});

/** What a search does, with nothing left open: the first line of its journal. All else follows from it. */
export type TuningPlan = Readonly<v.InferOutput<typeof tuningPlan>>;

const place = { trial: index, rung: index, seed: index };
const tuningResult = v.union([
  v.strictObject({
    ...place,
    /** Environment steps of the training until now. */
    steps: index,
    /** Mean return of the evaluation, and the deviation over its episodes. */
    ...{ mean: v.pipe(v.number(), v.finite()), std: anyNumber },
    /** The SHA-256 of the weights that were evaluated. */
    parameters: v.string(),
  }),
  v.strictObject({
    ...place,
    /** Why there is no evaluation. */
    failure: v.string(),
  }),
]);

/** What came of training a trial with a seed until the steps of a rung: a line of the journal. */
export type TuningResult = Readonly<v.InferOutput<typeof tuningResult>>;

/** Which of all trainings it is. Trials and rungs count from 0. */
export type TuningPlace = Pick<TuningResult, "trial" | "rung" | "seed">;

/** @throws if the text is not the first line of a journal; the message says where */
export const parsePlan = (line: string): TuningPlan => parse(tuningPlan, line);

/** @throws if the text is no other line of a journal; the message says where */
export const parseResult = (line: string): TuningResult => parse(tuningResult, line);

function parse<Schema extends typeof tuningPlan | typeof tuningResult>(
  schema: Schema,
  line: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, JSON.parse(line));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const at = v.getDotPath(issue);
  throw new Error(
    `${at === null ? "" : `${at}: `}expected ${issue.expected}, found ${valueInText(issue.input)}`,
  );
}

/** Of more rungs, the first would say little of the last. */
const mostRungs = 4;

/**
 * The environment steps at which trials are compared. Without halving, that is once, after all of them. With it there are up
 * to four rungs, fewer for less than eight trials: each is twice as long as the one before, and the better half of the trials
 * goes on to it (successive halving, Karnin et al. 2013, Jamieson and Talwalkar 2016).
 *
 * @example
 * rungSteps({ halving: true, trials: 20 × …, options: { steps: 8000 } }); // [1000, 2000, 4000, 8000]
 */
export function rungSteps({
  halving,
  trials,
  options,
}: Pick<TuningPlan, "halving" | "trials" | "options">): number[] {
  const rungs = halving ? Math.min(mostRungs, 32 - Math.clz32(trials.length)) : 1;
  return Array.from({ length: rungs }, (_, rung) =>
    Math.ceil((options.steps as number) / 2 ** (rungs - 1 - rung)),
  );
}
