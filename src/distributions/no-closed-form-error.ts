/** What a density throws when it is asked for a quantity that has no closed form, rather than a wrong number. */
export class NoClosedFormError extends Error {
  override readonly name = "NoClosedFormError";
}

/** What to do instead, by quantity. */
const advice = {
  entropy: "estimate it by sampling, with its standard error: estimateEntropy",
  kl: "estimate it by sampling, with its standard error: estimateKl",
  mean: "take the mean of samples",
  variance: "take the variance of samples",
  mode: "maximize logProb",
} as const;

/** A method for a density that has no closed form of a quantity: it throws `NoClosedFormError`, with what to do instead. */
export function noClosedForm(density: string, quantity: keyof typeof advice, because = ""): () => never {
  return () => {
    throw new NoClosedFormError(
      `${density}: ${quantity} has no closed form${because && ` ${because}`}; ${advice[quantity]}`,
    );
  };
}
