/** How many slices of [0, 1) have an entry of their own in the table; the values in one of them are tried one by one. */
const slices = 1024;

/**
 * A function from a uniform number of [0, 1) to the first value whose running sum of probabilities is above it; undefined
 * where they do not sum to 1.
 *
 * A table has, for each slice of [0, 1), the value that its lower end chooses: the search begins there and takes, over
 * u, less than 1 + values / slices steps.
 * Source: H.-C. Chen and Y. Asau, “On generating random variates from an empirical distribution”, AIIE Transactions 6
 * (1974): the guide table.
 */
export function guideTable(probabilities: Float64Array): ((u: number) => number) | undefined {
  const sums = probabilities.slice();
  for (let i = 1; i < sums.length; i++) sums[i] += sums[i - 1];
  const total = sums[sums.length - 1];
  if (!(Math.abs(total - 1) < 1e-6)) return undefined;

  const firstAbove = (level: number, from: number) => {
    let value = from;
    while (sums[value] <= level) value++;
    return value;
  };
  const guide = new Uint16Array(slices);
  for (let slice = 1; slice < slices; slice++) {
    guide[slice] = firstAbove((slice / slices) * total, guide[slice - 1]);
  }
  return (u) => firstAbove(u * total, guide[(u * slices) | 0]);
}
