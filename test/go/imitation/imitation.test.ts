import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goEnvironment } from "../../../src/environments/index.ts";
import {
  collectGames,
  type GoGame,
  type GoImitationOptions,
  goImitation,
  heldOutGames,
  judgeImitation,
} from "../../../src/go/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import { endedByPasses, randomGames, sgfOf } from "../positions/random-games.ts";

const go = goEnvironment({ size: 5 });
const game = randomGames(1, { seed: 4 })[0]!;
const otherGames = Array.from({ length: 20 }, (_, i) => randomGames(1, { seed: 5 + i })[0]!);
/** One game, and another one eleven times. */
const oneAndEleven = (one: GoGame, other: GoGame) => [one, ...new Array(11).fill(other)];
const holdsFirst = (games: readonly GoGame[]) => heldOutGames(collectGames(games), 0.1)[0] === 1;
/** A game that is held out beside this one, and one beside which this one is. */
const held = otherGames.find((other) => holdsFirst(oneAndEleven(other, game)))!;
const holding = otherGames.find((other) => holdsFirst(oneAndEleven(game, other)))!;

let folder: string;
let games: string;
let gameHeldOut: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  games = join(folder, "games.sgf");
  writeFileSync(games, sgfOf(oneAndEleven(held, game)));
  gameHeldOut = join(folder, "game-held-out.sgf");
  writeFileSync(gameHeldOut, sgfOf(oneAndEleven(game, holding)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const small = (more: GoImitationOptions = {}): GoImitationOptions => ({
  ...{
    games,
    heldOut: 0.1,
    minibatchSize: 32,
    minibatchesPerUpdate: 2,
    heldOutRows: 32,
    steps: 640,
    seed: 2,
  },
  ...{ layers: 2, filters: 8, learningRate: 0.02, ...more },
});

describe("imitation", () => {
  it("learns the moves of the games, in all forms of the board, and none of those held out", () => {
    const logLikelihoods: number[] = [];
    for (const { policy, metrics, steps, totalSteps } of goImitation(go, small({ steps: 6400 }))) {
      logLikelihoods.push(metrics.logLikelihood as number);
      if (steps < totalSteps) continue;
      expect(metrics.accuracy).toBeGreaterThan(0.8);
      expect(metrics.heldOutAccuracy).toBeLessThan(0.4);
      const others = judged(policy, games);
      expect(others.moves + others.passes).toBe(held.moves.length);
      expect(Math.max(others.accuracy, others.accuracyOfForms)).toBeLessThan(0.4);
      expect(others.logLikelihood).toBeLessThan(-2);
      const own = judged(policy, gameHeldOut);
      expect(own.moves + own.passes).toBe(game.moves.length);
      expect(Math.min(own.accuracy, own.accuracyOfForms)).toBeGreaterThan(0.8);
      expect(own.logLikelihood).toBeGreaterThan(-0.8);
    }
    expect(logLikelihoods[0]).toBeLessThan(-2);
  });

  it.each([{}, { ownershipWeight: 1, outcomeWeight: 0.5, residualBlocks: 2 }])(
    "goes on from a checkpoint to the bit: %j",
    (more) => {
      const hashes: string[] = [];
      let resume: Uint8Array | undefined;
      for (const report of goImitation(go, small(more))) {
        hashes.push(parametersHash(report.policy));
        if (report.update === 4) resume = report.checkpoint();
      }
      const again = goImitation(go, small(more), { resume: resume! });
      expect(Array.from(again, ({ policy }) => parametersHash(policy))).toEqual(hashes.slice(4));
    },
  );

  it("learns beside how the games end, on the layers of the policy", () => {
    const ended = join(folder, "ended.sgf");
    writeFileSync(ended, sgfOf(oneAndEleven(held, game).map(endedByPasses)));
    const options = small({ games: ended, steps: 6400, ownershipWeight: 1, outcomeWeight: 1 });
    const losses = Array.from(goImitation(go, options), ({ metrics }) => metrics.auxiliaryLoss!);
    // Who knows nothing of points and winners, ±1 mostly, loses nearly 1 by each; one game is soon learned by heart.
    expect(losses[0]).toBeGreaterThan(1.2);
    expect(losses.at(-1)).toBeLessThan(0.6);
    const [plain] = goImitation(go, small({ games: ended }));
    expect(plain!.metrics).not.toHaveProperty("auxiliaryLoss");
  });

  it("does not go on with other games", () => {
    const [report] = goImitation(go, small(), { reportsBeginning: true });
    const resume = report!.checkpoint();
    writeFileSync(games, sgfOf([...oneAndEleven(held, game), game]));
    expect(() => [...goImitation(go, small(), { resume })]).toThrow(
      "the file has other games than the training began with: 13 of checksum",
    );
    writeFileSync(games, sgfOf(oneAndEleven(held, game)));
  });

  it("reads games that gzip has compressed, which are the same games", () => {
    const [, ...expected] = goImitation(go, small());
    const packed = join(folder, "games.sgf.gz");
    writeFileSync(packed, gzipSync(readFileSync(games)));
    const [, ...found] = goImitation(go, small({ games: packed }));
    expect(found.map(({ metrics }) => metrics)).toEqual(expected.map(({ metrics }) => metrics));
    expect(found.length).toBeGreaterThan(0);
  });

  it("reads the games of several files as those of one, also where a comma is in the name of a file", () => {
    const metricsOf = (games: string) =>
      Array.from(goImitation(go, small({ games })), ({ metrics }) => metrics).slice(1);
    const lines = sgfOf(oneAndEleven(held, game)).trimEnd().split("\n");
    const [first, second] = ["first.sgf", "second,third.sgf"].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    writeFileSync(first, lines.slice(0, 5).join("\n"));
    writeFileSync(second, lines.slice(5).join("\n"));
    const renamed = join(folder, "rest.sgf");
    writeFileSync(renamed, lines.slice(5).join("\n"));
    const expected = metricsOf(games);
    expect(expected.length).toBeGreaterThan(0);
    expect(metricsOf(`${first},${renamed}`)).toEqual(expected);
    expect(metricsOf(second)).not.toEqual(expected);
    expect(() => metricsOf(`${first},none.sgf`)).toThrow("go-imitation: option games: none.sgf: ENOENT");
    const other = join(folder, "other-board.sgf");
    writeFileSync(other, sgfOf(randomGames(1, { seed: 4, size: 4 })));
    expect(() => metricsOf(`${first},${other}`)).toThrow("game 5 is on a board of 4×4");
  });

  it.each([
    [{ games: "" }, "go-imitation: option games is not given; name an SGF file"],
    [{ games: "none.sgf" }, "go-imitation: option games: none.sgf: ENOENT"],
    [
      { ownershipWeight: 1, architecture: { kind: "linear" } as const },
      "go-imitation: option ownershipWeight is above 0, and the architecture has no convolutions",
    ],
    [{ heldOut: 1 }, "go-imitation: option heldOut is 1; it must leave games to learn from."],
  ])("refuses %j", (options, message) => {
    expect(() => [...goImitation(go, small(options))]).toThrow(message);
  });

  it("refuses games of another board, and environments that are no Go", () => {
    expect(() => [...goImitation(goEnvironment({ size: 4 }), small())]).toThrow(
      "has games of 5×5, and Go-4x4-v0 is on a board of 4×4",
    );
    expect(() => [...goImitation("CartPole-v1", small())]).toThrow("go-imitation: CartPole-v1 is no Go.");
  });

  function judged(policy: Parameters<typeof judgeImitation>[0], file: string) {
    const judging = judgeImitation(policy, go, { games: file, heldOut: 0.1 });
    for (;;) {
      const { done, value } = judging.next();
      if (done) return value;
      expect(value.done).toBeLessThanOrEqual(value.total);
    }
  }
});
