import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../../src/backends/index.ts";
import { compile } from "../../../src/compiler/index.ts";
import { box, discrete } from "../../../src/environments/index.ts";
import { areaOwners, boardSymmetries, countArea, GoPosition, goPlanes } from "../../../src/games/go/index.ts";
import {
  collectGames,
  type GoGame,
  listPositions,
  positionDemonstrations,
  turnPositions,
} from "../../../src/go/index.ts";
import { endingSize } from "../../../src/go/positions/ending-size.ts";
import { endingTask } from "../../../src/go/positions/ending-task.ts";
import { endingsOf } from "../../../src/go/positions/endings.ts";
import { constant, grad, square, sum } from "../../../src/graph/index.ts";
import { boardArchitecture, boardValueHead, createNetwork } from "../../../src/networks/index.ts";
import { createPolicy } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { endedByPasses, randomGames } from "./random-games.ts";

const games = randomGames(12).map(endedByPasses);
const { rules } = games[0]!;
const points = 25;
const width = endingSize(points);

/** What is on the board at the end. */
function endOf({ stones, moves }: GoGame): GoPosition {
  const position = new GoPosition(rules);
  position.setUp(stones, moves[0]!.color);
  for (const { move, color } of moves) {
    position.setToPlay(color);
    position.playLegal(move);
  }
  return position;
}

describe("the ends of games", () => {
  it("are known of those that two passes ended: whose each point is", () => {
    const { owners, known } = endingsOf(collectGames(games), rules);
    expect(known.every((each) => each === 1)).toBe(true);
    games.forEach((game, index) => {
      const { stones } = endOf(game);
      const expected = Array.from(areaOwners(stones, rules), (owner) => [0, 1, -1][owner]);
      expect(Array.from(owners.subarray(index * points, (index + 1) * points))).toEqual(expected);
      const { black, white } = countArea(stones, rules);
      expect(expected.reduce((sum, each) => sum! + each!, 0)).toBe(black - white);
    });
  });

  it("are not known of games that ended otherwise, or that the area of the board gives to the other", () => {
    const [game] = games as [GoGame];
    const { moves, result } = game;
    const other = { ...result!, winner: result!.winner === 1 ? 2 : 1 } as const;
    const { result: _, ...undecided } = game;
    const changed: GoGame[] = [
      { ...game, moves: moves.filter(({ move }) => move !== 25) },
      { ...game, moves: [moves[0]!] },
      { ...game, result: other },
      undecided,
      game,
    ];
    const { owners, known } = endingsOf(collectGames(changed), rules);
    expect(Array.from(known)).toEqual([0, 0, 0, 0, 1]);
    expect(owners.subarray(0, 4 * points).some((each) => each !== 0)).toBe(false);
  });

  it("are known by the komi of each game, whatever that of the environment is", () => {
    const lead = (game: GoGame) => {
      const { black, white } = countArea(endOf(game).stones, rules);
      return black - white;
    };
    const by = (game: GoGame, komi: number): GoGame => {
      const winner = lead(game) > komi ? 1 : 2;
      return { ...game, rules: { ...game.rules, komi }, result: { winner } };
    };
    const own = games.flatMap((game) => [-30.5, 0.5, 30.5].map((komi) => by(game, komi)));
    for (const komi of [-60.5, 7.5, 60.5])
      expect(endingsOf(collectGames(own), { ...rules, komi }).known.every((each) => each === 1)).toBe(true);
    expect(collectGames(own.slice(0, 3)).komis).toEqual(Float64Array.of(-30.5, 0.5, 30.5));
    const wrong = own.map((game) => ({ ...game, rules: { ...game.rules, komi: -game.rules.komi } }));
    expect(endingsOf(collectGames(wrong), rules).known.some((each) => each === 0)).toBe(true);
  });

  it("are seen by whoever is to move, and turn with the position", () => {
    const collection = collectGames([...games, { ...games[0]!, moves: games[0]!.moves.slice(0, 9) }]);
    const list = listPositions(collection);
    const planes = goPlanes(rules);
    const endings = endingsOf(collection, rules);
    const demonstrations = positionDemonstrations(collection, list, rules, planes, "move", endings);
    const turn = turnPositions(rules, planes.channels, "move");
    const symmetries = boardSymmetries(rules);
    const rows = {
      observations: new Float32Array(2 * points * planes.channels),
      ...{ actions: new Int32Array(2), legalActions: undefined, weights: new Float32Array(2) },
      targets: new Float32Array(2 * width),
    };
    expect(demonstrations.targetSize).toBe(width);
    for (let index = 0; index < list.count; index++) {
      rows.targets.fill(0);
      demonstrations.read(index, rows, 1);
      turn(rows, 1, createGenerator(index), 1);
      const symmetry = symmetries[createGenerator(index).integers(0, 8)]!;
      const game = list.games[index]!;
      const expected = new Float32Array(width);
      if (game < games.length) {
        const { moves, result } = games[game]!;
        const { color } = moves[list.plies[index]!]!;
        areaOwners(endOf(games[game]!).stones, rules).forEach((owner, point) => {
          expected[symmetry[point]!] = owner === 0 ? 0 : owner === color ? 1 : -1;
        });
        expected[points] = result!.winner === color ? 1 : -1;
        expected[points + 1] = 1;
      }
      expect(Array.from(rows.targets)).toEqual([...new Array(width).fill(0), ...expected]);
    }
  });
});

