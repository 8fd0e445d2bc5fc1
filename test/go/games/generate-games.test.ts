import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { goRules, scoreOf } from "../../../src/games/go/index.ts";
import {
  type GenerateGamesOptions,
  gameFromSgf,
  generateGames,
  gnuGo,
  parseSgf,
  positionBefore,
} from "../../../src/go/index.ts";
import { hasGnuGo } from "../../gnu-go.ts";
import { fakeEngine } from "../gtp/fake-engine.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rules = goRules({ size: 5, komi: 3.5 });
const byGnuGo = {
  ...{ rules, openingStones: 2, seed: 7, player: "GNU Go (level 1)", count: 3 },
  engine: (seed: number) => gnuGo({ rules, level: 1, seed }),
};

async function generate(name: string, options: Omit<GenerateGamesOptions, "file">) {
  const file = join(folder, name);
  const events = [];
  for await (const event of generateGames({ ...options, file })) events.push(event);
  return { events, text: readFileSync(file, "utf8") };
}

describe.skipIf(!hasGnuGo)("games of GNU Go against itself (apt-get install gnugo)", () => {
  it("are legal to the end by rules of our own, and have the result that these count", async () => {
    const { text, events } = await generate("games.sgf", byGnuGo);
    expect(events.at(-1)).toMatchObject({ games: 3, count: 3, before: 0, rejected: [] });
    const games = parseSgf(text).map((root) => gameFromSgf(root));
    expect(games).toHaveLength(3);
    for (const game of games) {
      expect(game.rules).toEqual(rules);
      const position = positionBefore(game);
      expect([...position.stones].filter((stone) => stone > 0).sort()).toEqual([1, 2]);
      expect(position.toPlay).toBe(1);
      for (const { move } of game.moves) position.play(move);
      expect(position.isOver).toBe(true);
      const { lead } = scoreOf(position);
      expect(game.result).toEqual({ winner: lead > 0 ? 1 : 2, by: Math.abs(lead) });
    }
    expect(new Set(text.split("\n").map((line) => line.replace(/.*RE/, ""))).size).toBe(4);
  });

  it("are the same to the byte with any number of processes, and wherever they were stopped", async () => {
    const { text } = await generate("at-once.sgf", byGnuGo);
    expect((await generate("three.sgf", { ...byGnuGo, processes: 3 })).text).toBe(text);
    await generate("stopped.sgf", { ...byGnuGo, count: 1 });
    const stop = new AbortController();
    for await (const { games } of generateGames({
      ...{ ...byGnuGo, processes: 2, signal: stop.signal, file: join(folder, "stopped.sgf") },
    })) {
      if (games === 2) stop.abort();
    }
    const stopped = readFileSync(join(folder, "stopped.sgf"), "utf8");
    expect(text.startsWith(stopped) && stopped.split("\n").length < 4).toBe(true);
    // As a process that was killed while it wrote leaves it behind.
    writeFileSync(join(folder, "stopped.sgf"), text.slice(0, stopped.length + 40));
    expect((await generate("stopped.sgf", { ...byGnuGo, processes: 2 })).text).toBe(text);
  });

  it("are not mixed with those of other settings", async () => {
    await generate("games.sgf", { ...byGnuGo, count: 1 });
    for (const other of [
      { seed: 8 },
      { openingStones: 4 },
      { rules: goRules({ size: 5 }) },
      { player: "me" },
    ]) {
      await expect(generate("games.sgf", { ...byGnuGo, ...other })).rejects.toThrow(
        /games.sgf, line 1: it is not game 0 of these settings, which begins with \(;FF/,
      );
    }
  });
});

describe("games of an engine that misbehaves", () => {
  const byFake = (...behavior: string[]): Omit<GenerateGamesOptions, "file"> => ({
    ...{ rules, openingStones: 0, seed: 1, player: "the fake", count: 2 },
    engine: () => fakeEngine(...behavior),
  });

  it("are played again if it fails once", async () => {
    const { text } = await generate("sound.sgf", byFake());
    let engines = 0;
    const engine = () => fakeEngine(...(engines++ === 0 ? ["dies", "genmove", "3"] : []));
    // The options of an engine are asked for once a game, and serve for all of its processes.
    const once = { ...byFake(), engine: () => ({ ...engine(), get command() { return engine().command; } }) }; // biome-ignore format: one line
    expect((await generate("dies.sgf", once)).text).toBe(text);
  });

  it("are not played for ever if it always fails", async () => {
    await expect(generate("dies.sgf", byFake("dies", "genmove", "3"))).rejects.toThrow(
      'the fake: it ended with exit code 3 while "genmove black" was waiting',
    );
  });

  it("are replaced by others if they have moves that are not legal, and the reason is told", async () => {
    let games = 0;
    const engine = () => fakeEngine(...(games++ === 0 ? ["plays-nowhere", "genmove", "2"] : []));
    const { events, text } = await generate("games.sgf", { ...byFake(), engine });
    const reason = /the fake: its move is not legal. vertex "Z99" is not on a board of 5×5/;
    expect(events[1].rejected).toEqual([expect.stringMatching(reason)]);
    expect(events[2].rejected).toEqual([]);
    expect(parseSgf(text)[0].properties.get("C")).toEqual([expect.stringMatching(/^Replaces: the fake/)]);
  });

  it("end with the reason if that goes on", async () => {
    await expect(generate("games.sgf", byFake("plays-nowhere", "genmove", "2"))).rejects.toThrow(
      /^Game 0 could not be played: the fake: its move is not legal/,
    );
    await expect(generate("games.sgf", byFake("refuses", "boardsize"))).rejects.toThrow(
      'the fake: it answered "no" to "boardsize 5": it does not play on 5×5 with a komi of 3.5',
    );
  });
});
