import { describe, expect, it } from "vitest";
import { type PpoOptions, ppo } from "../../src/algorithms/index.ts";
import { createAdaptiveRates } from "../../src/algorithms/ppo/adaptive-rates.ts";
import { movement } from "../../src/algorithms/ppo/losses.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { createReferenceBackend } from "../../src/backends/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { categorical } from "../../src/distributions/index.ts";
import { constant, grad, inputIndices, mean, variable } from "../../src/graph/index.ts";
import { withDefaults } from "../../src/learning/index.ts";

const settingsOf = (options: PpoOptions) => withDefaults(ppoOptions, options, "test");

describe("the penalty of PPO", () => {
  it("has the mean and the gradient of KL(π_old ‖ π), by enumeration of the actions of the old policy", () => {
    const actions = inputIndices([4]);
    // Each action as often as the old policy takes it: 1/2, 1/4, 1/4.
    const old = categorical(constant([Math.log(2), 0, 0], [3]));
    const logits = variable("logits", [3], [0.3, -0.4, 1.1]);
    const density = categorical(logits);
    const { approximateKl } = movement({
      ...{ logProb: density.logProb(actions), oldLogProb: old.logProb(actions) },
      ...{ advantages: constant(0), clipRange: constant(0.2) },
    });
    const exact = mean(old.kl(density));
    const outputs = {
      ...{ approximateKl, exact },
      gradient: grad(approximateKl, [logits])[0],
      ofExact: grad(exact, [logits])[0],
    };
    const program = compile({ inputs: { actions }, outputs }, createReferenceBackend());
    program.inputs.actions.set([0, 0, 1, 2]);
    program.run();
    const found = program.outputs;
    expect(found.approximateKl[0]).toBeCloseTo(found.exact[0], 12);
    found.gradient.forEach((each, i) => expect(each).toBeCloseTo(found.ofExact[i], 12));
    expect(Math.abs(found.ofExact[0])).toBeGreaterThan(0.1);
  });

  it("holds the policy near the one that acted, in the place of the clip range", () => {
    const movedBy = (options: PpoOptions) => {
      const [{ metrics }] = ppo("CartPole-v1", {
        ...{
          environments: 4,
          rolloutSteps: 64,
          minibatchSize: 64,
          learningRate: 3e-3,
          seed: 1,
          clipRange: "none",
        },
        ...options,
      });
      return metrics;
    };
    const free = movedBy({});
    expect(free.clipFraction).toBe(0);
    expect(movedBy({ klWeight: 20 }).approximateKl).toBeLessThan(free.approximateKl / 3);
  });
});

describe("a learning rate that is adaptive", () => {
  const options: PpoOptions = { learningRateSchedule: "adaptive", learningRate: 1e-3, desiredKl: 0.01 };

  it("is divided by 1.5 above twice the divergence that is desired, and multiplied below half of it", () => {
    const rates = createAdaptiveRates(settingsOf(options));
    expect(rates.begin(0).learningRate).toBe(1e-3);
    rates.beginPass();
    expect(rates.afterStep(0).learningRate).toBe(1e-3); // the policy has not moved
    expect(rates.afterStep(0.019).learningRate).toBe(1e-3);
    expect(rates.afterStep(0.021).learningRate).toBeCloseTo(1e-3 / 1.5, 12);
    expect(rates.afterStep(0.006).learningRate).toBeCloseTo(1e-3 / 1.5, 12);
    expect(rates.afterStep(0.004).learningRate).toBeCloseTo(1e-3, 12);
    expect(rates.afterUpdate().learningRate).toBeCloseTo(1e-3, 12);
    expect(rates.begin(0.5).learningRate).toBeCloseTo(1e-3, 12);
    rates.beginPass();
    for (let step = 0; step < 50; step++) rates.afterStep(1);
    expect(rates.afterUpdate().learningRate).toBe(1e-5);
    for (let step = 0; step < 50; step++) rates.afterStep(0);
    expect(rates.afterUpdate().learningRate).toBe(1e-2);
  });

  it("goes on from its state", () => {
    const [rates, others] = [
      createAdaptiveRates(settingsOf(options)),
      createAdaptiveRates(settingsOf(options)),
    ];
    rates.begin(0);
    rates.beginPass();
    for (const kl of [0, 0.5, 0.5]) rates.afterStep(kl);
    others.restore(rates.save());
    expect(others.begin(0.1).learningRate).toBeCloseTo(1e-3 / 1.5 ** 2, 12);
  });

  it("follows its schedule where it is not adaptive", () => {
    const rates = createAdaptiveRates(settingsOf({ learningRate: 1e-3, learningRateSchedule: "linear" }));
    expect(rates.begin(0.25).learningRate).toBeCloseTo(7.5e-4, 12);
    rates.beginPass();
    for (const kl of [0, 1, 1]) expect(rates.afterStep(kl).learningRate).toBeCloseTo(7.5e-4, 12);
  });
});

describe("a factor on the penalty that is adaptive", () => {
  it("is doubled or halved by the mean divergence of the last pass of an update", () => {
    const rates = createAdaptiveRates(settingsOf({ klWeight: 1, adaptiveKlWeight: true, desiredKl: 0.01 }));
    const update = (...passes: readonly (readonly number[])[]) => {
      const { klWeight } = rates.begin(0);
      for (const pass of passes) {
        rates.beginPass();
        for (const kl of pass) rates.afterStep(kl);
      }
      rates.afterUpdate();
      return klWeight;
    };
    expect(update([0.5, 0.5], [0.02, 0.016])).toBe(1);
    expect(update([0, 0], [0.012, 0.009])).toBe(2);
    expect(update([0.1], [0.005, 0.006])).toBe(2);
    expect(update([0])).toBe(1);
    expect(update([0])).toBe(0.5);
  });

  it("needs one to begin with", () => {
    expect(() => ppo("CartPole-v1", { adaptiveKlWeight: true })).toThrow(
      "ppo: option klWeight is 0; it must be above 0 where adaptiveKlWeight is true",
    );
  });
});
