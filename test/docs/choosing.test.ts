import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { algorithms } from "../../src/algorithms/index.ts";
import {
  box,
  defineEnvironment,
  discrete,
  type Environment,
  multiBinary,
  multiDiscrete,
} from "../../src/environments/index.ts";

const page = readFileSync(new URL("../../docs/choosing-an-algorithm.md", import.meta.url), "utf8");

/** The cells of the table that begins with a column "algorithm", by algorithm and column. */
const table = (() => {
  const [, head, rows] = /\n\| (algorithm \|.*?) \|\n\|[-|]+\|\n((?:\|.*\|\n)+)/.exec(page)!;
  const columns = head.split(" | ");
  return new Map(
    rows
      .trim()
      .split("\n")
      .map((row) => {
        const cells = row.slice(2, -2).split(" | ");
        const [, name, link] = /^\[(.*)\]\((.*)\)$/.exec(cells[0])!;
        return [
          name,
          { link, ...Object.fromEntries(columns.map((column, i) => [column, cells[i]])) },
        ] as const;
      }),
  );
})();

/** An environment, or a game of two players, that ends with its first step. */
const ending =
  (actionSpace: Environment["actionSpace"], players: number, masks = {}) =>
  () =>
    defineEnvironment({
      ...{ observationSpace: box({ low: -1, high: 1, shape: [2] }), actionSpace, ...masks },
      ...(players > 1 && { players, currentPlayer: () => 0 }),
      reset: () => ({ observation: [0, 0] }),
      step: () => ({
        ...{ observation: [0, 0], reward: 1, terminated: true, truncated: false },
        ...(players > 1 && { rewards: new Array(players).fill(0) }),
      }),
    } as never) as Environment;

const spaces = {
  discrete: discrete(3),
  "multi-discrete": multiDiscrete([2, 3]),
  "multi-binary": multiBinary(3),
  box: box({ low: -1, high: 1, shape: [2] }),
};

/** What each column says that an algorithm can be trained with: in one of these, with these options. */
const handled = (
  players: number,
): Record<string, readonly [create: () => Environment, options: object][]> => ({
  ...Object.fromEntries(
    Object.entries(spaces).map(([column, space]) => [column, [[ending(space, players), {}]]]),
  ),
  masks: [[ending(spaces.discrete, players, { legalActions: () => [1, 0, 1] }), {}]],
  recurrent: [spaces.discrete, spaces.box].map((space) => [
    ending(space, players),
    { architecture: { kind: "gru", units: 4 } },
  ]),
});

describe("the table of docs/choosing-an-algorithm.md", () => {
  it("has every algorithm of the catalogue and no other, each with its page", () => {
    expect([...table.keys()].sort()).toEqual(algorithms.map(({ name }) => name).sort());
    for (const { link } of table.values()) {
      expect(() => readFileSync(new URL(`../../docs/${link}`, import.meta.url))).not.toThrow();
    }
  });

  // Behavior cloning takes no steps: what it is made with are demonstrations.
  const trained = algorithms.filter(({ name }) => name !== "behavior-cloning");

  it.each(trained.map((each) => [each.name, each] as const))(
    "says of %s which actions, masks and networks it takes",
    (name, algorithm) => {
      const takes = ([create, options]: readonly [() => Environment, object]) => {
        try {
          const small = { hidden: [4], ...("replaySize" in algorithm.options && { replaySize: 1000 }) };
          algorithm.learner(create, { ...small, ...options }).collector.close();
          return true;
        } catch (error) {
          // What it does not take, it refuses with a reason.
          expect((error as Error).message).toMatch(/ Take /);
          return false;
        }
      };
      const found = Object.entries(handled(name === "self-play" ? 2 : 1)).map(([column, all]) => [
        column,
        all.some(takes) ? "yes" : "–",
      ]);
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(
          found.map(([column]) => [column, (table.get(name) as Record<string, string>)[column]]),
        ),
      );
    },
  );
});
