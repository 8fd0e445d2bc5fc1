import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goEnvironment } from "../../../src/environments/index.ts";
import { type GoValueOptions, goValue, judgeValue } from "../../../src/go/index.ts";
import { loadPolicy, type Policy } from "../../../src/policies/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import { randomGames, sgfOf } from "../positions/random-games.ts";

const go = goEnvironment({ size: 5 });
let folder: string;
let games: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  games = join(folder, "games.sgf");
  // The outcomes are drawn: there is nothing to be learned from positions of others' games.
  const drawn = randomGames(16).map((game, i) => ({
    ...game,
    result: { winner: ((i * 7) % 3 === 0 ? 1 : 2) as 1 | 2 },
  }));
  writeFileSync(games, sgfOf(drawn));
});
afterAll(() => rmSync(folder, { recursive: true }));

const small = (more: GoValueOptions = {}): GoValueOptions => ({
  ...{
    games,
    heldOut: 0.25,
    minibatchSize: 32,
    minibatchesPerUpdate: 2,
    heldOutRows: 64,
    steps: 640,
    seed: 2,
  },
  ...{ layers: 1, filters: 8, learningRate: 0.005, ...more },
});

function judged(network: Policy) {
  const judging = judgeValue(network, go, { games, heldOut: 0.25 });
  for (;;) {
    const { done, value } = judging.next();
    if (done) return value;
  }
}

describe("the value network", () => {
  it("learns the games by heart where it sees all their positions, and nothing of others", () => {
    let squaredError = Number.NaN;
    for (const { policy, metrics, steps, totalSteps } of goValue(
      go,
      small({ positions: "all", steps: 6400, learningRate: 0.01 }),
    )) {
      squaredError = metrics.squaredError as number;
      if (steps < totalSteps) continue;
      const { positions, squaredError: ofOthers, accuracy } = judged(policy);
      expect(positions).toBeGreaterThan(100);
      expect(squaredError).toBeLessThan(0.65);
      expect(ofOthers).toBeGreaterThan(squaredError + 0.4);
      expect(accuracy).toBeLessThan(0.8);
    }
  });

  it("learns from one position of each game, the same ones when it goes on, to the bit", () => {
    const hashes: string[] = [];
    let resume: Uint8Array | undefined;
    for (const report of goValue(go, small())) {
      hashes.push(parametersHash(report.policy));
      // 12 games are learned from, and each report is of 64 positions.
      expect(report.metrics.passes).toBe(Math.ceil((64 * report.update) / 12));
      if (report.update === 3) resume = report.checkpoint();
    }
    const again = Array.from(goValue(go, small(), { resume: resume! }), ({ policy }) =>
      parametersHash(policy),
    );
    expect(again).toEqual(hashes.slice(3));
  });

  it("is a policy whose action is the outcome that it expects, from its file too", () => {
    const [report] = goValue(go, small({ steps: 64 }));
    const loaded = loadPolicy<Float32Array, Float32Array>(report!.policy.save());
    const { observation } = go.create().reset({ seed: 0 });
    const [value] = loaded.act(observation);
    expect(value).toBeGreaterThanOrEqual(-1);
    expect(value).toBeLessThanOrEqual(1);
    expect(loaded.act(observation)).toEqual(report!.policy.act(observation));
  });
});
