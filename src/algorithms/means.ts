/** Running means of a program's scalar outputs over several runs. */
export function createMeans<Name extends string>(outputs: Readonly<Record<Name, ArrayLike<number>>>) {
  const names = Object.keys(outputs) as Name[];
  const totals = new Float64Array(names.length);
  let runs = 0;
  return {
    add(latest: Readonly<Record<Name, ArrayLike<number>>>): void {
      runs++;
      for (let i = 0; i < names.length; i++) totals[i] += latest[names[i]][0];
    },
    values: () =>
      Object.fromEntries(names.map((name, i) => [name, totals[i] / runs])) as Record<Name, number>,
  };
}
