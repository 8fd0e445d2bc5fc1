// The sensitivities of a call option's price, from payoffs alone: by likelihood ratio, and beside it Black and Scholes.
import { normal } from "logpi/distributions";
import { defineProblem, measureValued, scoreFunction } from "logpi/estimators";
import { add, log, multiply, square } from "logpi/graph";
import { logNormalCdf } from "logpi/math";

const [strike, rate, years] = [105, 0.03, 0.5];
const market = { spot: 100, volatility: 0.25 };

// Under the risk-neutral measure log S_T ~ N(log S_0 + (r − σ²/2) T, σ² T).
const price = defineProblem({
  parameters: market,
  density: ({ spot, volatility }) => {
    const drift = add(rate * years, multiply(square(volatility), -years / 2));
    return normal(add(log(spot), drift), multiply(volatility, Math.sqrt(years)));
  },
  f: ([logPrice]) => Math.exp(-rate * years) * Math.max(Math.exp(logPrice) - strike, 0),
});

const deviation = market.volatility * Math.sqrt(years);
const d1 = (Math.log(market.spot / strike) + (rate + market.volatility ** 2 / 2) * years) / deviation;
const cumulative = (x: number) => Math.exp(logNormalCdf(x));
const blackScholes = {
  value: market.spot * cumulative(d1) - strike * Math.exp(-rate * years) * cumulative(d1 - deviation),
  spot: cumulative(d1),
  volatility: (market.spot * Math.sqrt(years) * Math.exp((-d1 * d1) / 2)) / Math.sqrt(2 * Math.PI),
};
console.log(
  "Black-Scholes",
  blackScholes.value.toFixed(3),
  blackScholes.spot.toFixed(4),
  blackScholes.volatility.toFixed(3),
);

for (const [name, estimator] of Object.entries({ scoreFunction, measureValued })) {
  const { value, gradient, standardErrors, evaluations } = estimator(price, { samples: 100_000 });
  const delta = `${gradient.spot.toFixed(4)} ± ${standardErrors.spot.toFixed(4)}`;
  const vega = `${gradient.volatility.toFixed(3)} ± ${standardErrors.volatility.toFixed(3)}`;
  console.log(name, value.toFixed(3), "delta", delta, "vega", vega, `(${evaluations} payoffs)`);
}
