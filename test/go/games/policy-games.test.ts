import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { goEnvironment } from "../../../src/environments/index.ts";
import { boardFeatures, GoPosition, goPlanes, scoreOf } from "../../../src/games/go/index.ts";
import {
  gameFromSgf,
  generatePolicyGames,
  type PolicyGamesOptions,
  parseSgf,
  positionBefore,
  readGames,
} from "../../../src/go/index.ts";
import { tinyGoPolicy } from "../tiny-go-model.ts";

const source = goEnvironment({ size: 5, komi: 0.5, features: boardFeatures });
const policy = tinyGoPolicy(5);
const settings = { policy, source, player: "p", temperature: 1, openingStones: 2, seed: 3, count: 70 };

const folder = mkdtempSync(join(tmpdir(), "logpi-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Plays until the file has that many games, and gives its text. */
async function generate(name: string, changed: Partial<PolicyGamesOptions> = {}): Promise<string> {
  const file = join(folder, name);
  for await (const _ of generatePolicyGames({ ...settings, file, ...changed }));
  return readFileSync(file, "utf8");
}

describe("games of a policy against itself", () => {
  it("are the same file wherever it was stopped, of legal moves, with the results of the boards", async () => {
    const whole = await generate("whole.sgf");
    for (const count of [3, 66, 70]) await generate("parts.sgf", { count });
    expect(readFileSync(join(folder, "parts.sgf"), "utf8")).toBe(whole);
    const { count, starts, outcomes } = readGames(whole);
    expect([count, new Set(outcomes)]).toEqual([70, new Set([-1, 1])]);
    for (const [index, root] of parseSgf(whole).entries()) {
      const game = gameFromSgf(root);
      const position = positionBefore(game);
      for (const { color, move } of game.moves) {
        expect(position.toPlay).toBe(color);
        position.play(move);
      }
      expect(position.isOver || position.moveCount === 50).toBe(true);
      const scored = new GoPosition(source.rules); // the komi of the file is that of the rules
      scored.setUp(position.stones, 1);
      expect(Math.sign(scoreOf(scored).lead)).toBe(outcomes[index]);
      expect(starts[index + 1] - starts[index]).toBe(game.moves.length);
    }
  });

  it("are at a low temperature of the most probable moves, whatever else is played beside them", async () => {
    const planes = goPlanes(source.rules, boardFeatures);
    const seen = new Float32Array(policy.observationSpace.size);
    for (const root of parseSgf(await generate("sharp.sgf", { temperature: 1e-6 }))) {
      const game = gameFromSgf(root);
      const position = positionBefore(game);
      for (const { move } of game.moves) {
        planes.write(position, seen, 0);
        const legal = new Uint8Array(26);
        position.sensibleMoves(legal, 0);
        expect(move).toBe(policy.act(seen, legal));
        position.play(move);
      }
    }
  });

  it("are left where something else, such as a signal, has its turn", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort());
    await generate("signal.sgf", { count: 10_000, signal: stop.signal });
    expect(readFileSync(join(folder, "signal.sgf"), "utf8").split("\n").length).toBeLessThan(10_000);
  });

  it("start no more threads than have games to play", async () => {
    // There is no thread to start beside the source: the first of them would be an error.
    const whole = await generate("threads.sgf", { count: 64, workers: 1_000_000 });
    expect(await generate("threads.sgf", { count: 3, workers: 1_000_000 })).toBe(whole);
    await expect(generate("more.sgf", { count: 65, workers: 2 })).rejects.toThrow("there is no module");
  });

  it("need numbers that make sense", () => {
    const play = (changed: Partial<PolicyGamesOptions>) => () =>
      generatePolicyGames({ ...settings, file: join(folder, "none.sgf"), ...changed });
    expect(play({ workers: 0 })).toThrow("generatePolicyGames: workers is 0");
    expect(play({ openingStones: -1 })).toThrow("generatePolicyGames: openingStones is -1");
    expect(play({ temperature: 0 })).toThrow("generatePolicyGames: temperature is 0");
  });
});
