/** Weights, without biases, of an MLP with layers of these widths. */
export function weightCount(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, layer) => sum + widths[layer] * width, 0);
}

/** Weights and biases. */
export function parameterCount(widths: readonly number[]): number {
  return weightCount(widths) + widths.slice(1).reduce((sum, width) => sum + width, 0);
}

/** Operations of a forward pass over one row: a multiplication and an addition per weight. */
export function forwardOperations(widths: readonly number[]): number {
  return 2 * weightCount(widths);
}

/** Forward, gradients of all weights, and gradients of the inputs of all layers but the first. */
export function trainingOperations(widths: readonly number[]): number {
  return 3 * forwardOperations(widths) - forwardOperations(widths.slice(0, 2));
}

/** Forward, and gradients of the inputs of all layers, those of the network among them, but not of its weights. */
export function throughOperations(widths: readonly number[]): number {
  return 2 * forwardOperations(widths);
}
