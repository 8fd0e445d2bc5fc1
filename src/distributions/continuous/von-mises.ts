import {
  abs,
  add,
  besselRatioComplement,
  broadcastTo,
  divide,
  type Expression,
  type FloatExpression,
  floor,
  less,
  logScaledBesselI0,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  sin,
  square,
  stopGradient,
  subtract,
} from "../../graph/index.ts";
import { drawVonMises } from "../../random/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { bregman } from "../numerics/divergence-terms.ts";
import { inPrecision } from "../numerics/precision.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";

export interface VonMises extends Density {
  readonly name: "vonMises";
  readonly parameters: { readonly mean: FloatExpression; readonly concentration: FloatExpression };
}

const logTwoPi = Math.log(2 * Math.PI);

/**
 * The von Mises density of an angle: log p(x) = κ cos(x − μ) − log 2π I₀(κ). Samples, `mean` and `mode` lie in [−π, π); `logProb` takes any
 * angle. `mean` is the mean direction, `variance` the circular variance 1 − |E[exp(ix)]|.
 *
 * @param mean μ, an angle in radians
 * @param concentration κ ≥ 0; 0 is uniform on the circle
 */
export function vonMises(mean: Operand, concentration: Operand): VonMises {
  const mu = parameter("vonMises", "mean", mean, "finite");
  const kappa = parameter("vonMises", "concentration", concentration, "nonNegative");
  const shape = commonShape("vonMises", mu, kappa);
  const lost = besselRatioComplement(kappa); // 1 − I₁(κ)/I₀(κ)
  return defineDensity<VonMises>({
    ...realScalar(shape),
    name: "vonMises",
    parameters: { mean: mu, concentration: kappa },
    support: { kind: "interval", low: -Math.PI, high: Math.PI },
    logProb: (values) => {
      const behind = multiply(kappa, oneMinusCos(subtract(values, mu)));
      return subtract(multiply(behind, -1), add(logScaledBesselI0(kappa), logTwoPi));
    },
    entropy: () => broadcastTo(add(add(logScaledBesselI0(kappa), multiply(kappa, lost)), logTwoPi), shape),
    kl: ({ parameters: other }) => {
      const apart = multiply(subtract(1, lost), oneMinusCos(subtract(mu, other.mean)));
      const change = abs(subtract(other.concentration, kappa));
      // log(e⁻ˣ I₀(x)), whose derivative is −lost, has the divergence of log I₀.
      const volumes = bregman(
        logScaledBesselI0,
        (x) => negate(besselRatioComplement(x)),
        kappa,
        other.concentration,
        less(change, maximum(multiply(kappa, 0.5), subtract(1, kappa))),
      );
      return add(volumes, multiply(other.concentration, apart));
    },
    mean: () => broadcastTo(wrapped(mu), shape),
    variance: () => broadcastTo(lost, shape),
    mode: () => broadcastTo(wrapped(mu), shape),
    noise: drawEach("vonMises", shape, [kappa], drawVonMises),
    pathwise: false,
    sample: (draw) => stopGradient(wrapped(add(mu, draw))),
  });
}

/** 1 − cos x = 2 sin²(x/2), accurate near 0. */
function oneMinusCos(x: Expression): FloatExpression {
  return multiply(square(sin(multiply(x, 0.5))), 2);
}

/** An angle moved to [−π, π) by whole turns. */
function wrapped(x: Expression): FloatExpression {
  const turns = floor(divide(add(x, Math.PI), 2 * Math.PI));
  // Rounding may go beyond an end, and float32 has no π: its nearest number is more.
  const most = inPrecision(Math.PI * (1 - 2 ** -53), 3.1415925);
  return minimum(maximum(subtract(x, multiply(turns, 2 * Math.PI)), negate(most)), most);
}
