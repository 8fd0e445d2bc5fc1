import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { boardFeatures, type GoPosition, goRules, scoreOf } from "../../../src/games/go/index.ts";
import {
  collectGames,
  createSearch,
  type GameCollection,
  gameFromSgf,
  gamesTowardsTheEnd,
  generateSearchGames,
  goEvaluator,
  goSearchGame,
  listPositions,
  networksOf,
  parseSgf,
  positionBefore,
  readGames,
  type SearchGamesOptions,
} from "../../../src/go/index.ts";
import { unknownOutcome } from "../../../src/go/positions/game-collection.ts";
import { createReplay } from "../../../src/go/positions/replay.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { tinyGoPolicy, tinyGoValue } from "../tiny-go-model.ts";

const policy = { name: "policy", network: tinyGoPolicy(5) };
const networks = networksOf(policy, { name: "value", network: tinyGoValue(5) });
const settings = {
  ...{ networks, rules: goRules({ size: 5, komi: 3.5 }), player: "search", openingStones: 2, seed: 7 },
  ...{ simulations: 6, temperature: 1, count: 5 },
};

/** What tells a position from another: its stones and who is to move. */
const startOf = ({ stones, toPlay }: GoPosition) => [...stones, toPlay].join("");

const folder = mkdtempSync(join(tmpdir(), "logpi-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function generate(name: string, changed: Partial<SearchGamesOptions> = {}) {
  const file = join(folder, name);
  const events = [];
  for await (const event of generateSearchGames({ ...settings, file, ...changed })) events.push(event);
  return { events, text: readFileSync(file, "utf8") };
}

describe("games of a search against itself", () => {
  // With one simulation for each move, there are moves before which none has been tried.
  it.each([6, 1])(
    "are legal, and end with the results of their boards: %i simulations",
    async (simulations) => {
      const { events, text } = await generate(`${simulations}.sgf`, { simulations });
      expect(events.map(({ games }) => games)).toEqual([0, 1, 2, 3, 4, 5]);
      for (const root of parseSgf(text)) {
        const game = gameFromSgf(root, settings.rules);
        const position = positionBefore(game);
        for (const { color, move } of game.moves) {
          expect(position.toPlay).toBe(color);
          position.play(move);
        }
        expect(position.isOver || position.moveCount === 50).toBe(true);
        const { lead } = scoreOf(position);
        expect(game.result).toEqual({ winner: lead > 0 ? 1 : 2, by: Math.abs(lead) });
      }
    },
  );

  it("are the same file to the byte wherever it was stopped", async () => {
    const { text } = await generate("whole.sgf");
    const stop = new AbortController();
    const options = { ...settings, file: join(folder, "stopped.sgf"), signal: stop.signal };
    for await (const { games } of generateSearchGames(options)) if (games === 2) stop.abort();
    const stopped = readFileSync(options.file, "utf8");
    expect(text.startsWith(stopped) && stopped.length < text.length).toBe(true);
    expect((await generate("stopped.sgf")).text).toBe(text);
  });

  it("leave other things of the thread their turn, such as a signal that stops them", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort());
    const { events } = await generate("signal.sgf", { count: 1000, signal: stop.signal });
    expect(events.at(-1)?.games).toBeLessThan(1000);
  });

  it("are those that each search plays alone", async () => {
    // Where moves are drawn at a temperature near 0, it is the move with the most simulations.
    const { text } = await generate("sharp.sgf", { temperature: 1e-3, count: 3 });
    for (const [index, root] of parseSgf(text).entries()) {
      const game = gameFromSgf(root, settings.rules);
      const position = positionBefore(game);
      const { valueFunction } = networks;
      const evaluator = goEvaluator(position, policy.network, {
        ...{ features: boardFeatures, valueFunction, batch: 1 },
      });
      const rollout = gamesTowardsTheEnd(position, createGenerator([settings.seed, 2, index]), {
        ...{ games: 4, from: 0.25, alone: 0.5 },
      });
      const search = createSearch(goSearchGame(position, { sensible: true }), evaluator, { rollout });
      for (const { move } of game.moves) {
        const { visits, move: best, solved } = search.run({ simulations: settings.simulations });
        if (solved) expect(move).toBe(best);
        else expect(visits[move]).toBe(Math.max(...visits));
        position.play(move);
      }
    }
  });

  it("begin at positions of other games, and are the same file wherever it was stopped", async () => {
    const games = readGames((await generate("whole.sgf")).text, settings.rules);
    const from = { from: games, openingStones: 0, seed: 8 };
    const { text } = await generate("from.sgf", { ...from, count: 12 });
    const replay = createReplay(games, settings.rules);
    const { games: numbers, plies, count } = listPositions(games);
    const positions = Array.from({ length: count }, (_, i) => startOf(replay(numbers[i], plies[i])));
    const played = readGames(text, settings.rules);
    const replayed = createReplay(played, settings.rules);
    const begun = Array.from(played.given, (before, game) => startOf(replayed(game, before)));
    for (const start of begun) expect(positions).toContain(start);
    expect(new Set(begun).size).toBeGreaterThan(8);
    expect(new Set(played.outcomes)).toEqual(new Set([-1, 1]));
    // What was given is not learned from.
    const given = played.given.reduce((sum, before) => sum + before, 0);
    expect(listPositions(played).count).toBe(played.moves.length - given);

    // With random stones between, and left after two moves.
    const short = await generate("from-short.sgf", { ...from, openingStones: 3, moves: 2, count: 12 });
    const left = readGames(short.text, settings.rules);
    left.given.forEach((before, game) => {
      expect(before).toBeGreaterThanOrEqual(3);
      expect(left.starts[game + 1] - left.starts[game] - before).toBeLessThanOrEqual(2);
    });
    expect(new Set(left.outcomes)).toContain(unknownOutcome);

    await generate("from-stopped.sgf", { ...from, count: 5 });
    expect((await generate("from-stopped.sgf", { ...from, count: 12 })).text).toBe(text);
    const others = collectGames([gameFromSgf(parseSgf(text)[0], settings.rules)]);
    await expect(generate("from.sgf", { ...from, from: others, count: 12 })).rejects.toThrow(
      "it is not game 0 of these settings",
    );
  });

  it("need games with moves and of the same board to begin at", () => {
    const empty = (size: number) =>
      collectGames([gameFromSgf(parseSgf(`(;GM[1]SZ[${size}])`)[0], settings.rules)]);
    const play = (from: GameCollection) => () =>
      generateSearchGames({ ...settings, file: join(folder, "none.sgf"), from });
    expect(play(empty(5))).toThrow("the games to begin at (1) have no move");
    const given = collectGames([gameFromSgf(parseSgf("(;GM[1]SZ[5]GIVEN[1];B[aa])")[0], settings.rules)]);
    expect(play(given)).toThrow("the games to begin at (1) have no move");
    expect(play(empty(4))).toThrow("from has games of 4×4, and the board is of 5×5");
  });

  it("need a value network, and numbers that make sense", () => {
    const file = join(folder, "none.sgf");
    const play = (changed: Partial<SearchGamesOptions>) => () =>
      generateSearchGames({ ...settings, file, ...changed });
    expect(play({ networks: networksOf(policy, undefined) })).toThrow(
      "generateSearchGames: there is no value network",
    );
    expect(play({ workers: 0 })).toThrow("generateSearchGames: workers is 0");
    const ofFunction = { ...networks, valueNetwork: undefined };
    expect(play({ networks: ofFunction, workers: 2 })).toThrow(
      "generateSearchGames: workers is 2; it must be 1, or networks from files on the wasm or the native backend",
    );
    expect(play({ openingStones: -1 })).toThrow("generateSearchGames: openingStones is -1");
    expect(play({ simulations: 0 })).toThrow("generateSearchGames: simulations is 0");
    expect(play({ temperature: 0 })).toThrow("generateSearchGames: temperature is 0");
  });
});