describe("what is learned of the ends of games", () => {
  const channels = 3;
  const spaces = {
    observationSpace: box({ low: 0, high: 1, shape: [5, 5, channels] }),
    actionSpace: discrete(26),
  };
  const architecture = boardArchitecture([5, 5, channels], { layers: 1, filters: 4, residualBlocks: 2 });
  const count = 3;
  const numbers = (length: number, seed: number) =>
    Float64Array.from(
      { length },
      (
        (generator) => () =>
          generator.normal()
      )(createGenerator(seed)),
    );
  const observations = constant(numbers(count * points * channels, 1), [count, points * channels]);
  const targets = Float64Array.from(numbers(count * width, 2), Math.sign);
  [1, 0, 1].forEach((known, row) => (targets[row * width + points + 1] = known));
  const weights = [0.5, 2, 0.25];
  const rows = {
    observations,
    targets: constant(targets, [count, width]),
    weights: constant(Float64Array.from(weights), [count]),
  };
  const built = (more: object = {}) =>
    createPolicy(spaces, { architecture, generator: createGenerator(3), ...more });

  it("is whose the points are and who wins, of rows of which it is known, each as much as it weighs", () => {
    const policy = built();
    const { tower } = policy;
    const task = (ownershipWeight: number, outcomeWeight: number) =>
      endingTask("test", policy, { ownershipWeight, outcomeWeight }, createGenerator(4))!;
    const generator = createGenerator(4);
    const headOf = (name: string, head: typeof architecture.head, outputs: number) =>
      createNetwork(
        name,
        { ...architecture, head },
        { inputs: points * channels, outputs, tower },
        generator,
      );
    const ownership = headOf("o", { kind: "positions" }, points).apply(observations);
    const outcome = headOf("z", boardValueHead, 1).apply(observations);
    const program = compile(
      {
        inputs: {},
        outputs: {
          ...{ ownership, outcome, both: task(2, 3).loss(rows) },
          ...{ ownershipOnly: task(2, 0).loss(rows), outcomeOnly: task(0, 3).loss(rows) },
        },
      },
      createReferenceBackend(),
    );
    program.run();
    const found = program.outputs;
    let [ofPoints, ofWinner] = [0, 0];
    for (const row of [0, 2]) {
      for (let point = 0; point < points; point++) {
        const owner = Math.tanh(found.ownership[row * points + point]!);
        ofPoints += (weights[row]! * (targets[row * width + point]! - owner) ** 2) / points;
      }
      ofWinner += weights[row]! * (targets[row * width + points]! - found.outcome[row]!) ** 2;
    }
    expect(found.ownershipOnly[0]).toBeCloseTo(2 * ofPoints, 10);
    expect(found.outcomeOnly[0]).toBeCloseTo(3 * ofWinner, 10);
    expect(found.both[0]).toBeCloseTo(2 * ofPoints + 3 * ofWinner, 10);
  });

  it("changes the layers of the policy below its head, and not the head", () => {
    const policy = built();
    const { loss, parameters } = endingTask("test", policy, { ownershipWeight: 1 }, createGenerator(4))!;
    const ofTower = new Set(policy.tower!.parameters);
    expect(parameters.filter((each) => ofTower.has(each)).length).toBe(ofTower.size);
    const own = policy.parameters.filter((each) => !ofTower.has(each));
    expect(own.some((each) => parameters.includes(each))).toBe(false);
    const norms = grad(loss(rows), [...ofTower]).map((gradient) => sum(square(gradient)));
    const program = compile(
      { inputs: {}, outputs: Object.fromEntries(norms.entries()) },
      createReferenceBackend(),
    );
    program.run();
    // The pooled weights of the second block begin at 0, and change all the same.
    for (const norm of norms.keys()) expect(program.outputs[norm]![0]).toBeGreaterThan(0);
  });

  it("is nothing without weights, and needs convolutions", () => {
    expect(endingTask("test", built(), { ownershipWeight: 0 }, createGenerator(4))).toBeUndefined();
    const plain = built({ architecture: { kind: "mlp", hidden: [4] } });
    expect(() =>
      endingTask("test", plain, { ownershipWeight: 0, outcomeWeight: 1 }, createGenerator(4)),
    ).toThrow(
      "test: option outcomeWeight is above 0, and the architecture has no convolutions that learn by it",
    );
  });
});
