import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { collectResults } from "../../../scripts/draw-alphago/collect.ts";
import { ladderOf } from "../../../scripts/draw-alphago/ladder.ts";
import { page } from "../../../scripts/draw-alphago/page.ts";
import { shownPlayer } from "../../../scripts/draw-alphago/player-names.ts";
import type { AlphaGoResults } from "../../../scripts/draw-alphago/results.ts";

const docs = new URL("../../../docs/", import.meta.url);
const results: AlphaGoResults = JSON.parse(readFileSync(new URL("alphago.json", docs), "utf8"));

describe("the pages on AlphaGo's pipeline", () => {
  it("have the log that docs/alphago.json gives", () => {
    expect(page(results)).toBe(readFileSync(new URL("alphago-log.md", docs), "utf8"));
  });

  it("show pictures that are there", () => {
    const text = readFileSync(new URL("alphago.md", docs), "utf8");
    const pictures = [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path);
    expect(pictures.length).toBeGreaterThan(0);
    for (const path of pictures) expect(existsSync(new URL(path, docs)), path).toBe(true);
  });
});

describe("what is collected of a campaign", () => {
  const folder = mkdtempSync(join(tmpdir(), "logpi-alphago-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const game = (black: string, white: string, result: string, more = "") =>
    `(;GM[1]FF[4]SZ[9]PB[${black}]PW[${white}]RE[${result}]GC[seed 1]${more})`;
  const [ours, theirs] = ["runs/imitation/policy.safetensors", "GNU Go (level 10)"];
  const record = {
    ...{ format: "logpi-run-1", status: "finished", environment: "Go-9x9-v0", algorithm: "go-imitation" },
    ...{ preset: "defaults", seed: 1, options: { steps: 8_000_000, filters: 32 }, platform: "linux-x64" },
    ...{ versions: { logpi: "0.1.0", node: "20" }, started: "2026-01-01T00:00:00Z" },
    ...{ updates: 300, steps: 300, seconds: 12.4, stepsPerSecond: 1 },
  };
  const lines = Array.from({ length: 300 }, (_, i) => {
    const accuracy = i === 7 ? null : 0.5;
    return JSON.stringify({
      update: i + 1,
      steps: i + 1,
      seconds: i,
      episodes: 0,
      accuracy,
      winRate: i === 10 ? 0.75 : null,
      engineWinRate: i === 12 ? 0.5 : null,
    });
  });
  mkdirSync(join(folder, "runs/imitation"), { recursive: true });
  mkdirSync(join(folder, "matches"));
  writeFileSync(join(folder, "games-9x9.sgf"), `${game("E", "E", "B+1.5")}\n${game("E", "E", "W+1.5")}\n`);
  writeFileSync(join(folder, "runs/imitation/run.json"), JSON.stringify(record));
  writeFileSync(join(folder, "runs/imitation/metrics.jsonl"), `${lines.join("\n")}\n`);
  writeFileSync(
    join(folder, "log.md"),
    "Learned from 9 positions. Saved in runs/imitation.\nOf 26,163 moves in games held out it tells 56.6 %.\nOf 9 others.\n",
  );
  writeFileSync(
    join(folder, "matches/m.sgf"),
    [
      game(ours, theirs, "B+3.5"),
      game(theirs, ours, "B+1.5", "C[odd]"),
      game(ours, theirs, "0"),
      "(;GM[1",
    ].join("\n"),
  );
  const collected = collectResults(folder);

  it("has the games, and those of a match that is going on, from the side of the player who is named first", () => {
    expect(collected.games).toEqual([{ file: "games-9x9.sgf", games: 2, player: "E", how: "seed 1" }]);
    expect(collected.matches).toEqual([
      { name: "m", first: ours, second: theirs, wins: 1.5, losses: 1.5, remarks: 1 },
    ]);
  });

  it("has trainings with what they measured: few values as they are, many smoothed", () => {
    const { imitation } = collected.runs;
    expect(imitation).toMatchObject({
      ...{ run: "runs/imitation", seconds: 12, options: { filters: 32 } },
      judged: ["Of 26,163 moves in games held out it tells 56.6 %."],
    });
    expect(imitation!.curves.winRate).toEqual({ steps: [11], values: [0.75] });
    expect(imitation!.curves.engineWinRate).toEqual({ steps: [13], values: [0.5] });
    const { steps, values } = imitation!.curves.accuracy;
    expect(new Set(values)).toEqual(new Set([0.5]));
    expect(steps.at(-1)).toBe(300);
    expect(steps.length).toBeLessThan(250);
    expect(page(collected)).toContain("`filters=32`");
  });
});

it("players are called by their runs, temperatures and searches", () => {
  expect(shownPlayer("GNU Go (level 10)")).toBe("GNU Go (level 10)");
  expect(shownPlayer("runs/second-pass/policy.safetensors@0.25")).toBe("second pass, temperature 0.25");
  expect(shownPlayer("snapshots/snapshot-2.safetensors")).toBe("snapshot 2");
  expect(shownPlayer("runs/reinforced/policy.safetensors+runs/value/policy.safetensors:400")).toBe(
    "reinforced, 400 simulations, with value",
  );
});

it("the ladder leaves out who draws moves by a temperature, and who is joined to nobody on it", () => {
  const pairing = (first: string, second: string) => ({ first, second, wins: 3, losses: 1 });
  const matches = [pairing("b", "a"), pairing("c", "b"), pairing("a@1", "b@1"), pairing("x", "y")];
  expect(ladderOf(matches, "a").map(({ name }) => name)).toEqual(["c", "b", "a"]);
  expect(ladderOf(matches, "nobody")).toEqual([]);
});
