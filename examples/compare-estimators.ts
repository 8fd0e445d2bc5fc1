// Which gradient estimator suits a problem? All that apply get the same budget, and are held against the exact gradient.
import { bernoulli } from "logpi/distributions";
import { compareEstimators, formatComparison } from "logpi/estimators";
import { constant, multiply, square, subtract, sum } from "logpi/graph";

// Three switches that f does not treat alike, given by the logits of being on.
const comparison = compareEstimators({
  parameters: { logits: [0.3, -0.8, 1.5] },
  density: ({ logits }) => bernoulli(logits),
  f: ([a, b, c]) => (a + 2 * b - 3 * c - 0.45) ** 2,
  expression: (switches) =>
    square(subtract(sum(multiply(switches, constant([1, 2, -3], [3])), { axis: 1 }), 0.45)),
});
console.log(formatComparison(comparison));
