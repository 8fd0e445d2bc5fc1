import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createGtpEngine,
  type GoPlayer,
  type GoTurn,
  type GtpEngine,
  randomPlayer,
  searchPlayer,
} from "../../../src/go/index.ts";

/** A player who plays the first legal point, and tells of its turns. */
function firstPoint(turns: GoTurn[] = []): GoPlayer {
  return (turn) => {
    turns.push(turn);
    const { position } = turn;
    for (let move = 0; move < position.points; move++) if (position.isLegal(move)) return move;
    return position.pass;
  };
}

/** What an engine answers to lines, each without the empty line at its end. */
async function session(
  lines: readonly string[],
  options: Partial<Parameters<typeof createGtpEngine>[0]> = {},
) {
  const engine = createGtpEngine({ player: firstPoint(), ...options });
  const answers: string[] = [];
  for (const line of lines) answers.push((await engine.answer(line)).replace(/\n\n$/, ""));
  return answers;
}

const small = ["boardsize 5", "clear_board"];

describe("an engine that speaks GTP", () => {
  it("knows all commands that the protocol requires, and says so", async () => {
    const required = [
      ...["protocol_version", "name", "version", "known_command", "list_commands", "quit", "boardsize"],
      ...["clear_board", "komi", "play", "genmove"],
    ];
    const more = [
      ...["fixed_handicap", "place_free_handicap", "set_free_handicap", "time_settings", "time_left", "undo"],
      ...["final_score", "final_status_list", "showboard", "reg_genmove", "loadsgf"],
    ];
    const [list] = await session(["list_commands"]);
    expect(list.slice(2).split("\n")).toEqual(expect.arrayContaining([...required, ...more]));
    for (const name of list.slice(2).split("\n")) {
      expect(await session([`known_command ${name}`])).toEqual(["= true"]);
    }
    expect(
      await session(["7 known_command toString", "protocol_version", "name", "version"], { version: "1" }),
    ).toEqual(["=7 false", "= 2", "= logpi", "= 1"]);
  });

  it("answers nothing to lines without a command, and repeats the number of a command", async () => {
    expect(await session(["", "  # a comment", "12 name # who", "\u0007\t name\r"])).toEqual([
      "",
      "",
      "=12 logpi",
      "= logpi",
    ]);
  });

  it("plays, refuses what is not legal, and takes back", async () => {
    const lines = [
      ...small,
      "play b a5",
      "play w A5",
      "play W Z9",
      "play green a1",
      "genmove w",
      "undo",
      "undo",
      "undo",
    ];
    expect(await session(lines)).toEqual([
      ...["=", "=", "="],
      "? illegal move: the point is occupied",
      '? syntax error: vertex "Z9" is not on a board of 5×5, which ends at E5',
      '? syntax error: a color is black, b, white or w, found "green"',
      ...["= B5", "=", "="],
      "? cannot undo: no move has been played",
    ]);
  });

  it("keeps superko, and lets a color play twice in a row", async () => {
    const shape = ["b B1", "b A2", "b B3", "w C1", "w D2", "w C3", "w B2", "b C2"].map(
      (move) => `play ${move}`,
    );
    const answers = await session([...small, ...shape, "play w B2", "play w E5", "play b E4", "play w B2"]);
    expect(answers.slice(-4)).toEqual([
      "? illegal move: it repeats an earlier position, which superko forbids",
      ...["=", "=", "="],
    ]);
  });

  it("asks its player on a position with the right color to play, and does not play for reg_genmove", async () => {
    const turns: GoTurn[] = [];
    const lines = [...small, "reg_genmove white", "genmove w", "genmove w", "reg_genmove b"];
    expect((await session(lines, { player: firstPoint(turns) })).slice(2)).toEqual([
      "= A5",
      "= A5",
      "= B5",
      "= C5",
    ]);
    expect(turns.map(({ position }) => position.moveCount)).toEqual([0, 2, 2, 2]);
    expect(turns[1].position).toBe(turns[2].position);
    expect(turns.map(({ seconds }) => seconds)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("lets its player resign where it may", async () => {
    const player: GoPlayer = ({ mayResign }) => (mayResign ? "resign" : 0);
    expect(await session(["genmove b"], { player, mayResign: true })).toEqual(["= resign"]);
    expect(await session(["genmove b"], { player })).toEqual(["= A9"]);
  });

  it("lives on when its player fails or chooses what is not legal", async () => {
    const moves = [0, 0, 99, Number.NaN];
    const player: GoPlayer = () => {
      const move = moves.shift();
      if (move === undefined) throw new Error("no\n\nidea");
      return move;
    };
    expect(
      await session(["genmove b", "genmove w", "genmove w", "genmove w", "genmove w", "name"], { player }),
    ).toEqual([
      "= A9",
      "? the player has chosen 0: the point is occupied",
      "? the player has chosen 99: a move is a point from 0 to 80, or 81 for a pass",
      "? the player has chosen NaN: a move is a point from 0 to 80, or 81 for a pass",
      "? the engine failed: no\nidea",
      "= logpi",
    ]);
  });

  it("sets up handicaps, and White is to play", async () => {
    const board = "showboard";
    const [, fixed, again, , free, , set, shown] = await session([
      ...["boardsize 9", "fixed_handicap 3", "fixed_handicap 3", "clear_board", "place_free_handicap 5"],
      ...["clear_board", "set_free_handicap C3 G7", board],
    ]);
    expect(fixed).toBe("= C3 G7 C7");
    expect(again).toBe("? board not empty");
    expect(free.slice(2).split(" ")).toHaveLength(5);
    expect(set).toBe("=");
    expect(shown).toContain("White (O) to play");
    expect(shown).toContain("  7 . . + . + . X . . 7");
    const wrong = [
      "fixed_handicap 1",
      "fixed_handicap 10",
      "set_free_handicap C3",
      "set_free_handicap C3 C3",
      "set_free_handicap C3 pass",
    ];
    for (const answer of await session(wrong))
      expect(answer).toMatch(/^\? (invalid number of stones|bad vertex list): /);
  });

  it("changes the komi in the middle of a game, which goes on", async () => {
    const lines = [
      ...small,
      "play b C3",
      "komi 0.5",
      "final_score",
      "komi 30",
      "final_score",
      "play w C3",
      "undo",
      "undo",
    ];
    const rest = (await session(lines)).slice(3);
    expect(rest).toEqual([
      "=",
      "= B+24.5",
      "=",
      "= W+5",
      "? illegal move: the point is occupied",
      "=",
      rest[6],
    ]);
    expect(rest[6]).toContain("cannot undo");
  });

  it("scores by area with all stones alive, and tells which ones random games hold to be dead", async () => {
    // A black wall of two rows with two eyes behind it, a white one before it, and a white stone behind the black one.
    const stones = {
      b: ["A3", "B3", "C3", "D3", "E3", "B2", "D2", "B1", "D1", "A2"],
      w: ["A4", "B4", "C4", "D4", "E4", "B5", "D5", "E2"],
    };
    const lines = [
      ...[...small, "komi 0"],
      ...Object.entries(stones).flatMap(([color, vertices]) =>
        vertices.map((vertex) => `play ${color} ${vertex}`),
      ),
      ...["final_score", "final_status_list dead", "final_status_list alive", "final_status_list seki"],
    ];
    const [score, dead, alive, seki] = (await session(lines)).slice(-4);
    expect([score, dead, seki]).toEqual(["= B+2", "= E2", "="]);
    const living = [...stones.b, ...stones.w.slice(0, -1)];
    expect(alive.slice(2).split(/\s/).sort()).toEqual(living.sort());
  });

  it("tells its player how long it may think", async () => {
    const turns: GoTurn[] = [];
    await session(
      [
        ...[
          "time_settings 100 0 0",
          "genmove b",
          "time_left b 10 0",
          "genmove b",
          "time_left w 30 5",
          "genmove w",
        ],
        ...["time_settings 0 30 10", "genmove b", "time_settings 60 30 0", "genmove b"],
      ],
      { player: firstPoint(turns) },
    );
    const [main, less, byoYomi, canadian, without] = turns.map(({ seconds }) => seconds);
    expect(main).toBeCloseTo((0.9 * 100) / 40.5, 6);
    expect(less).toBeCloseTo((0.9 * 10) / 40, 6);
    expect(byoYomi).toBeCloseTo(0.9 * 6, 6);
    expect(canadian).toBeCloseTo(0.9 * 3, 6);
    expect(without).toBeUndefined();
  });

  it("leaves the clocks as they are where the komi changes", async () => {
    const turns: GoTurn[] = [];
    const lines = [
      "time_settings 100 0 0",
      "time_left b 10 0",
      "komi 6.5",
      "genmove b",
      "clear_board",
      "genmove b",
    ];
    await session(lines, { player: firstPoint(turns) });
    expect(turns[0].seconds).toBeCloseTo((0.9 * 10) / 40.5, 6);
    expect(turns[1].seconds).toBeCloseTo((0.9 * 100) / 40.5, 6);
  });

  it("loads a game up to a move", async () => {
    const folder = mkdtempSync(join(tmpdir(), "logpi-"));
    try {
      const file = join(folder, "game.sgf");
      writeFileSync(file, "(;SZ[5]KM[1.5]AB[aa][bb];W[cc];B[dd];W[ee])");
      const [loaded, board, undone] = await session([`loadsgf ${file} 3`, "showboard", "undo"]);
      expect([loaded, undone]).toEqual(["=", "="]);
      expect(board).toBe(
        "=\n    A B C D E\n  5 X . . . . 5\n  4 . X . . . 4\n  3 . . O . . 3\n  2 . . .(X). 2\n  1 . . . . . 1\n    A B C D E\n" +
          "White (O) to play; captured: 0 X, 0 O; komi 1.5",
      );
      writeFileSync(file, "(;SZ[5];B[aa];B[bb];W[cc])");
      expect((await session([`loadsgf ${file} 2`, "showboard"]))[1]).toContain("Black (X) to play");
      expect((await session([`loadsgf ${file} 3`, "showboard"]))[1]).toContain("White (O) to play");
      writeFileSync(file, "(;SZ[5];B[aa];W[aa])");
      const [damaged, missing, kept] = await session([`loadsgf ${file}`, `loadsgf ${file}x`, "final_score"]);
      expect(damaged).toMatch(/^\? cannot load file: SGF, line 1, column 14: W: .* the point is occupied$/);
      expect(missing).toMatch(/^\? cannot load file: ENOENT/);
      expect(kept).toBe("= W+7.5");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ["", "known_command", "? syntax error: expected a command, found 0 arguments"],
    ["", "boardsize 20", "? unacceptable size: goRules: columns is 20; it must be an integer from 1 to 19"],
    ["", "boardsize 0", "? unacceptable size"],
    ["", "boardsize nine", '? syntax error: the size must be an integer, found "nine"'],
    ["", "komi 1e999", "? syntax error: the komi must be a number"],
    ["", "play b", "? syntax error: expected a color and a vertex, found 1 arguments"],
    ["", "genmove b w", "? syntax error: expected a color, found 2 arguments"],
    ["", "time_settings 1 2", "? syntax error: expected main time and byo-yomi time and byo-yomi stones"],
    ["", "time_settings 1 2 -3", "? syntax error: the number of stones must be 0 or more"],
    ["", "final_status_list undead", "? syntax error: the status must be alive, seki or dead"],
    ["", "__proto__", "? unknown command"],
    ["", "Genmove b", "? unknown command"],
    ["", "5", "?5 unknown command"],
    ["", "clear_board now", "? syntax error: expected no arguments, found 1 arguments"],
  ])("%sexplains what is wrong with %j", async (_, line, answer) => {
    expect((await session([line, "name"]))[0].startsWith(answer)).toBe(true);
    expect((await session([line, "name"]))[1]).toBe("= logpi");
  });

  it("quits when it is told to", async () => {
    const engine = createGtpEngine({ player: randomPlayer() });
    expect(engine.ended).toBe(false);
    expect(await engine.answer("3 quit")).toBe("=3\n\n");
    expect(engine.ended).toBe(true);
  });
});

/** Moves of both colors until two passes. */
async function playGame(player: GoPlayer, size: number, seed = 0): Promise<string[]> {
  return playOn(createGtpEngine({ player, seed, rules: { size, komi: 0.5 } }));
}

async function playOn(engine: GtpEngine): Promise<string[]> {
  const moves: string[] = [];
  while (moves.slice(-2).join() !== "pass,pass") {
    const color = moves.length % 2 === 0 ? "b" : "w";
    moves.push((await engine.answer(`genmove ${color}`)).slice(2, -2));
    expect(moves.length).toBeLessThan(300);
  }
  return moves;
}

describe("the players that know nothing but the rules", () => {
  it("play games that end, and the same ones with the same seed", async () => {
    for (const player of [() => randomPlayer(), () => searchPlayer({ simulations: 30 })]) {
      const games = [
        await playGame(player(), 5),
        await playGame(player(), 5),
        await playGame(player(), 5, 1),
      ];
      expect(games[1]).toEqual(games[0]);
      expect(games[2]).not.toEqual(games[0]);

      const engine = createGtpEngine({ player: player(), rules: { size: 5, komi: 0.5 } });
      expect(await playOn(engine)).toEqual(games[0]);
      for (const line of ["set_random_seed 1", "clear_board"]) await engine.answer(line);
      expect(await playOn(engine)).toEqual(games[2]);
    }
  });

  it("pass where both have passed", async () => {
    for (const player of [randomPlayer(), searchPlayer({ simulations: 10 })]) {
      expect((await session(["play b pass", "play w pass", "genmove b"], { player }))[2]).toBe("= pass");
    }
  });

  it("capture in a search, and give up what is lost", async () => {
    const atari = ["boardsize 5", "play b C3", "play w C4", "play w B3", "play w D3", "genmove w"];
    expect((await session(atari, { player: searchPlayer({ simulations: 400 }) })).at(-1)).toBe("= C2");
    const lost = ["boardsize 5", "komi 40", "genmove b"];
    expect((await session(lost, { player: searchPlayer({ simulations: 50 }), mayResign: true })).at(-1)).toBe(
      "= resign",
    );
  });
});
