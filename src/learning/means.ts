/** Results of a program's runs, each a single number in an array. */
type Results<Name extends string> = Readonly<Record<Name, ArrayLike<number>>>;

/** Means of results over several runs of a program. */
export interface Means<Name extends string> {
  /** Counts results in, and returns them. */
  add<Given extends Results<Name>>(results: Given): Given;
  /** NaN before the first results. */
  values(): Readonly<Record<Name, number>>;
}

/** Means of those results that have these names. */
export function createMeans<Name extends string>(names: readonly Name[]): Means<Name> {
  const totals = new Float64Array(names.length);
  let runs = 0;
  return {
    add(results) {
      runs++;
      for (let i = 0; i < names.length; i++) totals[i] += results[names[i]][0];
      return results;
    },
    values: () =>
      Object.fromEntries(names.map((name, i) => [name, totals[i] / runs])) as Record<Name, number>,
  };
}

/** The results of a single run as numbers. */
export function numbersOf<Name extends string>(results: Results<Name>): Readonly<Record<Name, number>> {
  return Object.fromEntries(Object.keys(results).map((name) => [name, results[name as Name][0]])) as Record<
    Name,
    number
  >;
}
