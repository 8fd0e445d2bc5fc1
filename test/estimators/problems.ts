import { bernoulli, categorical, diagonalNormal, normal } from "../../src/distributions/index.ts";
import { defineProblem, type Problem } from "../../src/estimators/index.ts";
import { constant, cos, exp, log, multiply, negate, square, subtract, sum } from "../../src/graph/index.ts";

/** x ~ N(μ, σ²), at μ = σ = 1 by default. */
export const normalProblem = (
  f: (x: number) => number,
  expression: Problem["expression"],
  parameters = { mean: 1, deviation: 1 },
) =>
  defineProblem({
    parameters,
    density: ({ mean, deviation }) => normal(mean, deviation),
    f: ([x]) => f(x),
    expression,
  });

/** f(x) = (x − k)². */
export const quadratic = (k: number, parameters?: { mean: number; deviation: number }) =>
  normalProblem(
    (x) => (x - k) ** 2,
    (x) => square(subtract(x, k)),
    parameters,
  );

export const bell = normalProblem(
  (x) => Math.exp(-x * x),
  (x) => exp(negate(square(x))),
);

export const wave = normalProblem(
  (x) => Math.cos(5 * x),
  (x) => cos(multiply(x, 5)),
);

/** f(b) = (b − .45)². */
export const coin = (logit = 0) =>
  defineProblem({
    parameters: { logit },
    density: ({ logit }) => bernoulli(logit),
    f: ([b]) => (b - 0.45) ** 2,
    expression: (b) => square(subtract(b, 0.45)),
  });

/** Three Bernoulli variables that f does not treat alike. */
export const coins = defineProblem({
  parameters: { logits: [0.3, -0.8, 1.5] },
  density: ({ logits }) => bernoulli(logits),
  f: ([a, b, c]) => (a + 2 * b - 3 * c - 0.45) ** 2,
  expression: (b) => square(subtract(sum(multiply(b, constant([1, 2, -3], [3])), { axis: -1 }), 0.45)),
});

const rewards = [1, -0.5, 2, 0.3];
export const choice = defineProblem({
  parameters: { logits: [0.2, -1, 0.5, 0] },
  density: ({ logits }) => categorical(logits),
  f: ([k]) => rewards[k],
  expression: (b) => sum(multiply(b, constant(rewards, [4])), { axis: -1 }),
});

/** Two dimensions that f joins, and a deviation that they share. */
export const plane = defineProblem({
  parameters: { mean: [0.5, -0.3], deviation: 0.8 },
  density: ({ mean, deviation }) => diagonalNormal(mean, log(deviation)),
  f: ([x, y]) => x * x * y + Math.sin(y),
});
