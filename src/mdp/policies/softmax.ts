/** Softmax of each row of logits [states × actions]; actions that are not legal get 0. */
export function softmaxRows(logits: Float64Array, actions: number, legal?: Uint8Array): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let row = 0; row < logits.length; row += actions) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let at = row; at < row + actions; at++) {
      if (legal?.[at] !== 0) largest = Math.max(largest, logits[at]);
    }
    let sum = 0;
    for (let at = row; at < row + actions; at++) {
      if (legal?.[at] === 0) continue;
      probabilities[at] = Math.exp(logits[at] - largest);
      sum += probabilities[at];
    }
    for (let at = row; at < row + actions; at++) probabilities[at] /= sum;
  }
  return probabilities;
}

/** Σ_a w(a) ∂π(a)/∂(logit of b) = π(b) (w(b) − Σ_a π(a) w(a)), in each row. */
export function softmaxPullback(
  probabilities: Float64Array,
  weights: Float64Array,
  actions: number,
): Float64Array {
  const gradient = new Float64Array(probabilities.length);
  for (let row = 0; row < gradient.length; row += actions) {
    let mean = 0;
    for (let at = row; at < row + actions; at++) mean += probabilities[at] * weights[at];
    for (let at = row; at < row + actions; at++) gradient[at] = probabilities[at] * (weights[at] - mean);
  }
  return gradient;
}
