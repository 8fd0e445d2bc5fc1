import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GoDefinition, goEnvironment } from "../../../src/environments/index.ts";
import { type GoImitationOptions, goImitation, judgeImitation } from "../../../src/go/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import { randomGames, sgfOf } from "../positions/random-games.ts";

const go = goEnvironment({ size: 5 });
/** An expert who plays the same game again and again, so that the games held out can be told. */
const sameGame = (count: number) => new Array(count).fill(randomGames(1, { seed: 4 })[0]!);

let folder: string;
let games: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  games = join(folder, "games.sgf");
  writeFileSync(games, sgfOf(sameGame(12)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const small = (more: GoImitationOptions = {}): GoImitationOptions => ({
  ...{
    games,
    heldOut: 0.25,
    minibatchSize: 32,
    minibatchesPerUpdate: 2,
    heldOutRows: 32,
    steps: 640,
    seed: 2,
  },
  ...{ layers: 2, filters: 8, learningRate: 0.02, ...more },
});

describe("imitation", () => {
  it("learns an expert whose moves can be told, in all forms of the board", () => {
    const logProbs: number[] = [];
    for (const { policy, metrics, steps, totalSteps } of goImitation(go, small({ steps: 6400 }))) {
      logProbs.push(metrics.logLikelihood as number);
      if (steps < totalSteps) continue;
      expect(metrics.heldOutAccuracy).toBeGreaterThan(0.8);
      const { moves, accuracy, accuracyOfForms, logLikelihood, passes } = judged(policy);
      expect(moves + passes).toBe(3 * sameGame(1)[0].moves.length);
      expect(accuracy).toBeGreaterThan(0.8);
      expect(accuracyOfForms).toBeGreaterThan(0.8);
      expect(logLikelihood).toBeGreaterThan(-0.8);
    }
    expect(logProbs[0]).toBeLessThan(-2);
  });

  it("goes on from a checkpoint to the bit", () => {
    const hashes: string[] = [];
    let resume: Uint8Array | undefined;
    for (const report of goImitation(go, small())) {
      hashes.push(parametersHash(report.policy));
      if (report.update === 4) resume = report.checkpoint();
    }
    const again = Array.from(goImitation(go, small(), { resume: resume! }), ({ policy }) =>
      parametersHash(policy),
    );
    expect(again).toEqual(hashes.slice(4));
  });

  it("does not go on with other games", () => {
    const [report] = goImitation(go, small(), { reportsBeginning: true });
    const resume = report!.checkpoint();
    writeFileSync(games, sgfOf(sameGame(13)));
    expect(() => [...goImitation(go, small(), { resume })]).toThrow(
      "the file has other games than the training began with: 13 of checksum",
    );
    writeFileSync(games, sgfOf(sameGame(12)));
  });

  it.each([
    [{ games: "" }, "go-imitation: option games is not given; name an SGF file"],
    [{ games: "none.sgf" }, "go-imitation: option games: none.sgf: ENOENT"],
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

  function judged(policy: Parameters<typeof judgeImitation>[0]) {
    const judging = judgeImitation(policy, go as GoDefinition, { games, heldOut: 0.25 });
    for (;;) {
      const { done, value } = judging.next();
      if (done) return value;
      expect(value.done).toBeLessThanOrEqual(value.total);
    }
  }
});
