/** Tables of transitions: their exact values against published ones and independent computation, and against samples. */
import { describe, expect, test } from "vitest";
import {
  bernoulliBandit,
  cliffWalking,
  fourRooms,
  frozenLake,
  gaussianBandit,
  gridWorld,
  gridWorld4x3,
  type TabularEnvironment,
  tabularEnvironment,
  taxi,
} from "../../../src/environments/index.ts";
import {
  createMdp,
  evaluatePolicy,
  mdpFromEnvironment,
  optimalPolicy,
  softmaxPolicy,
} from "../../../src/mdp/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { expectNear } from "../near.ts";

const optimalStart = (environment: TabularEnvironment, discount = 1) =>
  optimalPolicy(mdpFromEnvironment(environment, { discount })).evaluation.startValue;

describe("exact optimal values", () => {
  test("the goal of FrozenLake-v1 is reached with probability 14/17, with a discount of 0.99 its start is worth 0.54202593", () => {
    expectNear([optimalStart(frozenLake())], [14 / 17], 1e-14);
    expect(optimalStart(frozenLake(), 0.99)).toBeCloseTo(0.54202593, 8);
  });

  test("the goal of FrozenLake8x8-v1 is always reached, though it is slippery, and so is that of any lake that is not", () => {
    expectNear([optimalStart(frozenLake({ map: "8x8" }))], [1], 1e-13);
    expect(optimalStart(frozenLake({ isSlippery: false }))).toBe(1);
    expect(optimalStart(frozenLake({ map: "8x8", isSlippery: false }), 0.5)).toBe(0.5 ** 13);
  });

  test("cliff walking: the best return is −13, along the cliff (Sutton and Barto, example 6.6)", () => {
    const { actions, evaluation } = optimalPolicy(mdpFromEnvironment(cliffWalking()));
    const [up, right, down] = [0, 1, 2];
    expect(evaluation.startValue).toBe(-13);
    expect(actions[36]).toBe(up);
    for (let column = 0; column < 11; column++) expect(actions[24 + column]).toBe(right);
    expect(actions[35]).toBe(down);
  });

  test("taxi: every first state is worth 21 less the shortest way to the passenger and on to the destination", () => {
    // biome-ignore format: as Dietterich draws it
    const map = [
      "R: | : :G",
      " : | : : ",
      " : : : : ",
      " | : | : ",
      "Y| : |B: ",
    ];
    const places = [0, 4, 20, 23];
    const neighbors = (cell: number) => {
      const [row, column] = [Math.floor(cell / 5), cell % 5];
      return [
        ...(row > 0 ? [cell - 5] : []),
        ...(row < 4 ? [cell + 5] : []),
        ...(map[row][2 * column - 1] === ":" ? [cell - 1] : []),
        ...(map[row][2 * column + 1] === ":" ? [cell + 1] : []),
      ];
    };
    const distancesFrom = (start: number) => {
      const distances = new Map([[start, 0]]);
      for (const [cell, distance] of distances) {
        for (const next of neighbors(cell)) if (!distances.has(next)) distances.set(next, distance + 1);
      }
      return distances;
    };
    const distances = places.map(distancesFrom);
    const mdp = mdpFromEnvironment(taxi());
    const { values } = optimalPolicy(mdp).evaluation;
    let starts = 0;
    for (let state = 0; state < 500; state++) {
      if (mdp.start[state] === 0) continue;
      const [cell, passenger, destination] = [Math.floor(state / 20), Math.floor(state / 4) % 5, state % 4];
      const steps = distances[passenger].get(cell)! + 1 + distances[destination].get(places[passenger])! + 1;
      expect(values[state]).toBe(21 - steps);
      starts += 1;
    }
    expect(starts).toBe(300);
  });

  test("the 4×3 grid: the utilities that Russell and Norvig print (figure 17.3)", () => {
    const { values } = optimalPolicy(mdpFromEnvironment(gridWorld4x3)).evaluation;
    const printed = [0.812, 0.868, 0.918, 0, 0.762, 0, 0.66, 0, 0.705, 0.655, 0.611, 0.388];
    for (const [cell, value] of printed.entries()) expect(Math.abs(values[cell] - value)).toBeLessThan(6e-4);
  });

  test("four rooms: the goal is always reached, from 25 first cells", () => {
    const mdp = mdpFromEnvironment(fourRooms);
    expect(mdp.start.filter((probability) => probability > 0)).toHaveLength(25);
    expectNear([optimalPolicy(mdp).evaluation.startValue], [1], 1e-12);
  });

  test("bandits: the best arm of each context", () => {
    expect(optimalStart(bernoulliBandit([0.2, 0.75, 0.5]))).toBe(0.75);
    expect(optimalStart(gaussianBandit([[1, 3], [2, -4]]))).toBe(2.5); // biome-ignore format: by contexts
  });
});

