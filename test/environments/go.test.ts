import { describe, expect, test } from "vitest";
import { findEnvironment, type GoEnvironmentOptions, goEnvironment } from "../../src/environments/index.ts";
import { alphaGoFeatures, parseVertex } from "../../src/games/index.ts";

/** Plays the moves of a game, and returns the last result. */
function play(options: GoEnvironmentOptions, moves: string) {
  const environment = goEnvironment(options).create();
  environment.reset();
  const size = options.size ?? 9;
  const results = moves
    .split(" ")
    .map((vertex) => environment.step(parseVertex(vertex, { columns: size, rows: size })));
  return { environment, ...results.at(-1)! };
}

describe("goEnvironment", () => {
  test("rewards the winner by area after two passes", () => {
    const { rewards, reward, terminated } = play({ size: 5 }, "C3 pass pass");
    expect(terminated).toBe(true);
    expect(rewards).toEqual(Float64Array.of(1, -1)); // 25 points to a komi of 7.5
    expect(reward).toBe(1); // Black made the last pass
    expect(play({ size: 5, komi: 25.5 }, "C3 pass pass").rewards).toEqual(Float64Array.of(-1, 1));
  });

  test("rewards nobody where an integer komi makes a draw", () => {
    expect(play({ size: 5, komi: 25 }, "C3 pass pass")).toMatchObject({
      terminated: true,
      rewards: Float64Array.of(0, 0),
    });
  });

  test("rewards each player by the points of the lead where it is asked to", () => {
    const points = { size: 5, reward: "points" } as const;
    expect(play(points, "C3 pass pass").rewards).toEqual(Float64Array.of(17.5 / 25, -17.5 / 25));
    // White has one stone and Black five, and what lies between is nobody's.
    const { rewards, terminated } = play(
      { ...points, komi: 0 },
      "C3 A1 C4 pass C2 pass C1 pass C5 pass pass",
    );
    expect(terminated).toBe(true);
    expect(rewards).toEqual(Float64Array.of(14 / 25, -14 / 25));
    expect(play({ ...points, komi: 25 }, "C3 pass pass").rewards).toEqual(Float64Array.of(0, 0));
    expect(() => goEnvironment({ reward: "score" as "points" })).toThrow(
      'goEnvironment: reward is "score"; it must be "result" or "points"',
    );
  });

  test("is over and scored at the move limit", () => {
    const { terminated, truncated, rewards } = play({ size: 5, moveLimit: 3 }, "C3 B2 pass");
    expect([terminated, truncated]).toEqual([true, false]);
    expect(rewards).toEqual(Float64Array.of(-1, 1)); // one point each, and komi
  });

  test("observes the board from the side of the player to move", () => {
    const { observation, environment } = play({ size: 2 }, "A2");
    const planes = (observation as Float32Array).length / 4;
    const channel = (index: number) =>
      Array.from({ length: 4 }, (_, point) => (observation as Float32Array)[planes * point + index]);
    expect(environment.currentPlayer!()).toBe(1);
    expect(planes).toBe(14);
    expect(channel(0)).toEqual([0, 0, 0, 0]); // own
    expect(channel(1)).toEqual([1, 0, 0, 0]); // of the other
    expect(channel(2)).toEqual([0, 1, 1, 1]); // empty
    expect(channel(4)).toEqual([1, 0, 0, 0]); // the latest move
    expect(channel(12)).toEqual([0, 0, 0, 0]); // no pass
    expect(channel(13)).toEqual([1, 1, 1, 1]); // White is to play
  });

  test("observes the features that it is asked for", () => {
    const { observation } = play({ size: 3, features: ["legal", "passed"] }, "A3 pass");
    expect(Array.from(observation as Float32Array)).toEqual([0, 1, ...Array(8).fill([1, 1]).flat()]);
    expect(() => goEnvironment({ features: [] }).create()).toThrow("there are no features");
  });

  test("knows after a restore which positions superko forbids", () => {
    const pair = goEnvironment({ columns: 2, rows: 1 });
    const environment = pair.create();
    environment.reset();
    environment.step(0);
    environment.step(1); // captures the first stone; capturing back would repeat the position
    const other = pair.create();
    other.restore!(environment.save!());
    expect(other.legalActions!()).toEqual(Uint8Array.of(0, 0, 1));
    expect(() => goEnvironment({ size: 3 }).create().restore!(environment.save!())).toThrow(
      "stones: it must have 9 numbers; found 2",
    );
  });

  test("names other rules by other ids", () => {
    expect(goEnvironment().id).toBe("Go-9x9-v0");
    expect(goEnvironment({ columns: 5, rows: 7 }).id).toBe("Go-5x7-v0");
    expect(goEnvironment({ size: 5, komi: 0.5, ko: "simple", suicide: "allowed", moveLimit: 9 }).id).toBe(
      "Go-5x5-komi0.5-simple-suicide-9moves-v0",
    );
  });

  test("names other features by other ids", () => {
    expect(goEnvironment({ size: 5, features: alphaGoFeatures }).id).toBe("Go-5x5-alphago-v0");
    expect(goEnvironment({ features: ["stones", "liberties"] }).id).toBe("Go-9x9-11planes-v0");
    expect(goEnvironment({ reward: "points", features: alphaGoFeatures }).id).toBe(
      "Go-9x9-points-alphago-v0",
    );
    for (const id of ["Go-9x9-alphago-v0", "Go-19x19-v0", "Go-5x5-points-v0"])
      expect(findEnvironment(id).id).toBe(id);
  });

  test("refuses rules that there are not, by name", () => {
    expect(() => goEnvironment({ size: 20 })).toThrow(
      "goRules: size is 20; it must be an integer from 1 to 19",
    );
    expect(() => goEnvironment({ moveLimit: 0 })).toThrow("goEnvironment: moveLimit is 0");
    expect(() => goEnvironment({ sise: 5 } as GoEnvironmentOptions)).toThrow(
      "goEnvironment: there is no option sise. Did you mean size?",
    );
  });
});
