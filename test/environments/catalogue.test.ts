import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  addition,
  blackjack,
  cartPole,
  cliffWalking,
  environments,
  frozenLake,
  lunarLander,
  make,
  pendulum,
  pong,
  resolveEnvironment,
  taxi,
} from "../../src/environments/index.ts";
import { nearestNames } from "../../src/text/nearest-names.ts";

describe("make", () => {
  test("puts the environment under its time limit", () => {
    const environment = make("Pendulum-v1");
    environment.reset({ seed: 0 });
    for (let step = 1; step < 200; step += 1) expect(environment.step([0]).truncated).toBe(false);
    expect(environment.step([0])).toMatchObject({ truncated: true, terminated: false });
  });

  test("lists the nearest names for an unknown id", () => {
    expect(() => make("Cartpole-v1")).toThrow(
      'environment: there is none called "Cartpole-v1". Did you mean CartPole-v1?',
    );
    expect(() => make("penduulm")).toThrow(/Did you mean Pendulum-v1\?/);
    expect(() => make("Zzz")).toThrow(/The built-in ones are CartPole-v1, Pendulum-v1/);
  });

  test("finds what docs/environments.md lists, and nothing else", () => {
    const page = readFileSync(new URL("../../docs/environments.md", import.meta.url), "utf8");
    const listed = page
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(1)
      .flatMap((line) => line.split("|")[1].trim().split(", "));
    expect(listed.toSorted()).toEqual(environments.map(({ id }) => id).toSorted());
  });

  test("has no id twice", () => {
    expect(new Set(environments.map(({ id }) => id)).size).toBe(environments.length);
  });
});

describe("resolveEnvironment", () => {
  test("takes an id, a definition or a function", () => {
    expect(resolveEnvironment("CartPole-v1")).toBe(cartPole);
    expect(resolveEnvironment(pendulum)).toBe(pendulum);
    const myGame = () => cartPole.create();
    const definition = resolveEnvironment(myGame);
    expect(definition.id).toBe("myGame");
    expect(definition.maxEpisodeSteps).toBeUndefined();
    expect(definition.create().observationSpace.size).toBe(4);
  });

  test("refuses an environment where a function that makes one is needed", () => {
    // @ts-expect-error: an environment is no source
    expect(() => resolveEnvironment(cartPole.create())).toThrow(/Pass \(\) => myEnvironment/);
  });
});

describe("nearestNames", () => {
  const names = ["CartPole-v1", "Pendulum-v1", "MountainCar-v0"];

  test("finds slips of the hand, other letter case and parts", () => {
    expect(nearestNames("cartpole-v1", names)).toEqual(["CartPole-v1"]);
    expect(nearestNames("Pendlum-v1", names)).toEqual(["Pendulum-v1"]);
    expect(nearestNames("car", names)).toEqual(["CartPole-v1", "MountainCar-v0"]);
  });

  test("finds nothing where nothing is near", () => {
    expect(nearestNames("Tetris", names)).toEqual([]);
    expect(nearestNames("", names)).toEqual([]);
  });

  test("returns no more than the limit, nearest first", () => {
    expect(nearestNames("abcd", ["abzz", "abcz", "abcd"], 2)).toEqual(["abcd", "abcz"]);
  });
});

test.each([addition(), blackjack(), cliffWalking(), frozenLake(), lunarLander(), pong(), taxi()])(
  "workers find $id by its id, but no copy of it with another limit, which would be another environment",
  (definition) => {
    expect(definition.builtIn).toBe(true);
    const copy = { ...definition, maxEpisodeSteps: 20 };
    expect(copy.id).toBe(definition.id);
    expect(copy.builtIn).toBeUndefined();
  },
);
