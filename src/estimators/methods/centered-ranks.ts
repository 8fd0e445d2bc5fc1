/** The place of each value among all, from −½ for the least to ½ for the largest; equal values share theirs. At least 2 values. */
export function centeredRanks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + end - 1) / 2 / (order.length - 1) - 0.5;
  }
  return ranks;
}