test("a slippery cliff is worth what the same MDP, written down by hand, is worth", () => {
  const inside = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const transitions: [number, number, number, number][] = [];
  const rewards = Array.from({ length: 48 }, () => [-1, -1, -1, -1]);
  for (let state = 0; state < 47; state++) {
    for (let action = 0; action < 4; action++) {
      for (const turn of [-1, 0, 1]) {
        const angle = ((action + turn) * Math.PI) / 2; // up is 0, and right a quarter turn on
        const row = inside(Math.floor(state / 12) - Math.round(Math.cos(angle)), 4);
        const column = inside((state % 12) + Math.round(Math.sin(angle)), 12);
        const falls = row === 3 && column > 0 && column < 11;
        transitions.push([state, action, falls ? 36 : row * 12 + column, 1 / 3]);
        if (falls) rewards[state][action] -= 99 / 3;
      }
    }
  }
  rewards[47] = [0, 0, 0, 0];
  const start = Array.from({ length: 48 }, (_, state) => (state === 36 ? 1 : 0));
  const byHand = createMdp({ transitions, rewards, start, discount: 1, terminal: [47] });
  const { values } = optimalPolicy(byHand).evaluation;
  const found = optimalPolicy(mdpFromEnvironment(cliffWalking({ isSlippery: true }))).evaluation.values;
  for (let state = 0; state < 48; state++) expect(found[state] / values[state] || 1).toBeCloseTo(1, 12);
});

test("a table may be an object of a class, and one that is wrong is refused", () => {
  class Table {
    readonly states = 2;
    readonly actions = 2;
    readonly start = [1, 0];
    readonly rows = [[0, 1], []];
    outcomes(state: number, action: number) {
      return state === 1 ? [] : [{ probability: 1, next: 1, reward: this.rows[state][action] }];
    }
  }
  const environment = (table: () => Table) =>
    tabularEnvironment({ id: "Table-v0", description: "", maxEpisodeSteps: 9, table });
  expect(optimalStart(environment(() => new Table()))).toBe(1);
  const twice = () => Object.assign(new Table(), { start: [1, 1] });
  expect(() => mdpFromEnvironment(environment(twice))).toThrow("table: the probabilities of start must be");
});

describe("an environment acts as its table says", () => {
  // Of 7 tests of a normal mean at 5.5 standard errors, one fails by chance with a probability of 3e-7.
  test.each([
    frozenLake(),
    frozenLake({ map: "8x8", isSlippery: false, rewards: [1, -0.5, -0.01] }),
    gridWorld4x3,
    gridWorld({
      id: "Two-v0",
      map: ["S.#S", "..CG"],
      tiles: { ...tiles(), C: { kind: "back-to-start", reward: -3 } },
    }),
    bernoulliBandit([[0.1, 0.9], [0.5, 0.2]]), // biome-ignore format: by contexts
    gaussianBandit([1, -2, 3], { standardDeviation: 2 }),
    taxi({ isRainy: true }),
  ])("$id: the mean return of a random policy is its exact value", (environment) => {
    const discount = environment.id.startsWith("Taxi") ? 0.9 : 1;
    const mdp = mdpFromEnvironment(environment, { discount });
    const { startValue } = evaluatePolicy(mdp, softmaxPolicy(mdp));
    const { actionSpace, step, reset } = mdp.create();
    const generator = createGenerator(2);
    const episodes = discount < 1 ? 500 : 3000;
    let [sum, squares] = [0, 0];
    reset({ seed: 1 });
    for (let episode = 0; episode < episodes; episode++) {
      let [total, weight, ended] = [0, 1, false];
      while (!ended && weight > 1e-3) {
        const { reward, terminated } = step(actionSpace.sample(generator));
        total += weight * reward;
        weight *= discount;
        ended = terminated;
      }
      sum += total;
      squares += total * total;
      reset();
    }
    const mean = sum / episodes;
    const error = Math.sqrt((squares / episodes - mean * mean) / episodes);
    const cutOff = discount < 1 ? 0.1 : 0; // at most 10 for each later step
    expect(Math.abs(mean - startValue)).toBeLessThan(5.5 * error + cutOff);
  });
});

