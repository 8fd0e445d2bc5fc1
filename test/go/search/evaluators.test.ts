import { describe, expect, it } from "vitest";
import { createWasmBackend } from "../../../src/backends/index.ts";
import { compile } from "../../../src/compiler/index.ts";
import { box, discrete, goEnvironment } from "../../../src/environments/index.ts";
import type { GoFeature } from "../../../src/games/index.ts";
import { boardSymmetries, GoPosition, goPlanes, parseVertex } from "../../../src/games/index.ts";
import {
  createSearch,
  goEvaluator,
  goSearchGame,
  policyEvaluator,
  shareEvaluator,
} from "../../../src/go/search/index.ts";
import { exp, input } from "../../../src/graph/index.ts";
import { boardArchitecture, boardValueHead } from "../../../src/networks/index.ts";
import { createPolicy, createValueFunction } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const features: readonly GoFeature[] = ["stones", "white"];

/** A policy that is not nearly uniform, and a value function, for a board of 5×5. */
function networks(backend = createWasmBackend()) {
  const spaces = goEnvironment({ size: 5, features }).create();
  const architecture = boardArchitecture([5, 5, 4], { layers: 2, filters: 4 });
  const generator = createGenerator(1);
  const policy = createPolicy(spaces, { architecture, generator, backend, masked: true });
  for (const variable of policy.parameters) {
    if (variable.attributes.name.startsWith("policy.head")) generator.fillNormal(backend.values(variable));
  }
  const valueFunction = createValueFunction(spaces.observationSpace, {
    architecture: { ...architecture, head: boardValueHead },
    generator,
  });
  return { policy, valueFunction };
}

function positionAfter(vertices: string): GoPosition {
  const position = new GoPosition({ size: 5, komi: 0.5 });
  for (const vertex of vertices.split(" ")) position.play(parseVertex(vertex, position));
  return position;
}

const games = ["C3", "C3 C2 D2", "B2 C4 D3"];

describe("an evaluator of a policy", () => {
  it("gives the policy's probabilities and the value function's values, in any batch", () => {
    const { policy, valueFunction } = networks();
    const { backend } = policy;
    const observations = input([1, 100]);
    const { logProbs } = policy.density({ observations }).parameters as { logProbs: ReturnType<typeof exp> };
    const outputs = { priors: exp(logProbs), values: valueFunction.values(observations) };
    const program = compile({ inputs: { observations }, outputs }, backend);
    for (const batch of [1, 3]) {
      let position = positionAfter(games[0]);
      const observe = (row: Float32Array, at: number) =>
        goPlanes(position, features).write(position, row, at);
      const evaluator = policyEvaluator(policy, observe, { valueFunction, batch });
      for (let first = 0; first < 3; first += batch) {
        const shown = games.slice(first, first + batch).map(positionAfter);
        shown.forEach((each, row) => {
          position = each;
          evaluator.see(row);
        });
        evaluator.evaluate(shown.length);
        shown.forEach((each, row) => {
          goPlanes(each, features).write(each, program.inputs.observations, 0);
          program.run();
          const priors = Array.from(evaluator.priors).slice(26 * row, 26 * row + 26);
          priors.forEach((prior, move) => expect(prior).toBeCloseTo(program.outputs.priors[move], 6));
          expect(evaluator.values[row]).toBeCloseTo(program.outputs.values[0], 6);
        });
      }
    }
  });

  it("of Go turns with the board when it takes the mean over all symmetries", () => {
    const { policy, valueFunction } = networks();
    const symmetries = boardSymmetries({ columns: 5, rows: 5 });
    const judged = symmetries.map((symmetry) => {
      const position = new GoPosition({ size: 5 });
      for (const vertex of games[1].split(" ")) position.play(symmetry[parseVertex(vertex, position)]);
      const evaluator = goEvaluator(position, policy, { features, valueFunction, symmetries: 8, batch: 2 });
      evaluator.see(0);
      evaluator.evaluate(1);
      const priors = Array.from({ length: 26 }, (_, move) => evaluator.priors[symmetry[move]]);
      return [...priors, evaluator.values[0]];
    });
    for (const each of judged) each.forEach((number, i) => expect(number).toBeCloseTo(judged[0][i], 5));
    // One symmetry alone does not: the networks were not told.
    const [one, other] = [0, 5].map((index) => {
      const position = new GoPosition({ size: 5 });
      position.play(symmetries[index][parseVertex("B4", position)]);
      const evaluator = goEvaluator(position, policy, { features });
      evaluator.see(0);
      evaluator.evaluate(1);
      expect(evaluator.values[0]).toBe(0); // without a value function
      return evaluator.priors[symmetries[index][0]];
    });
    expect(Math.abs(one - other)).toBeGreaterThan(1e-4);
  });

  it("lets a search play whole games of legal moves, the same each time", () => {
    const { policy, valueFunction } = networks();
    const records = [1, 2].map(() => {
      const position = new GoPosition({ size: 5, komi: 0.5 });
      const search = createSearch(
        goSearchGame(position),
        goEvaluator(position, policy, { features, valueFunction }),
      );
      while (!position.isOver && position.moveCount < 30) position.play(search.run({ simulations: 24 }).move);
      return Array.from({ length: position.moveCount }, (_, index) => position.moveAt(index));
    });
    expect(records[0]).toEqual(records[1]);
    expect(records[0].length).toBeGreaterThan(4);
  });

  it("is refused for another board, other features, and policies that choose no single action", () => {
    const { policy } = networks();
    const position = new GoPosition({ size: 5 });
    expect(() => goEvaluator(new GoPosition({ size: 9 }), policy, { features })).toThrow(
      "the policy sees 100 numbers and has 26 actions; a board of 9×9 has 324 by these features, and 82 moves",
    );
    expect(() => goEvaluator(position, policy)).toThrow("a board of 5×5 has 350 by these features");
    expect(() => goEvaluator(position, policy, { features, symmetries: 9 })).toThrow(
      "symmetries is 9; it must be an integer from 1 to 8",
    );
    const spaces = { observationSpace: discrete(3), actionSpace: box({ low: -1, high: 1, shape: [2] }) };
    const continuous = createPolicy(spaces, { generator: createGenerator(1) });
    expect(() => policyEvaluator(continuous, () => {})).toThrow('its head is "rescaled-normal"');
    const game = goSearchGame(new GoPosition({ size: 9 }));
    expect(() => createSearch(game, goEvaluator(position, policy, { features }))).toThrow(
      "the evaluator knows 26 moves, and the game has 82",
    );
  });
});

