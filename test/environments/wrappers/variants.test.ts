import { describe, expect, it } from "vitest";
import { ppo } from "../../../src/algorithms/index.ts";
import {
  clipReward,
  type EnvironmentDefinition,
  frameStackObservation,
  inModule,
  maxAndSkipObservation,
  normalizeObservation,
  normalizeReward,
  repeatAction,
  rescaleAction,
  stickyAction,
  timeLimit,
} from "../../../src/environments/index.ts";
import { screen } from "./screen.ts";

const known = (mean: number) => ({ statistics: { count: 9, mean: [mean, 0, 0, 0], variance: [1, 1, 1, 1] } });

/** The same wrapper twice, told other things. */
const pairs: [EnvironmentDefinition, EnvironmentDefinition][] = (
  [
    [timeLimit("CartPole-v1", 9), timeLimit("CartPole-v1", 10)],
    [repeatAction("MountainCar-v0", 2), repeatAction("MountainCar-v0", 9)],
    [maxAndSkipObservation(screen, 2), maxAndSkipObservation(screen, 3)],
    [stickyAction("CartPole-v1", 0.25), stickyAction("CartPole-v1", 0.5)],
    [frameStackObservation(screen, 2), frameStackObservation(screen, 2, { padding: "zero" })],
    [clipReward("Taxi-v4", { low: -1 }), clipReward("Taxi-v4", { low: -5 })],
    [normalizeReward("Taxi-v4"), normalizeReward("Taxi-v4", { discount: 0.9 })],
    [normalizeReward("Taxi-v4"), normalizeReward("Taxi-v4", { epsilon: 1e-4 })],
    [normalizeObservation("CartPole-v1"), normalizeObservation("CartPole-v1", { epsilon: 1e-4 })],
    [normalizeObservation("CartPole-v1"), normalizeObservation("CartPole-v1", { update: false })],
    [normalizeObservation("CartPole-v1", known(0)), normalizeObservation("CartPole-v1", known(1))],
    [repeatAction(stickyAction("CartPole-v1", 0.25), 2), repeatAction(stickyAction("CartPole-v1", 0.5), 2)],
  ] as const
).map(([one, other]) => [one as EnvironmentDefinition, other as EnvironmentDefinition]);

describe("a wrapper that is told something else", () => {
  it.each(pairs)("is another variant under the same id: $variant", (one, other) => {
    expect(one.id).toBe(other.id);
    expect(one.variant).not.toBe(other.variant);
    expect(inModule("file:///elsewhere.ts", one).variant).toBe(one.variant);
  });

  const settings = { steps: 64, environments: 2, rolloutSteps: 16, minibatchSize: 16, hidden: [4], seed: 1 };
  const checkpointOf = (source: EnvironmentDefinition): Uint8Array => {
    for (const report of ppo(source, settings)) return report.checkpoint();
    throw new Error("no report");
  };

  it("is refused by a checkpoint, which goes on with the same", () => {
    const made = () => repeatAction(timeLimit("MountainCar-v0", 50), 2) as EnvironmentDefinition;
    const resume = checkpointOf(made());
    const other = repeatAction(timeLimit("MountainCar-v0", 50), 9);
    expect(() => [...ppo(other, settings, { resume })]).toThrow(
      "environment is MountainCar-v0-timeLimit-repeatAction, timeLimit(50) repeatAction(2) there and " +
        "MountainCar-v0-timeLimit-repeatAction, timeLimit(50) repeatAction(9) here",
    );
    expect([...ppo(made(), settings, { resume })].map(({ update }) => update)).toEqual([2]);
  });

  it("is refused by its spaces where these show it, as the bounds of rescaled actions do", () => {
    const resume = checkpointOf(rescaleAction("Pendulum-v1") as EnvironmentDefinition);
    const other = rescaleAction("Pendulum-v1", { low: 0 });
    expect(() => [...ppo(other, settings, { resume })]).toThrow("belongs to another training: spaces is");
  });
});
