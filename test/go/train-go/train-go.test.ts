import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { entryInText } from "../../../scripts/train-go/log.ts";
import { readSnapshots, spread, updatesOfPool } from "../../../scripts/train-go/read-snapshots.ts";
import { commandFor, isDone, removeBareRun, runCommand } from "../../../scripts/train-go/run-step.ts";
import { full, small } from "../../../scripts/train-go/settings.ts";
import { type Step, stepsOf } from "../../../scripts/train-go/steps.ts";
import { parseArguments } from "../../../src/cli/arguments/parse-arguments.ts";
import { gamesCommand } from "../../../src/cli/go/games-command.ts";
import { imitateCommand } from "../../../src/cli/go/imitate-command.ts";
import { matchCommand } from "../../../src/cli/go/match-command.ts";
import { modelCommand } from "../../../src/cli/go/model-command.ts";
import { reinforceCommand } from "../../../src/cli/go/reinforce-command.ts";
import { valueCommand } from "../../../src/cli/go/value-command.ts";
import { goEnvironment } from "../../../src/environments/index.ts";
import {
  eloRatings,
  goImitation,
  goReinforcement,
  goValue,
  namedPlayer,
  type Pairing,
} from "../../../src/go/index.ts";
import { parseOptionText } from "../../../src/learning/index.ts";
import { type MetricsLine, parametersHash, train } from "../../../src/runs/index.ts";
import { randomGames, sgfOf } from "../positions/random-games.ts";

const folder = mkdtempSync(join(tmpdir(), "logpi-train-go-"));
afterAll(() => rmSync(folder, { recursive: true }));

const commands = [gamesCommand, imitateCommand, matchCommand, modelCommand, reinforceCommand, valueCommand];
const tables = { imitate: goImitation, reinforce: goReinforcement, value: goValue };

describe.each([
  ["full", full],
  ["small", small],
] as const)("the %s campaign", (_, settings) => {
  const steps = stepsOf(settings);

  it("is made of commands that logpi has, with options that it takes", () => {
    for (const { command } of steps.filter((step) => step.command.startsWith("logpi "))) {
      const [, go, name, ...words] = command.split(" ");
      const { syntax } = commands.find((each) => each.syntax.name === `${go} ${name}`)!;
      const parsed = parseArguments(syntax, words);
      for (const text of parsed.values("set")) {
        const [option, value] = text.split("=");
        const { options } = tables[name as keyof typeof tables];
        expect(() => parseOptionText(options as never, option, value, name)).not.toThrow();
      }
    }
  });

  it("reads in every step what an earlier one has written, and writes nothing twice", () => {
    const written = new Set<string>();
    for (const { name, command, reads, writes } of steps) {
      for (const path of reads) expect([...written], name).toContainEqual(expect.stringMatching(`^${path}`));
      expect(written, name).not.toContain(writes.path);
      const target = name.startsWith("snapshots") ? dirname(writes.path) : writes.path;
      expect(command.split(" "), name).toContain(target);
      written.add(writes.path);
    }
  });

  it("has matches that make one ladder of all players who do not draw their moves", () => {
    const pairings = steps
      .filter(({ command }) => command.includes(" match ") && !command.includes("@"))
      .map(({ command }): Pairing => {
        const parsed = parseArguments(matchCommand.syntax, command.split(" ").slice(3));
        const nameOf = (option: string) => {
          const name = parsed.value(option)!;
          return name === "gnugo" ? `gnugo ${parsed.value("level") ?? 10}` : name;
        };
        return { first: nameOf("player"), second: nameOf("opponent"), wins: 1, losses: 1 };
      });
    const names = [...new Set(pairings.flatMap(({ first, second }) => [first, second]))];
    expect(names).toHaveLength(10 + settings.snapshots);
    // Whoever is not joined to the first by games is an error.
    expect(() => eloRatings(names, pairings)).not.toThrow();
  });

  it("calls players by names that logpi knows, of files that are not there yet", () => {
    for (const { command } of steps.filter((step) => step.command.includes(" match "))) {
      const words = command.split(" ");
      for (const option of ["--player", "--opponent"]) {
        const name = words[words.indexOf(option) + 1];
        if (name === "gnugo" || name === "random") continue;
        expect(() => namedPlayer(join(folder, name))).toThrow(/cannot be read as a policy: ENOENT/);
      }
    }
  });
});

