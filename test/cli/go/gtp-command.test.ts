import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Controller } from "@sabaki/gtp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { GoPosition, parseVertex, resultText, scoreOf } from "../../../src/games/go/index.ts";
import { tinyGoModel } from "../../go/tiny-go-model.ts";
import { type Built, buildCommandLine } from "../build.ts";
import { fakeProcess } from "../fake-context.ts";

let built: Built;
let folder: string;
let script: string;
beforeAll(async () => {
  built = await buildCommandLine();
  script = join(built.folder, "cli.js");
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
}, 60_000);
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true });
});

/** Lets the client of another project drive an engine in a process of its own. */
async function withClient<Result>(
  args: readonly string[],
  use: (say: (line: string) => Promise<string>) => Promise<Result>,
): Promise<Result> {
  const client = new Controller(process.execPath, [script, "gtp", ...args]);
  client.start();
  let id = 0;
  try {
    return await use(async (line) => {
      const [name, ...args] = line.split(" ");
      const response = await client.sendCommand({ id: id++, name, args });
      expect(response.id).toBe(id - 1);
      return response.error ? `? ${response.content}` : response.content;
    });
  } finally {
    await client.stop();
  }
}

describe("logpi gtp", () => {
  it("plays whole games that another project's client drives, legal by the rules and scored by them", async () => {
    await withClient(["--player", "random", "--seed", "5"], async (say) => {
      for (const size of [5, 9, 7]) {
        const position = new GoPosition({ size, komi: 5.5 });
        for (const line of [`boardsize ${size}`, "clear_board", "komi 5.5"]) expect(await say(line)).toBe("");
        while (!position.isOver) {
          const color = position.toPlay === 1 ? "black" : "white";
          position.play(parseVertex(await say(`genmove ${color}`), position));
        }
        expect(await say("final_score")).toBe(resultText(scoreOf(position)));
        expect(await say("genmove nobody")).toMatch(/^\? syntax error: a color is black/);
        await say("undo");
        position.undo();
        expect(await say("final_score")).toBe(resultText(scoreOf(position)));
      }
    });
  });

  it("answers all lines that come at once, and ends with them", async () => {
    const lines = ["1 boardsize 5", "genmove b", "nonsense", "", "7 name", "quit", "name"];
    const fake = fakeProcess(["gtp", "--player", "search:20", "--komi", "0.5"]);
    const stdin = Readable.from([lines.join("\r\n")]);
    expect(await runCommandLine({ ...fake.context, stdin })).toBe(0);
    expect(fake.stdout()).toMatch(/^=1\n\n= [A-E][1-5]\n\n\? unknown command\n\n=7 logpi\n\n=\n\n$/);
  });

  it("plays by the networks of the package where no player is named, on boards of other sizes too", async () => {
    const model = join(folder, "go-5x5.safetensors");
    writeFileSync(model, tinyGoModel(5));
    const play = async (lines: string, ...args: readonly string[]) => {
      const fake = fakeProcess(["gtp", ...args]);
      const stdin = Readable.from([lines]);
      expect(await runCommandLine({ ...fake.context, model, stdin })).toBe(0);
      return fake.stdout();
    };
    const lines = "boardsize 5\ngenmove b\ngenmove w\n";
    expect(await play(lines)).toBe(await play(lines, "--player", `${model}:400`));
    expect(await play("boardsize 3\ngenmove b", "--backend", "wasm")).toMatch(
      /^=\n\n= ([A-C][1-3]|pass)\n\n$/i,
    );

    const damaged = fakeProcess(["gtp"]);
    expect(await runCommandLine({ ...damaged.context, model: script })).toBe(2);
    expect(damaged.stderr()).toContain(`${script} cannot be read as a policy`);
  });

  it.each([
    [["--backend", "cuda"], '--backend is "cuda"; it must be native or wasm.'],
    [["--player", "rondom"], 'there is no player "rondom". Did you mean random?'],
    [["--player", "random:5"], 'the player random has no ":5"; leave it out'],
    [["--player", "search:0"], "searchPlayer: simulations is 0; it must be an integer from 1"],
    [["--size", "25"], "goRules: size is 25; it must be an integer from 1 to 19"],
  ])("refuses %j", async (args, message) => {
    const fake = fakeProcess(["gtp", ...args]);
    expect(await runCommandLine(fake.context)).toBe(2);
    expect(fake.stderr()).toBe(`logpi: ${message}\nSee npx logpi gtp --help.\n`);
  });
});

describe("logpi go match", () => {
  const match = async (games: number, ...more: string[]) => {
    const fake = fakeProcess([
      ...[
        "go",
        "match",
        "--player",
        "search:20",
        "--opponent",
        "random",
        "--games",
        `${games}`,
        "--size",
        "5",
      ],
      ...["--komi", "0.5", "--out", join(folder, "match.sgf"), ...more],
    ]);
    const code = await runCommandLine({ ...fake.context, script });
    return { code, stdout: fake.stdout(), stderr: fake.stderr() };
  };

  it("lets players of logpi play each other, says how strong they are, and goes on where it stopped", async () => {
    const { code, stdout, stderr } = await match(2);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^search:20 won \d of 2 games against random: \d+\.\d % \(95 % interval /m);
    expect(stdout).toMatch(/^As Black it won \d of 1, as White \d of 1\.$/m);
    expect(stdout).toMatch(/^Elo difference: [+-]?\d+ \(95 % interval -?\d+ to \+\d+\)\.$/m);
    const begun = readFileSync(join(folder, "match.sgf"), "utf8");
    const more = await match(3, "--json");
    const events = more.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events).toEqual([
      { event: "game", index: 2, black: 0, winner: expect.any(Number) },
      expect.objectContaining({
        event: "match",
        player: "search:20",
        opponent: "random",
        games: 3,
        remarks: 0,
      }),
    ]);
    expect(readFileSync(join(folder, "match.sgf"), "utf8").startsWith(begun)).toBe(true);
    expect((await match(3, "--seed", "1")).stderr).toContain("it is not game 0 of these settings");
  });

  it.each([
    [["--player", "rondom"], 'there is no player "rondom". Did you mean random?'],
    [["--level", "12"], "gnuGo: level is 12; it must be at most 10"],
    [["--games", "0"], '--games is "0"; it must be a whole number from 1.'],
  ])("refuses %j", async (args, message) => {
    const fake = fakeProcess(["go", "match", ...args]);
    expect(await runCommandLine(fake.context)).toBe(2);
    expect(fake.stderr()).toBe(`logpi: ${message}\nSee npx logpi go match --help.\n`);
  });

  it("says that an engine cannot be started, and plays no games", async () => {
    const fake = fakeProcess([
      ...[
        "go",
        "match",
        "--opponent",
        "/no/such/engine --gtp",
        "--player",
        "random",
        "--out",
        join(folder, "matches", "none.sgf"),
      ],
    ]);
    expect(await runCommandLine({ ...fake.context, script })).toBe(1);
    expect(fake.stderr()).toContain("/no/such/engine cannot be started: there is no such program");
    expect(readFileSync(join(folder, "matches", "none.sgf"), "utf8")).toBe("");
  });
});
