import { describe, expect, it } from "vitest";
import type { DemonstrationRows } from "../../../src/experience/index.ts";
import { alphaGoFeatures, boardSymmetries, GoPosition, goPlanes } from "../../../src/games/go/index.ts";
import {
  collectGames,
  heldOutGames,
  type Lesson,
  listPositions,
  type PositionList,
  positionBefore,
  positionDemonstrations,
  readGames,
  turnPositions,
} from "../../../src/go/index.ts";
import { joinPositions } from "../../../src/go/positions/position-list.ts";
import { gamesState } from "../../../src/go/positions/share-games.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { randomGames, sgfOf } from "./random-games.ts";

const games = randomGames(12);
const collection = collectGames(games);
const { rules } = games[0]!;
// Reading of ladders ends somewhere, and which ones it then knows depends on how the board is turned.
const planes = goPlanes(
  rules,
  alphaGoFeatures.filter((feature) => !feature.startsWith("ladder")),
);
const size = 25 * planes.channels;
const symmetries = boardSymmetries(rules);

const rowsOf = (count: number) =>
  ({
    observations: new Float32Array(count * size),
    actions: new Int32Array(count),
    legalActions: new Uint8Array(count * 26),
    weights: new Float32Array(count),
  }) satisfies DemonstrationRows;

/** The position of a game after so many of its moves, with stones and moves turned. */
function playedTurned(game: number, plies: number, symmetry: Int16Array): GoPosition {
  const { stones, moves } = games[game]!;
  const position = new GoPosition(rules);
  const turned = new Uint8Array(25);
  stones.forEach((stone, point) => (turned[symmetry[point]!] = stone));
  position.setUp(turned, moves[0]!.color);
  for (const { move } of moves.slice(0, plies)) position.play(symmetry[move]!);
  return position;
}

const demonstrationsOf = (list: PositionList, lesson: Lesson) =>
  positionDemonstrations(collection, list, rules, planes, lesson);

describe("positions of games", () => {
  it("are shown as they were, with the move that was played and what was legal", () => {
    const demonstrations = demonstrationsOf(listPositions(collection), "move");
    expect(demonstrations.count).toBe(games.reduce((sum, { moves }) => sum + moves.length, 0));
    const rows = rowsOf(2);
    const expected = new Float32Array(size);
    const legal = new Uint8Array(26);
    let index = 0;
    for (const game of games) {
      const position = positionBefore(game);
      for (const { move } of game.moves) {
        demonstrations.read(index++, rows, 1);
        planes.write(position, expected, 0);
        position.legalMoves(legal);
        expect(
          Buffer.compare(Buffer.from(expected.buffer), Buffer.from(rows.observations.buffer, 4 * size)),
        ).toBe(0);
        expect(rows.actions[1]).toBe(move);
        expect(Array.from(rows.legalActions.subarray(26))).toEqual(Array.from(legal));
        position.play(move);
      }
    }
    expect(rows.observations.subarray(0, size).some((entry) => entry !== 0)).toBe(false);
  });

  it("are turned and mirrored with their moves: as if the whole game had been", () => {
    const list = listPositions(collection);
    const demonstrations = demonstrationsOf(list, "move");
    const turn = turnPositions(rules, planes.channels, "move");
    const rows = rowsOf(1);
    const legal = new Uint8Array(26);
    const turned = new Float32Array(size);
    const drawn = new Set<number>();
    for (let index = 0; index < demonstrations.count; index += 7) {
      demonstrations.read(index, rows, 0);
      const [move] = rows.actions;
      const form = createGenerator(index).integers(0, 8);
      turn(rows, 0, createGenerator(index), 1);
      const position = playedTurned(list.games[index]!, list.plies[index]!, symmetries[form]!);
      planes.write(position, turned, 0);
      position.legalMoves(legal);
      expect(Buffer.compare(Buffer.from(turned.buffer), Buffer.from(rows.observations.buffer))).toBe(0);
      expect(rows.actions[0]).toBe(symmetries[form]![move!]);
      expect(rows.legalActions).toEqual(legal);
      drawn.add(form);
    }
    expect(drawn.size).toBe(8);
  });

  it("have the outcome for whoever is to move, and leave out passes and games on demand", () => {
    const noPasses = listPositions(collection, { passes: false, games: (game) => game % 3 === 1 });
    expect(new Set(noPasses.games)).toEqual(new Set([1, 4, 7, 10]));
    const rows = { ...rowsOf(1), legalActions: undefined, actions: new Float32Array(1) };
    const outcomes = demonstrationsOf(noPasses, "outcome");
    const moves = demonstrationsOf(noPasses, "move");
    const turn = turnPositions(rules, planes.channels, "outcome");
    for (let index = 0; index < noPasses.count; index++) {
      const game = games[noPasses.games[index]!]!;
      const { color, move } = game.moves[noPasses.plies[index]!]!;
      outcomes.read(index, rows, 0);
      turn(rows, 0, createGenerator(index), 1);
      expect(rows.actions[0]).toBe(game.result!.winner === color ? 1 : -1);
      moves.read(index, rows, 0);
      expect(rows.actions[0]).toBe(move);
      expect(move).toBeLessThan(25);
    }
  });

  it("can be those of one list and then of another", () => {
    const lists = [3, 8].map((game) => listPositions(collection, { games: (each) => each === game }));
    const joined = joinPositions(lists[0]!, lists[1]!);
    expect(joined).toEqual(listPositions(collection, { games: (each) => each === 3 || each === 8 }));
  });

  it("can be one of each game, drawn evenly", () => {
    const counts = new Int32Array(60);
    const generator = createGenerator(1);
    const only = { games: (game: number) => game === 2 };
    const { count } = listPositions(collection, only);
    for (let i = 0; i < 40 * count; i++) {
      const drawn = listPositions(collection, { ...only, onePerGame: generator });
      expect([drawn.count, drawn.games[0]]).toEqual([1, 2]);
      counts[drawn.plies[0]!]!++;
    }
    // Binomial with mean 40 and deviation 6.3: that one of some 50 counts lies beyond 5 deviations has probability 3e-5.
    expect(Math.min(...counts.subarray(0, count))).toBeGreaterThan(8);
    expect(Math.max(...counts)).toBeLessThan(72);
    const all = listPositions(collection, { onePerGame: generator });
    expect(Array.from(all.games)).toEqual(games.map((_, game) => game));
  });

  it("leave out games without a result where one is needed", () => {
    const unknown = collectGames(games.map((game, i) => (i === 3 ? { ...game, result: undefined } : game)));
    expect(new Set(listPositions(unknown, { decided: true }).games).has(3)).toBe(false);
    expect(new Set(listPositions(unknown).games).has(3)).toBe(true);
  });
});

