/** Shifts and scales numbers in place to mean 0 and standard deviation 1 (of a sample, over n − 1). */
export function standardize(values: Float32Array | Float64Array): void {
  const size = values.length;
  let mean = 0;
  for (let i = 0; i < size; i++) mean += values[i] / size;
  let variance = 0;
  for (let i = 0; i < size; i++) variance += (values[i] - mean) ** 2 / (size - 1);
  const deviation = Math.sqrt(variance) + 1e-8;
  for (let i = 0; i < size; i++) values[i] = (values[i] - mean) / deviation;
}
