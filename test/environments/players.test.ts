import { describe, expect, it } from "vitest";
import {
  batchFromDynamics,
  box,
  checkEnvironment,
  clipReward,
  type Dynamics,
  discrete,
  type Environment,
  environmentFromBatch,
  environmentFromDynamics,
  make,
  timeLimit,
  vectorize,
} from "../../src/environments/index.ts";

/** A game of two players, of whom nobody says who is to move. */
const dynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({ low: 0, high: 1 }),
  actionSpace: discrete(2),
  stateSize: 1,
  players: 2,
  reset: () => {},
  step(_state, _at, _actions, index, rewards, terminated) {
    rewards.set([10 + index, -10 - index], 2 * index);
    terminated[index] = 0;
  },
  observe: () => {},
};
const batch = (count: number) => ({ ...batchFromDynamics({ ...dynamics, players: 1 }, count), players: 2 });
const game = (): Environment => ({ ...environmentFromDynamics({ ...dynamics, players: 1 }), players: 2 });
const definition = { id: "Game-v0", description: "For tests.", create: game };
const batched = { ...definition, batch };

describe("a game of two players that does not say who is to move", () => {
  const needed = "players is 2, so currentPlayer() is needed, which says who is to move.";
  it.each<[string, () => unknown]>([
    ["of dynamics, as a batch", () => batchFromDynamics(dynamics, 4)],
    ["of dynamics, as a single environment", () => environmentFromDynamics(dynamics)],
    ["of a batch, as a single environment", () => environmentFromBatch(batch(1))],
    ["as copies with a fast path", () => vectorize(batched, { count: 4 })],
    ["as copies without one", () => vectorize(definition, { count: 4 })],
    ["under a time limit", () => vectorize(timeLimit(definition, 5))],
    ["in a wrapper", () => vectorize(clipReward(definition, { low: -1 }))],
    ["in a wrapper under a limit, by hand", () => vectorize(() => make(timeLimit(definition, 5)))],
  ])("is refused: %s", (_, open) => {
    expect(open).toThrow(needed);
  });

  it("is an error of checkEnvironment in whatever it is wrapped", () => {
    for (const source of [definition, clipReward(definition, { low: -1 }), timeLimit(definition, 5)]) {
      const { errors } = checkEnvironment(make(source) as Environment, { steps: 5 });
      expect(errors).toMatchObject([{ part: "currentPlayer", found: "none" }]);
    }
  });
});

describe("a game that does not say how many players there are", () => {
  const unsaid = { currentPlayer: () => 0, players: undefined } as object;
  const needed =
    "it has currentPlayer, which games of several players have, and does not say how many players there are.";
  it.each<[string, () => unknown]>([
    ["of dynamics", () => batchFromDynamics({ ...dynamics, ...unsaid }, 1)],
    [
      "as copies with a fast path",
      () => vectorize({ ...definition, batch: (count) => ({ ...batch(count), ...unsaid }) }),
    ],
    ["in a wrapper", () => vectorize(clipReward(() => ({ ...game(), ...unsaid }), { low: -1 }))],
  ])("is refused: %s", (_, open) => {
    expect(open).toThrow(needed);
  });
});