describe("files of games", () => {
  it("are read to what they were written from", () => {
    expect(readGames(sgfOf(games))).toEqual(collection);
    expect(readGames(new TextEncoder().encode(sgfOf(games)))).toEqual(collection);
  });

  it("name the game and the place of a move that is not legal", () => {
    const [first, second] = sgfOf(games.slice(0, 2)).trimEnd().split("\n");
    const wrong = `${first}\n(;GM[1]SZ[5];B[aa];W[aa])\n${second}`;
    expect(() => readGames(wrong)).toThrow(
      /^game 1: SGF, line 2, column \d+: W: play: White may not play A5: the point is occupied/,
    );
  });

  it("must have games of one size, at least one", () => {
    expect(() => collectGames([...games, ...randomGames(1, { size: 4 })])).toThrow(
      "games: game 12 is on a board of 4×4, and those before it on 5×5; learn from games of one size",
    );
    expect(() => collectGames([])).toThrow("games: there are none");
  });

  it("hold out about the share that is asked for, and leave something to learn from", () => {
    const many = collectGames(randomGames(60, { size: 3 }));
    for (const share of [0, 0.05, 0.3, 0.9, 1]) {
      const held = heldOutGames(many, share).reduce((sum, each) => sum + each, 0);
      expect(Math.abs(held - Math.min(share * 60, 57))).toBeLessThan(4);
    }
    expect(heldOutGames(collectGames(new Array(5).fill(games[0]!)), 0.9)).toEqual(new Uint8Array(5));
    for (const share of [-0.1, 1.5, Number.NaN])
      expect(() => heldOutGames(many, share)).toThrow(
        `heldOutGames: share is ${share}; it must be from 0 to 1`,
      );
  });

  it("hold out games that begin alike together, in whatever order and however turned", () => {
    const [first, ...others] = games;
    const turned = symmetries.map((symmetry) => ({
      ...first!,
      stones: first!.stones.map((_, point) => first!.stones[symmetry[point]!]!),
      // Of its moves, the inverse: where the point lies that the symmetry brings there.
      moves: first!.moves.map(({ color, move }) => ({ color, move: symmetry.indexOf(move) })),
    }));
    const all = [...others.slice(0, 6), ...turned, ...others.slice(6)];
    const held = heldOutGames(collectGames(all), 0.4);
    expect(new Set(held.subarray(6, 14)).size).toBe(1);
    const backwards = heldOutGames(collectGames([...all].reverse()), 0.4);
    expect(Array.from(backwards).reverse()).toEqual(Array.from(held));
    expect(held.includes(1) && held.includes(0)).toBe(true);
  });

  it("are told from others by their state", () => {
    const state = gamesState(collection);
    state.restore(state.save());
    const others = gamesState(collectGames(randomGames(12, { seed: 1 })));
    expect(() => others.restore(state.save())).toThrow(
      "the file has other games than the training began with",
    );
  });

  it("may begin with a move of White", () => {
    const moves = [{ color: 2 as const, move: new GoPosition(rules).pass }];
    const white = collectGames([{ ...games[0]!, toPlay: 2, moves }]);
    const rows = { ...rowsOf(1), actions: new Float32Array(1) };
    positionDemonstrations(white, listPositions(white), rules, planes, "outcome").read(0, rows, 0);
    expect(rows.actions[0]).toBe(games[0]!.result!.winner === 2 ? 1 : -1);
    // The last plane says that White is to move.
    expect(rows.observations[planes.channels - 1]).toBe(1);
  });
});
