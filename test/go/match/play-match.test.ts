import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { black, goRules, scoreOf, white } from "../../../src/games/go/index.ts";
import {
  EngineNotStarted,
  gameFromSgf,
  gnuGo,
  type MatchGame,
  type MatchOptions,
  parseSgf,
  playMatch,
  positionBefore,
} from "../../../src/go/index.ts";
import { hasGnuGo } from "../../gnu-go.ts";
import { fakeEngine } from "../gtp/fake-engine.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rules = goRules({ size: 5, komi: 0.5 });
const gnu = { name: "GNU Go", engine: (seed: number) => gnuGo({ rules, level: 1, seed }) };
const fake = (...behavior: string[]) => ({ name: "the fake", engine: () => fakeEngine(...behavior) });

async function match(name: string, options: Partial<MatchOptions> & Pick<MatchOptions, "players" | "count">) {
  let games: readonly MatchGame[] = [];
  const file = join(folder, name);
  for await (const event of playMatch({ rules, seed: 4, openingStones: 0, ...options, file }))
    games = event.games;
  return { games, text: readFileSync(file, "utf8") };
}

describe("a match", () => {
  it.skipIf(!hasGnuGo)(
    "is won by GNU Go, as either color, against an engine that plays without looking",
    async () => {
      const { games, text } = await match("m.sgf", { players: [fake(), gnu], count: 2 });
      expect(games).toEqual([
        { index: 0, black: 0, winner: 1, remark: undefined },
        { index: 1, black: 1, winner: 1, remark: undefined },
      ]);
      for (const [index, root] of parseSgf(text).entries()) {
        expect(root.properties.get("PB")).toEqual([index === 0 ? "the fake" : "GNU Go"]);
        const game = gameFromSgf(root);
        const position = positionBefore(game);
        for (const { move } of game.moves) position.play(move);
        expect(game.result?.by).toBe(Math.abs(scoreOf(position).lead));
        expect(game.result?.winner).toBe(index === 0 ? white : black);
      }
    },
  );

  it("has pairs of games with the same opening, colors by turns, and the same games when it goes on", async () => {
    const players = [fake(), { ...fake(), name: "the other" }] as const;
    const { games, text } = await match("m.sgf", { players, count: 3, openingStones: 2 });
    expect(games.map(({ black }) => black)).toEqual([0, 1, 0]);
    const openings = text.split("\n").map((line) => /AB.*PL/.exec(line)?.[0]);
    expect(openings[0]).toBe(openings[1]);
    expect(openings[0]).not.toBe(openings[2]);

    await match("n.sgf", { players, count: 1, openingStones: 2 });
    const rest = await match("n.sgf", { players, count: 3, openingStones: 2, processes: 2 });
    expect(rest.text).toBe(text);
    expect(rest.games).toEqual(games);
  });

  it("goes on with players of the same weights only, which its file tells", async () => {
    const playersOf = (weights?: string) =>
      [
        { ...fake(), weights },
        { ...fake(), name: "the other" },
      ] as const;
    const { text } = await match("m.sgf", { players: playersOf("1a"), count: 1 });
    expect(text).toContain("GC[seed 4, 0 random stones, weights 1a of the first player]");
    for (const weights of ["2b", undefined])
      await expect(match("m.sgf", { players: playersOf(weights), count: 2 })).rejects.toThrow(
        /m\.sgf, line 1: it is not game 0 of these settings.* Give another file/,
      );
    expect((await match("m.sgf", { players: playersOf("1a"), count: 2 })).games).toHaveLength(2);
  });

  it("has each game on one line, whatever its players are called", async () => {
    const players = [fake(), { ...fake(), name: "the\nother" }] as const;
    const { text } = await match("m.sgf", { players, count: 1 });
    expect(text).toMatch(/^[^\n]*PW\[the other\][^\n]*\n$/);
    expect((await match("m.sgf", { players, count: 2 })).games).toHaveLength(2);
  });

  it("leaves a file alone that is one line of something else, and goes on after a game that was cut off", async () => {
    const players = [fake(), { ...fake(), name: "the other" }] as const;
    const { text } = await match("m.sgf", { players, count: 2 });
    const other = join(folder, "o.sgf");
    for (const line of ["(;FF[4]GM[1]SZ[9]PB[me];B[aa])", "no games"]) {
      writeFileSync(other, line);
      await expect(match("o.sgf", { players, count: 2 })).rejects.toThrow(
        `${other}, line 1: it is not game 0 of these settings`,
      );
      expect(readFileSync(other, "utf8")).toBe(line);
    }
    for (const length of [3, text.indexOf("\n") + 5, text.length - 4]) {
      writeFileSync(other, text.slice(0, length));
      expect((await match("o.sgf", { players, count: 2 })).text).toBe(text);
    }
  });

  it.each([
    [["dies", "genmove", "2"], "it ended with exit code 3"],
    [["writes-nonsense", "genmove", "2"], "it breaks the protocol"],
    [["plays-nowhere", "genmove", "2"], 'its move is not legal. vertex "Z99"'],
    [["refuses", "play", "2"], 'it answered "no" to "play'],
  ])("goes on after a game that an engine has lost in another way: %j", async (behavior, reason) => {
    const { games } = await match("m.sgf", { players: [fake(...behavior), fake()], count: 1 });
    expect(games).toEqual([{ index: 0, black: 0, winner: 1, remark: expect.stringContaining(reason) }]);
    // The results are the same where they are read, and the match goes on.
    const more = await match("m.sgf", { players: [fake(), fake()], count: 2 });
    expect(more.games).toEqual([games[0], { index: 1, black: 1, winner: 0, remark: undefined }]);
  });

  it("goes on after a game in which an engine hangs, which that has lost", async () => {
    const hanging = {
      name: "hanging",
      engine: () => ({ ...fakeEngine("hangs", "genmove", "2"), timeLimit: 0.7 }),
    };
    const { games } = await match("m.sgf", { players: [fake(), hanging], count: 1 });
    expect(games).toEqual([
      { index: 0, black: 0, winner: 0, remark: 'the fake: it did not answer "genmove white" within 0.7 s' },
    ]);
  });

  it("starts a player that may be used again once for each game at a time, and another one where it has failed", async () => {
    let started = 0;
    const reusable = (...behavior: string[]) => ({
      name: "the fake",
      reusable: true,
      engine: () => {
        started++;
        return fakeEngine(...behavior);
      },
    });
    const other = { ...fake(), name: "the other" };
    const expected = await match("m.sgf", { players: [fake(), other], count: 4, openingStones: 2 });
    const found = await match("n.sgf", { players: [reusable(), other], count: 4, openingStones: 2 });
    expect(found.text).toBe(expected.text);
    expect(started).toBe(1);

    started = 0;
    const players = [reusable("dies", "set_random_seed"), other] as const;
    const again = await match("o.sgf", { players, count: 3, openingStones: 2 });
    expect(again.games).toEqual(expected.games.slice(0, 3));
    expect(started).toBe(3);

    started = 0;
    const losing = await match("p.sgf", { players: [reusable("dies", "genmove", "5"), other], count: 3 });
    expect(losing.games.map(({ remark }) => remark !== undefined)).toContain(true);
    expect(started).toBe(2);
  });

  it("may be won by resignation", async () => {
    const { games, text } = await match("m.sgf", {
      players: [fake(), fake("resigns", "genmove", "2")],
      count: 1,
    });
    expect(games).toEqual([{ index: 0, black: 0, winner: 0, remark: undefined }]);
    expect(text).toContain("RE[B+R]");
  });

  it("is not played if an engine cannot be started, or does not play on such a board", async () => {
    const missing = {
      name: "nobody",
      engine: () => ({ name: "nobody", command: ["/no/such/program"] as const }),
    };
    const error = await match("m.sgf", { players: [fake(), missing], count: 2 }).catch((error) => error);
    expect(error).toBeInstanceOf(EngineNotStarted);
    await expect(
      match("m.sgf", { players: [fake("refuses", "boardsize"), fake()], count: 2 }),
    ).rejects.toThrow("it does not play on 5×5");
    expect(readFileSync(join(folder, "m.sgf"), "utf8")).toBe("");
    const wide = goRules({ columns: 5, rows: 3 });
    await expect(match("m.sgf", { players: [fake(), fake()], count: 2, rules: wide })).rejects.toThrow(
      "GTP: engines play on square boards only; found one of 5×3",
    );
  });
});