function tiles() {
  return { G: { kind: "end", reward: 1 }, "#": { kind: "wall" } } as const;
}

describe("a table that is wrong", () => {
  const sound = {
    states: 2,
    actions: 1,
    start: [1, 0],
    outcomes: (state: number) => (state === 1 ? [] : [{ probability: 1, next: 1, reward: 0 }]),
  };
  const outcome = (change: object) => ({
    outcomes: (state: number) => (state === 1 ? [] : [{ probability: 1, next: 1, reward: 0, ...change }]),
  });
  test.each([
    [{ states: 0 }, "table: states is 0; it must be an integer from 1"],
    [{ start: [1] }, "table: start has 1 entries; it must have one for each of 2 states."],
    [
      { start: [0.5, 0] },
      "table: the probabilities of start must be from 0 on, with sum 1; their sum is 0.5.",
    ],
    [{ start: [0, 1] }, "table: start[1] is 1, but nothing follows state 1; give 0."],
    [
      outcome({ probability: 0.9 }),
      "table: the probabilities of outcomes(0, 0) must be from 0 on, with sum 1",
    ],
    [outcome({ next: 2 }), "table: outcomes(0, 0) leads to 2; it must be a state, from 0 to 1."],
    [outcome({ reward: Number.NaN }), "table: a reward of outcomes(0, 0) is NaN; it must be a finite number"],
    [
      outcome({ standardDeviation: -1 }),
      "table: a standardDeviation of outcomes(0, 0) is -1; it must be from 0 on.",
    ],
    [
      { actions: 2, outcomes: (_: number, action: number) => (action === 1 ? [] : sound.outcomes(0)) },
      "table: outcomes(0, 1) must be empty for all actions of a state, or for none.",
    ],
  ])("is refused with a sentence: %#", (change, message) => {
    const environment = tabularEnvironment({
      id: "Mine-v0",
      description: "Mine.",
      table: () => ({ ...sound, ...change }),
    });
    expect(() => environment.create()).toThrow(message);
  });

  test("and so are maps, options and arms that are none", () => {
    expect(() => gridWorld({ id: "A-v0", map: ["SF", "G"] })).toThrow(
      "gridWorld: map has 1 letters in row 1 and 2 in row 0.",
    );
    expect(() => gridWorld({ id: "A-v0", map: ["FG"] })).toThrow('gridWorld: map has no "S"');
    expect(() => gridWorld({ id: "A-v0", map: [] })).toThrow("gridWorld: map");
    expect(() => gridWorld({ id: "A-v0", map: ["SG"], actions: "up" as never })).toThrow(
      'gridWorld: actions is "up"; it must be left-down-right-up or up-right-down-left.',
    );
    expect(() => frozenLake({ map: "5x5" as never })).toThrow(
      'frozenLake: map is "5x5"; it must be 4x4 or 8x8, or a list of rows.',
    );
    expect(() => frozenLake({ successRate: 2 })).toThrow(
      "frozenLake: successRate is 2; it must be from 0 to 1",
    );
    expect(() => bernoulliBandit([0.5, 1.5])).toThrow("bernoulliBandit: a probability is 1.5");
    expect(() => gaussianBandit([[1, 2], [3]])).toThrow("gaussianBandit: means must be a list of numbers");
    expect(() => mdpFromEnvironment(taxi({ ficklePassenger: true }))).toThrow("Leave ficklePassenger out.");
  });
});