describe("a step", () => {
  const games: Step = {
    ...{ name: "games", command: "logpi go games --out games.sgf", reads: [] },
    writes: { kind: "games", path: "games.sgf", games: 2 },
  };
  const run: Step = {
    ...{ name: "run", command: "logpi go imitate --games games.sgf --run runs/a", reads: [] },
    writes: { kind: "run", path: "runs/a" },
  };

  it("of games is done when its file has a line for each, and until then is the same command", () => {
    expect(isDone(games, folder)).toBe(false);
    writeFileSync(join(folder, "games.sgf"), "(;GM[1])\n");
    expect(isDone(games, folder)).toBe(false);
    expect(commandFor(games, folder)).toBe(games.command);
    writeFileSync(join(folder, "games.sgf"), "(;GM[1])\n(;GM[1])\n");
    expect(isDone(games, folder)).toBe(true);
  });

  it("of a training is done when its run has finished, and goes on with a run that has begun", () => {
    const record = {
      ...{ format: "logpi-run-1", environment: "Go-9x9-v0", algorithm: "go-imitation", preset: "defaults" },
      ...{ seed: 1, options: {}, versions: { logpi: "0.1.0", node: "20" }, platform: "linux-x64" },
      ...{ started: "2026-01-01T00:00:00Z", updates: 1, steps: 1, seconds: 1, stepsPerSecond: 1 },
    };
    const write = (status: string) =>
      writeFileSync(join(folder, "runs/a/run.json"), JSON.stringify({ ...record, status }));
    expect(isDone(run, folder)).toBe(false);
    expect(commandFor(run, folder)).toBe(run.command);
    mkdirSync(join(folder, "runs/a"), { recursive: true });
    for (const status of ["running", "stopped", "failed"]) {
      write(status);
      expect(isDone(run, folder)).toBe(false);
      expect(commandFor(run, folder)).toBe("logpi go imitate --resume runs/a");
    }
    // What was killed before it had kept anything begins anew.
    removeBareRun(run, folder);
    expect(existsSync(join(folder, "runs/a"))).toBe(false);
    mkdirSync(join(folder, "runs/a"), { recursive: true });
    write("finished");
    removeBareRun(run, folder);
    expect(isDone(run, folder)).toBe(true);
  });

  it("is logged with its command, its time, and the last lines that are no progress", async () => {
    const lines = [
      "1 of 1,000 games  3.1 games/s",
      "Warning: one",
      "1,000 of 1,000 games",
      "Done: all of it.",
    ];
    const program = `console.log(${JSON.stringify(lines.join("\n"))}); console.error("too"); process.exitCode = 3;`;
    const ended = await runCommand([process.execPath, "-e", program], folder);
    expect(ended.code).toBe(3);
    expect(ended.last.toSorted()).toEqual(["Done: all of it.", "Warning: one", "too"]);
    const began = new Date("2026-11-28T18:04:05.678Z");
    expect(
      entryInText({ ...ended, seconds: 1234, last: ["Done."], step: "games", command: games.command, began }),
    ).toBe(`## games

2026-11-28 18:04:05 UTC, 1,234 seconds, stopped with exit code 3

\`\`\`sh
npx logpi go games --out games.sgf
\`\`\`

\`\`\`
Done.
\`\`\`
`);
  });
});

describe("snapshots of a reinforcement", () => {
  it.each([
    ["the empty board", "reinforced", false],
    ["positions of other games", "reinforced-from", true],
  ])(
    "are the policies that it had after the updates that they tell, with games from %s",
    async (_, name, begins) => {
      const run = join(folder, name);
      const from = begins ? join(folder, "begin.sgf") : "";
      if (begins) writeFileSync(from, sgfOf(randomGames(3, { size: 3 })));
      const architecture = { kind: "linear" } as const;
      const options = {
        ...{ steps: 400, gamesPerUpdate: 2, snapshotEvery: 1, gate: "none", matchGames: 0, from },
      };
      const seen = new Map<number, string>();
      for await (const event of train({
        ...{ run, environment: goEnvironment({ size: 3 }), algorithm: goReinforcement as never },
        options: { ...options, architecture, workers: 1, seed: 1 },
      })) {
        if (event.event === "report") seen.set(event.report.update, parametersHash(event.report.policy));
      }
      const snapshots = readSnapshots(run, 3);
      expect(snapshots).toHaveLength(3);
      for (const { policy, updates, steps } of snapshots) {
        expect(parametersHash(policy)).toBe(seen.get(updates));
        expect(steps).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it("are those of the updates that the gate let into the pool, and the oldest have left it", () => {
    const lines = [12, 24, 36, 48].map(
      (update) => ({ update, steps: update, rejected: update === 24 ? 1 : 0 }) as unknown as MetricsLine,
    );
    const of = { updates: 50, every: 12 };
    expect(updatesOfPool(lines, { ...of, pool: 4, most: 50 })).toEqual([0, 11, 35, 47]);
    expect(updatesOfPool(lines, { ...of, pool: 3, most: 3 })).toEqual([11, 35, 47]);
    expect(() => updatesOfPool(lines, { ...of, pool: 5, most: 50 })).toThrow(/tell of 4 policies/);
  });

  it("are spread evenly between the first and the last", () => {
    expect(spread(6, 4)).toEqual([1, 2, 3, 4]);
    expect(spread(21, 3)).toEqual([5, 10, 15]);
    expect(() => spread(5, 4)).toThrow(/too few for 4/);
  });
});
