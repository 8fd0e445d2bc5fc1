import { describe, expect, it } from "vitest";
import { binomial } from "../../../src/distributions/index.ts";
import { constant, grad, input, sum, variable } from "../../../src/graph/index.ts";
import { valuesOf } from "../evaluate.ts";

// mpmath, 40 digits: the sum of −p log p over all counts within 40 standard deviations of the mean.
const oracle: [trials: number, logit: number, entropy: number][] = [
  [900, 0, 4.126988631196796],
  [900, 2.5, 3.4902879799318085],
  [4000, 0.1, 4.871566479359565],
  [4100, -0.1, 4.883912790996483],
  [1e4, -3, 4.475370071379823],
  [1e6, -6.9, 4.875603970178539],
  [1e6, -7.1, 4.775768155520261],
  [5e5, 2, 6.853191290122865],
  [1e8, 0, 9.93613172462091],
  [1e8, -18, 1.5482163044005017],
  [1e8, 17.5, 1.8331749290457187],
  [1e15, 34.5, 1.3271108127550983],
  [1e15, -30, 3.6874313668200847],
  [1e12, -800, 0],
  [0, 0.3, 0],
];

describe("the entropy of a binomial density is exact for any number of trials, in bounded memory", () => {
  it.each(oracle)("%d trials at logit %d", (trials, logit, entropy) => {
    for (const each of [logit, -logit]) {
      const found = valuesOf({ entropy: binomial(trials, each).entropy() }).entropy[0];
      expect(Math.abs(found - entropy)).toBeLessThan(2e-13 * Math.max(1, entropy));
    }
  });

  it("sums all counts of a few trials", () => {
    for (const [trials, p] of [
      [1, 0.3],
      [7, 0.02],
      [60, 0.9],
    ]) {
      const q = Array.from({ length: trials + 1 }, (_, k) => {
        let choose = 1;
        for (let i = 1; i <= k; i++) choose *= (trials - k + i) / i;
        return choose * p ** k * (1 - p) ** (trials - k);
      });
      const expected = -q.reduce((total, each) => total + each * Math.log(each), 0);
      const { entropy } = valuesOf({ entropy: binomial(trials, Math.log(p / (1 - p))).entropy() });
      expect(entropy[0]).toBeCloseTo(expected, 12);
    }
  });

  it("takes a batch of numbers of trials, and has the gradient of each", () => {
    const logits = variable("logits", [3], [-3, 0.1, 2]);
    const entropy = binomial(constant([20, 4000, 1e9], [3]), logits).entropy();
    expect(entropy.shape).toEqual([3]);
    const [slope] = grad(sum(entropy), [logits]);
    const found = valuesOf({ slope }).slope;
    const at = (trials: number, logit: number) => valuesOf({ e: binomial(trials, logit).entropy() }).e[0];
    [20, 4000, 1e9].forEach((trials, i) => {
      const logit = [-3, 0.1, 2][i];
      const quotient = (at(trials, logit + 1e-4) - at(trials, logit - 1e-4)) / 2e-4;
      expect(found[i]).toBeCloseTo(quotient, 6);
    });
    expect(binomial(input([2]), 0).entropy().shape).toEqual([2]);
  });
});
