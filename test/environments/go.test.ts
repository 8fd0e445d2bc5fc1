import { describe, expect, test } from "vitest";
import { findEnvironment, type GoEnvironmentOptions, goEnvironment } from "../../src/environments/index.ts";
import { alphaGoFeatures, boardSymmetries, GoPosition, parseVertex, scoreOf } from "../../src/games/index.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";
import type { Saved } from "../../src/state/index.ts";

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

  test("shows the board turned by a symmetry drawn for each observation, with its legal moves and actions, where it is asked to", () => {
    const rules = { columns: 5, rows: 5 };
    const options = { size: 5, reward: "points" } as const;
    const plain = goEnvironment(options).create();
    const turned = goEnvironment({ ...options, turned: true }).create();
    const symmetries = boardSymmetries(rules);
    const generator = createGenerator(3);
    const met = new Set<number>();
    for (let game = 0; game < 5; game++) {
      let straight = plain.reset().observation as Float32Array;
      let seen = turned.reset(game === 0 ? { seed: 1 } : {}).observation as Float32Array;
      for (let over = false; !over; ) {
        const legal = Array.from(plain.legalActions!(), Number);
        const shown = Array.from(turned.legalActions!(), Number);
        // Of symmetries that show the same, such as all of them at the beginning, each leads to a game of the same form.
        const found = symmetries.findIndex((symmetry) =>
          straight.every((value, i) => seen[symmetry[Math.floor(i / 14)] * 14 + (i % 14)] === value),
        );
        const symmetry = symmetries[found]!;
        expect(legal.map((_, move) => shown[symmetry[move]])).toEqual(legal);
        met.add(found);
        const moves = [...legal.keys()].filter((move) => legal[move] === 1);
        const drawn = moves[generator.integers(0, moves.length)];
        const copy = goEnvironment({ ...options, turned: true }).create();
        copy.restore!(turned.save!());
        const after = plain.step(drawn);
        const answer = turned.step(symmetry[drawn]);
        expect(copy.step(symmetry[drawn])).toEqual(answer);
        expect(answer.rewards).toEqual(after.rewards);
        expect(answer.terminated).toBe(after.terminated);
        straight = after.observation as Float32Array;
        seen = answer.observation as Float32Array;
        over = after.terminated;
      }
    }
    expect(met.size).toBe(8);
  });

  test("begins at positions that are drawn, with their moves, and goes on from a saved game to the same draws", () => {
    const options = { size: 3, komi: 0.5 } as const;
    const plain = goEnvironment(options);
    const position = new GoPosition(plain.rules);
    const draw = (generator: Generator) => {
      position.reset();
      for (let moves = generator.integers(0, 4); moves > 0; moves--) position.play(2 * moves);
      return position;
    };
    const drawn = plain.paying("points").beginningAt(draw);
    const generator = createGenerator(5);
    const environment = drawn.create();
    const straight = plain.create();
    const lengths = new Set<number>();
    let saved: Saved | undefined;
    const after: unknown[] = [];
    for (let game = 0; game < 20; game++) {
      const { observation } = environment.reset(game === 0 ? { seed: 5 } : {});
      const expected = draw(generator);
      lengths.add(expected.moveCount);
      straight.reset();
      const { observation: same } = Array.from({ length: expected.moveCount }, (_, ply) =>
        straight.step(expected.moveAt(ply)),
      ).at(-1) ?? { observation: straight.reset().observation };
      expect(observation).toEqual(same);
      expect(environment.legalActions!()).toEqual(straight.legalActions!());
      if (game > 10) after.push(observation);
      if (game === 10) saved = environment.save!();
      environment.step(9);
      const { terminated, rewards } = environment.step(9);
      expect(terminated).toBe(true);
      const { lead } = scoreOf(expected);
      expect(rewards).toEqual(Float64Array.of(lead / 9, -lead / 9));
    }
    expect(lengths.size).toBe(4);
    const other = drawn.create();
    other.restore!(saved!);
    expect(Array.from(after, () => other.reset().observation)).toEqual(after);
    expect(() => plain.create().restore!(saved!)).toThrow(
      "it must have stones, moves, toPlay, running; found game, generator, running",
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
