// Variational inference for logistic regression: a diagonal normal is fitted to the posterior of three weights.
import { diagonalNormal } from "logpi/distributions";
import { defineProblem, pathwise, scoreFunction } from "logpi/estimators";
import {
  constant,
  type FloatExpression,
  log,
  matmul,
  multiply,
  negate,
  softplus,
  square,
  subtract,
  sum,
} from "logpi/graph";
import { createGenerator } from "logpi/random";

// Sixty points of two features and a constant, with labels −1 and 1 from the weights (1.5, −2, 0.5).
const generator = createGenerator(1);
const points = Array.from({ length: 60 }, () => {
  const features = [generator.normal(), generator.normal(), 1];
  const logit = 1.5 * features[0] - 2 * features[1] + 0.5;
  const label = generator.random() < 1 / (1 + Math.exp(-logit)) ? 1 : -1;
  return features.map((feature) => label * feature);
});
const signed = constant(points.flat(), [60, 3]);

/** log p(labels | w) + log p(w), up to a constant, with the prior w ~ N(0, 2²): from weights [samples, 3] to [samples]. */
const logJoint = (weights: FloatExpression) => {
  const margins = matmul(weights, signed, { transposeB: true });
  const logLikelihood = negate(sum(softplus(negate(margins)), { axis: 1 }));
  return subtract(logLikelihood, multiply(sum(square(weights), { axis: 1 }), 1 / 8));
};

const posterior = defineProblem({
  parameters: { mean: [0, 0, 0], deviation: [1, 1, 1] },
  density: ({ mean, deviation }) => diagonalNormal(mean, log(deviation)),
  expression: logJoint,
});
let { parameters } = posterior;

// The bound E_q[log p(labels, w)] + H(q); the entropy of q, Σ log σ and a constant, needs no sampling.
for (let step = 1; step <= 200; step++) {
  const { value, gradient } = pathwise({ ...posterior, parameters }, { samples: 64, generator });
  const { mean, deviation } = parameters;
  parameters = {
    mean: mean.map((each, i) => each + 0.02 * gradient.mean[i]),
    deviation: deviation.map((each, i) => Math.max(0.01, each + 0.005 * (gradient.deviation[i] + 1 / each))),
  };
  if (step % 50 === 0) {
    const bound = value + deviation.reduce((total, each) => total + Math.log(each), 0);
    const weights = mean.map((each, i) => `${each.toFixed(2)} ± ${deviation[i].toFixed(2)}`);
    console.log(`step ${step}: bound ${bound.toFixed(2)}, weights ${weights.join(", ")}`);
  }
}

// The same gradient without derivatives of the joint density needs more samples.
const [path, score] = [pathwise, scoreFunction].map((estimator) =>
  estimator({ ...posterior, parameters }, { samples: 10_000 }),
);
const ratio = (score.standardErrors.mean[0] / path.standardErrors.mean[0]) ** 2;
console.log(`the score function needs ${ratio.toFixed(0)} times the samples of the pathwise estimator`);
