import { describe, expect, it } from "vitest";
import { findAlgorithm, presetsFor, resolveSettings } from "../../src/runs/settings.ts";
import { fakeAlgorithm } from "./fake-algorithm.ts";

const algorithm = fakeAlgorithm();
const resolve = (settings: object) => resolveSettings({ environment: "CartPole-v1", algorithm, ...settings });

describe("resolveSettings", () => {
  it("takes the settings tuned for the environment", () => {
    expect(resolve({})).toMatchObject({
      preset: "tuned",
      options: { steps: 500, seed: 0, learningRate: 0.125 },
    });
  });

  it("takes the algorithm's defaults where none are tuned, or where they are asked for", () => {
    const defaults = { steps: 500, seed: 0, learningRate: 0.01 };
    expect(resolve({ environment: "Pendulum-v1" })).toMatchObject({ preset: "defaults", options: defaults });
    expect(resolve({ preset: "defaults" })).toMatchObject({ preset: "defaults", options: defaults });
  });

  it("takes a preset in the place of the tuned settings, not on top of them", () => {
    expect(resolve({ preset: "zoo" }).options).toEqual({ steps: 300, seed: 0, learningRate: 0.5 });
    expect(resolve({ preset: "cleanrl" }).options).toEqual({ steps: 500, seed: 0, learningRate: 0.025 });
  });

  it("lets options go before any of them", () => {
    expect(resolve({ preset: "zoo", options: { seed: 7, steps: 10 } }).options).toEqual({
      steps: 10,
      seed: 7,
      learningRate: 0.5,
    });
  });

  it("uses PPO unless told otherwise", () => {
    expect(resolveSettings({ environment: "CartPole-v1" }).algorithm.name).toBe("ppo");
    expect(resolveSettings({ environment: "CartPole-v1", algorithm: "reinforce" }).algorithm.name).toBe(
      "reinforce",
    );
  });

  it.each([
    [{ environment: "CartPol-v1" }, /CartPol-v1.*Did you mean CartPole-v1/],
    [{ algorithm: "pop" }, 'algorithm: there is none called "pop". Did you mean ppo? There are ppo, a2c, '],
    [
      { preset: "zo" },
      'preset: fake has none called "zo" for CartPole-v1. Did you mean zoo? There are tuned, defaults, cleanrl, zoo.',
    ],
    [
      { environment: "Pendulum-v1", preset: "tuned" },
      'preset: fake has none called "tuned" for Pendulum-v1. There are defaults, cleanrl, zoo.',
    ],
    [{ preset: "constructor" }, 'preset: fake has none called "constructor"'],
    [{ options: { learningRat: 1 } }, "fake: there is no option learningRat. Did you mean learningRate?"],
    [{ options: { learningRate: -1 } }, "fake: option learningRate is -1; it must be a number above 0."],
  ])("turns down %j", (settings, message) => {
    expect(() => resolve(settings)).toThrow(message);
  });
});

describe("findAlgorithm and presetsFor", () => {
  it("know the presets of other libraries", () => {
    expect(Object.keys(presetsFor(findAlgorithm("ppo"), "CartPole-v1"))).toEqual(
      expect.arrayContaining(["tuned", "defaults", "cleanrl", "zoo"]),
    );
  });
});
