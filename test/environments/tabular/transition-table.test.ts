import { describe, expect, it } from "vitest";
import { make, type TransitionTable, tabularEnvironment } from "../../../src/environments/index.ts";

/** One step that pays what a class says. */
class Table implements TransitionTable {
  readonly states = 2;
  readonly actions = 1;
  readonly start = [1, 0];
  readonly #pay = 3;
  outcomes(state: number) {
    return state === 1 ? [] : [{ probability: 1, next: 1, reward: this.#pay }];
  }
}
const environment = (table: unknown) =>
  tabularEnvironment({ id: "Table-v0", description: "For tests.", table: () => table as TransitionTable });
const changed = (change: object) => ({ ...new Table(), outcomes: () => [], ...change });

describe("a transition table", () => {
  it("may be an object of a class, whose outcomes know it", () => {
    const one = make(environment(new Table()));
    expect(one.reset().observation).toBe(0);
    expect(one.step(0)).toMatchObject({ observation: 1, reward: 3, terminated: true });
  });

  it.each<[unknown, string]>([
    [
      undefined,
      "table: what is made is undefined; it must be an object with states, actions, start and a method outcomes.",
    ],
    [
      {},
      "table: what is made is an object; it must be an object with states, actions, start and a method outcomes.",
    ],
    [
      changed({ start: undefined }),
      "table: start is undefined; it must be a list of probabilities, one for each state.",
    ],
    [
      changed({ outcomes: () => undefined }),
      "table: outcomes(0, 0) is undefined; it must be a list, empty where an episode is over.",
    ],
    [
      changed({ outcomes: () => [{ probability: 1, next: 1, reward: 0, standardDeviation: "1" }] }),
      'table: a standardDeviation of outcomes(0, 0) is "1"; it must be from 0 on.',
    ],
  ])("says what it lacks: %#", (table, message) => {
    expect(() => environment(table).create()).toThrow(message);
  });
});
