import { describe, expect, it } from "vitest";
import { goEnvironment } from "../../../src/environments/index.ts";
import type { GamesTrajectory } from "../../../src/experience/index.ts";
import { type GoReinforcementOptions, goReinforcement } from "../../../src/go/index.ts";
import { boardArchitecture } from "../../../src/networks/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import { fakeEngine } from "../gtp/fake-engine.ts";

const go = goEnvironment({ size: 4, komi: 0.5 });
const architecture = boardArchitecture([4, 4, 14], { layers: 1, filters: 4, firstKernel: 3 });
const against = (...behavior: string[]) => fakeEngine(...behavior).command.join(" ");

const small: GoReinforcementOptions = {
  ...{ gamesPerUpdate: 4, engines: 3, matchGames: 0, openingStones: 2, gate: "none", seed: 1, workers: 1 },
  ...{ architecture, learningRate: 0.01, baseline: "none", against: against() },
};

/** What there is to compare of a report. */
const seen = ({ steps, metrics, policy }: { steps: number; metrics: object; policy: never }) => ({
  ...{ steps, metrics, hash: parametersHash(policy) },
});

function firstOf(options: GoReinforcementOptions) {
  const [report] = goReinforcement(go, { ...small, ...options, steps: 1 });
  return report!;
}

describe("reinforcement against an engine", () => {
  it("goes on to the bit, and to the same bits with other engines at once", () => {
    const steps = 80;
    let resume: Uint8Array | undefined;
    const whole = [];
    for (const report of goReinforcement(go, { ...small, steps })) {
      if (report.update === 2) resume = report.checkpoint();
      whole.push(seen(report as never));
    }
    expect(whole.length).toBeGreaterThan(2);
    expect(whole[0]!.metrics).toMatchObject({ faults: 0, engineWinRate: expect.any(Number) });
    const rest = Array.from(goReinforcement(go, { ...small, steps }, { resume: resume! }), (report) =>
      seen(report as never),
    );
    expect(rest).toEqual(whole.slice(2));
    expect(seen(firstOf({ engines: 1 }) as never)).toEqual({
      ...whole[0],
      metrics: { ...whole[0]!.metrics, learningRate: 0.01 },
    });
  });

  it("plays half of the games as White, and is paid by the board", () => {
    const [first, second] = [0, 1].map((whose) => {
      const komi = whose === 0 ? 30.5 : -30.5;
      const learner = goReinforcement.learner(goEnvironment({ size: 4, komi }), small);
      const games = learner.collector.collect() as GamesTrajectory;
      learner.collector.close();
      return Array.from(games.places.entries(), ([step, place]) => [place, games.episodeReturns[step]]);
    });
    // White has won all of the first games, and Black all of the second ones.
    expect(new Set(first!.map(String))).toEqual(new Set(["0,0", "0,-1", "1,0", "1,1"]));
    expect(new Set(second!.map(String))).toEqual(new Set(["0,0", "0,1", "1,0", "1,-1"]));
  });

  it("ends games that are decided, pays who is ahead, and goes on to the same bits with other engines at once", () => {
    // Nobody can lose by so many points as the komi gives to White in the one case, and to Black in the other.
    for (const [komi, winner] of [
      [30.5, 1],
      [-30.5, 0],
    ] as const) {
      const decided = { ...small, decidedAt: 1, gamesPerUpdate: 6 } as const;
      const collected = [decided, { ...decided, engines: 1 }].map((options) => {
        const learner = goReinforcement.learner(goEnvironment({ size: 4, komi }), options);
        const games = learner.collector.collect() as GamesTrajectory;
        learner.collector.close();
        return games;
      });
      const [{ places, episodeReturns, episodeLengths, actions }, other] = collected as [
        GamesTrajectory,
        GamesTrajectory,
      ];
      expect(other.actions).toEqual(actions);
      const lengths = episodeLengths.filter((length) => length > 0);
      expect(lengths.length).toBe(6);
      // Of 16 points a quarter are played; then two turns of the policy follow, the last of which it does not play.
      expect(Math.max(...lengths)).toBeLessThan(5);
      places.forEach((place, step) => {
        if (episodeLengths[step] === 0) return;
        expect(episodeReturns[step]).toBe(place === winner ? 1 : -1);
      });
    }
  });

  it("plays on while random games are won by both", () => {
    // With this komi a draw of lots decides, and hardly ever all of 32 games go to the same player.
    const lengthsOf = (decidedAt: number | "none") => {
      const { episodes } = firstOf({ decidedAt, gamesPerUpdate: 8 });
      return episodes.meanLength;
    };
    expect(lengthsOf(0.01)).toBeLessThan(lengthsOf("none"));
  });

  it("has an engine that dies, refuses a move or gives up lose that game, and goes on", () => {
    for (const behavior of ["dies", "plays-nowhere"]) {
      // Where the policy lets a game go on so long.
      const { metrics } = firstOf({ against: against(behavior, "genmove", "11") });
      expect([behavior, metrics.faults]).toEqual([behavior, 2]);
    }
    const { metrics } = firstOf({ against: against("resigns", "genmove", "2") });
    expect(metrics).toMatchObject({ faults: 0, engineWinRate: 1 });
  });

  it("has an engine that fails at its first move lose that game", () => {
    for (const behavior of ["dies", "refuses"]) {
      expect(() => firstOf({ against: against(behavior, "genmove") })).toThrow(
        "Not one game could be played to its end. The last one:",
      );
    }
  });

  it("ends where no game can be played, and says why", () => {
    expect(() => firstOf({ against: against("dies", "genmove", "2") })).toThrow(
      "Not one game could be played to its end. The last one:",
    );
    expect(() => firstOf({ against: "./no-such-engine" })).toThrow(
      "./no-such-engine cannot be started: there is no such program",
    );
    expect(() => firstOf({ against: against("refuses", "boardsize") })).toThrow(
      "it does not play on 4×4 with a komi of 0.5",
    );
  });

  it("refuses what is no engine, and a gate, which nobody would pass", () => {
    expect(() => firstOf({ against: "stockfish" })).toThrow('"stockfish" is no engine: take gnugo, or');
    expect(() => firstOf({ gate: 0 })).toThrow('option gate is 0; it must be "none" against an engine');
    expect(() => firstOf({ from: "games.sgf" })).toThrow(
      'option from is "games.sgf"; it must be "" against an engine, where games begin with openingStones',
    );
    expect(() => firstOf({ decidedAt: 0 })).toThrow('option decidedAt is 0; it must be above 0, or "none"');
    expect(() => firstOf({ reward: "points" })).toThrow(
      'option reward is "points"; it must be "auto" against an engine, where the result is paid',
    );
  });
});