describe("an evaluator that games share", () => {
  const { policy, valueFunction } = networks();
  const options = { features, valueFunction };
  const share = (seats: number) =>
    shareEvaluator(seats, positionAfter("C3"), (position, batch) =>
      goEvaluator(position, policy, { ...options, batch }),
    );

  it("gives each what an evaluator of its own gives, when all that have a seat wait", async () => {
    const shared = share(3);
    const positions = games.map(positionAfter);
    const seats = positions.map((position) => shared.take(position));
    let done = 0;
    const waits = seats.map(async ({ evaluator, evaluated }) => {
      evaluator.see(0);
      await evaluated();
      done++;
    });
    await Promise.all(waits);
    expect(done).toBe(3);
    positions.forEach((position, i) => {
      const alone = goEvaluator(position, policy, { ...options, batch: 1 });
      alone.see(0);
      alone.evaluate(1);
      expect(seats[i].evaluator.priors).toEqual(alone.priors);
      expect(seats[i].evaluator.values).toEqual(alone.values);
    });
  });

  it("does not wait for games that leave, and has no more seats than it says", async () => {
    const shared = share(2);
    const [first, second] = games.slice(0, 2).map((game) => shared.take(positionAfter(game)));
    expect(() => shared.take(positionAfter(games[2]))).toThrow("shareRows: all 2 rows are taken");
    first.evaluator.see(0);
    const evaluated = first.evaluated();
    second.leave();
    await evaluated;
    shared.take(positionAfter(games[2]));
  });

  it("tells all games that wait what went wrong", async () => {
    const shared = shareEvaluator(2, positionAfter("C3"), () => ({
      ...{ batch: 2, priors: new Float32Array(52), values: new Float32Array(2), see: () => {} },
      evaluate: () => {
        throw new Error("no memory");
      },
    }));
    const seats = games.slice(0, 2).map((game) => shared.take(positionAfter(game)));
    const outcomes = await Promise.allSettled(seats.map(({ evaluated }) => evaluated()));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
