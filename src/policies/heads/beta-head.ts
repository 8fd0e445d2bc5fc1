import { defineDensity } from "../../distributions/define-density.ts";
import type { Density } from "../../distributions/density.ts";
import { noClosedForm } from "../../distributions/no-closed-form-error.ts";
import type { Box } from "../../environments/index.ts";
import {
  add,
  concatenate,
  divide,
  type Expression,
  type FloatExpression,
  grad,
  log,
  maximum,
  multiply,
  negate,
  reshape,
  slice,
  softplus,
  subtract,
  sum,
  tanh,
  transpose,
} from "../../graph/index.ts";
import { actionDensity } from "./action-density.ts";
import { boxScale } from "./box-scale.ts";
import type { ActionHead } from "./head.ts";
import { logBetaOf } from "./log-beta.ts";
import { logGammaDraws, noisePerDraw } from "./log-gamma-draws.ts";
import { stretchedTo } from "./normal-heads.ts";

/** Above it the deviation of an action is below 0.4 % of the box, and float32 loses digits of its log-density. */
const mostConcentration = 1e4;

/** Keeps the logarithm of a concentration finite that is 0 in float32. */
const leastConcentration = 1e-30;

/**
 * A Beta density on the box for each element (Chou, Maturana and Scherer 2017): the network's outputs are z_a and z_b of
 *
 *     x ~ Beta(1 + softplus z_a, 1 + softplus z_b),    a = low + (high − low) x
 *
 * which has one mode, within the box, and no weight outside it. With outputs near 0, as they are initially, actions lie around
 * the center. What the policy draws, and rows of experience hold, is log x / (1 − x): float32 tells no x near 1 from 1.
 *
 * @throws RangeError when an element of the box has no finite bounds
 */
export function betaHead(space: Box): ActionHead {
  const scale = boxScale(space, "beta");
  const { size } = space;
  const logVolume = scale.logVolume + size * Math.LN2; // of x, between 0 and 1
  const toBox = stretchedTo(scale);
  return {
    name: "beta",
    outputs: 2 * size,
    parameters: [],
    density(outputs) {
      const logits = logitsOfBeta(
        concentration(slice(outputs, -1, 0, size)),
        concentration(slice(outputs, -1, size, 2 * size)),
      );
      return actionDensity("beta", logits, {
        logDerivative: (drawn) => add(logits.logDerivative(drawn), logVolume),
        meanLogDerivative: () => add(logits.meanLogDerivative(), logVolume),
      });
    },
    action: { shape: [size], dtype: "float", spare: 0 },
    toActions: (drawn) => toBox(tanh(multiply(drawn, 0.5))), // 2 sigmoid l − 1
  };
}

/** a − 1: softplus, but below a bound. */
function concentration(z: Expression): FloatExpression {
  const s = softplus(z);
  return divide(s, add(1, multiply(s, 1 / mostConcentration)));
}

interface LogitsOfBeta extends Density {
  readonly parameters: { readonly a: FloatExpression; readonly b: FloatExpression };
  /** Σ log dx/dl: [batch]. */
  logDerivative(logits: Expression): FloatExpression;
  /** Its mean. */
  meanLogDerivative(): FloatExpression;
}

/**
 * The density of l = log x / (1 − x) for x ~ Beta(a, b), elements independent: Σ a log x + b log (1 − x) − log B(a, b). Means of
 * log x and log (1 − x) are the derivatives of log B.
 *
 * @param aboveA a − 1: [batch, size]
 * @param aboveB b − 1
 */
function logitsOfBeta(aboveA: FloatExpression, aboveB: FloatExpression): LogitsOfBeta {
  const [a, b] = [add(aboveA, 1), add(aboveB, 1)];
  const [batch, size] = a.shape;
  const total = (x: FloatExpression) => sum(x, { axis: -1 });
  const logs = (logits: Expression) => [negate(softplus(negate(logits))), negate(softplus(logits))] as const;
  const logBeta = logBetaOf(a, b);
  const meanLogs = () => grad(sum(logBeta), [a, b]);
  return defineDensity<LogitsOfBeta>({
    name: "logitsOfBeta",
    parameters: { a, b },
    batchShape: [batch],
    eventShape: [size],
    discrete: false,
    dtype: "float",
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb(logits) {
      const [logX, logRest] = logs(logits);
      return total(subtract(add(multiply(a, logX), multiply(b, logRest)), logBeta));
    },
    logDerivative: (logits) => total(add(...logs(logits))),
    meanLogDerivative() {
      const [logX, logRest] = meanLogs();
      return total(add(logX, logRest));
    },
    entropy() {
      const [logX, logRest] = meanLogs();
      return total(subtract(logBeta, add(multiply(a, logX), multiply(b, logRest))));
    },
    kl({ parameters: other }) {
      const [logX, logRest] = meanLogs();
      const means = add(multiply(subtract(a, other.a), logX), multiply(subtract(b, other.b), logRest));
      return total(add(subtract(logBetaOf(other.a, other.b), logBeta), means));
    },
    mean: noClosedForm("logitsOfBeta", "mean"),
    variance: noClosedForm("logitsOfBeta", "variance"),
    /** Of x, (a − 1) / (a + b − 2). */
    mode: () => subtract(log(maximum(aboveA, leastConcentration)), log(maximum(aboveB, leastConcentration))),
    noise: { kind: "normal", shape: [batch, 2 * size * noisePerDraw] },
    pathwise: false,
    sample(noise) {
      // The draws of a row are made from its own numbers.
      const draws = transpose(reshape(noise, [batch, 2 * size, noisePerDraw]), [2, 0, 1]);
      const drawn = logGammaDraws(concatenate([a, b], -1) as FloatExpression, draws);
      return subtract(slice(drawn, -1, 0, size), slice(drawn, -1, size, 2 * size));
    },
  });
}
