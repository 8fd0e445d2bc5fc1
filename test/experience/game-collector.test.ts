import { describe, expect, test } from "vitest";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { make, ticTacToe, vectorizeEach } from "../../src/environments/index.ts";
import { limitSteps } from "../../src/environments/limit-steps.ts";
import type { GameCollectorOptions } from "../../src/experience/games/game-collector.ts";
import { createGameCollector, episodeStarts } from "../../src/experience/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";

const architecture = { kind: "linear" } as const;

function collectorOf(
  source: Parameters<typeof vectorizeEach>[0],
  count: number,
  openings?: GameCollectorOptions["openings"],
) {
  const environments = vectorizeEach(source, { count });
  const backend = createWasmBackend();
  const [policy, opponent] = createGenerator(4)
    .spawn(2)
    .map((generator) => createPolicy(environments[0], { generator, architecture, masked: true, backend }));
  let games = 0;
  const collector = createGameCollector(environments, {
    ...{ policy, team: alone, generators: createGenerator(1).spawn(count), own: { start: 0, count } },
    ...{ opponent: { policy: opponent, prepare: () => games++ }, longestEpisode: 100 },
    ...(openings && { openings }),
  });
  return { collector, policy, prepared: () => games };
}

/** The marks of a position, in terms of who is to move: 1 of its own, −1 of the other's. */
const cellsOf = (observation: Float32Array) =>
  Array.from({ length: 9 }, (_, cell) => observation[cell] - observation[9 + cell]);

describe("games against an opponent", () => {
  test("are whole ones in alternating places, of which the policy's moves are kept with what followed them", () => {
    const { collector, prepared } = collectorOf("TicTacToe-v0", 40);
    for (let batch = 1; batch <= 3; batch++) {
      const games = collector.collect();
      expect(prepared()).toBe(batch);
      const starts = episodeStarts(games);
      expect(starts).toHaveLength(40);
      starts.forEach((start, index) => {
        const end = starts[index + 1] ?? games.steps;
        let taken = 0;
        for (let move = start; move < end; move++) {
          expect(games.places[move]).toBe(index % 2);
          const cells = cellsOf(games.observations.subarray(18 * move, 18 * move + 18));
          // The other has moved once more where the policy is the second player.
          const discs = cells.filter((cell) => cell !== 0).length;
          expect(discs).toBe(2 * (move - start) + (index % 2));
          expect(cells[games.actions[move]]).toBe(0);
          const legal = games.legalActions!.subarray(9 * move, 9 * move + 9);
          expect(Array.from(legal)).toEqual(cells.map((cell) => (cell === 0 ? 1 : 0)));
          if (move > start) {
            const before = cellsOf(games.observations.subarray(18 * (move - 1), 18 * move));
            before[games.actions[move - 1]] = 1;
            const changed = cells.filter((cell, i) => cell !== before[i]);
            expect(changed).toEqual([-1]); // the answer
          }
          taken++;
          const isLast = move === end - 1;
          expect(games.terminated[move]).toBe(isLast ? 1 : 0);
          expect(games.episodeLengths[move]).toBe(isLast ? taken : 0);
          expect(games.rewards[move]).toBe(isLast ? games.episodeReturns[move] : 0);
        }
        expect([-1, 0, 1]).toContain(games.rewards[end - 1]);
        const won = cellsOf(games.observations.subarray(18 * (end - 1), 18 * end));
        won[games.actions[end - 1]] = 1;
        const lines = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]]; // biome-ignore format: lines
        const hasLine = lines.some((line) => line.every((cell) => won[cell] === 1));
        expect(games.rewards[end - 1] === 1).toBe(hasLine);
      });
    }
    expect(collector.stepsPerBatch).toBeUndefined();
    collector.close();
  });

  test("do not depend on how many others are played, nor on whether the environment answers later", async () => {
    const few = collectorOf("TicTacToe-v0", 3).collector.collect();
    const many = collectorOf("TicTacToe-v0", 50).collector.collect();
    const later = await collectorOf(() => make("TicTacToe-v0"), 3).collector.collectLater();
    const { steps } = few;
    for (const other of [many, later]) {
      expect(other.actions.slice(0, steps)).toEqual(few.actions);
      expect(other.rewards.slice(0, steps)).toEqual(few.rewards);
      expect(other.logProbs.slice(0, steps)).toEqual(few.logProbs);
    }
  });

  test("begin again where the opponent ends one before the policy could move", () => {
    // Cut off after one move: where the policy is the second player, it never comes to move.
    const { collector } = collectorOf(() => limitSteps(ticTacToe.create(), 2), 6);
    const games = collector.collect();
    expect(Array.from(games.episodeLengths)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(Array.from(games.truncated)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(games.rewards.every((reward) => reward === 0)).toBe(true);
  });

  test("begin with a random move in the share that is asked for, which is not among the policy's", () => {
    const seenFirst = (share: number) => {
      const games = collectorOf("TicTacToe-v0", 600, { share, moves: 1 }).collector.collect();
      return Array.from(episodeStarts(games), (start) => ({
        place: games.places[start],
        cells: cellsOf(games.observations.subarray(18 * start, 18 * start + 18)),
      }));
    };
    const always = seenFirst(1);
    for (const { place, cells } of always) {
      // The policy's own first move is the random one where it is the first player: it has been answered.
      expect(cells.filter((cell) => cell !== 0)).toHaveLength(place === 0 ? 2 : 1);
    }
    // Of 300 games, by cell: the count of each is passed by 5.5 standard deviations with a probability of 4e-8.
    const answered = always.filter(({ place }) => place === 1);
    for (let cell = 0; cell < 9; cell++) {
      const count = answered.filter(({ cells }) => cells[cell] === -1).length;
      expect(Math.abs(count - 300 / 9)).toBeLessThan(5.5 * Math.sqrt(300 * (1 / 9) * (8 / 9)));
    }
    const begun = seenFirst(0.25).filter(({ place, cells }) => place === 0 && cells.includes(-1));
    expect(Math.abs(begun.length - 75)).toBeLessThan(5.5 * Math.sqrt(300 * 0.25 * 0.75));
  });

  test("are the same with a share of 0 as without openings", () => {
    const without = collectorOf("TicTacToe-v0", 3).collector.collect();
    const none = collectorOf("TicTacToe-v0", 3, { share: 0, moves: 2 }).collector.collect();
    expect(none.actions).toEqual(without.actions);
    expect(none.logProbs).toEqual(without.logProbs);
  });

  test("that end again and again before the policy makes a move of its own are an error", () => {
    const { collector } = collectorOf(() => limitSteps(ticTacToe.create(), 1), 1, { share: 1, moves: 1 });
    expect(() => collector.collect()).toThrow("a game has not ended after 100 steps");
  });

  test("that do not end are an error", () => {
    const environments = vectorizeEach("TicTacToe-v0", { count: 2 });
    const policy = createPolicy(environments[0], { generator: createGenerator(1), masked: true });
    const collector = createGameCollector(environments, {
      ...{ policy, team: alone, generators: createGenerator(1).spawn(2), own: { start: 0, count: 2 } },
      ...{ opponent: { policy, prepare() {} }, longestEpisode: 4 },
    });
    expect(() => collector.collect()).toThrow("TicTacToe-v0: a game has not ended after 4 steps");
  });
});
