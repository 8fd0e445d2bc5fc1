import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tinyGoModel } from "../../go/tiny-go-model.ts";
import { type Built, buildCommandLine } from "../build.ts";

let built: Built;
let folder: string;
let model: string;
beforeAll(async () => {
  built = await buildCommandLine();
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  model = join(folder, "go-5x5.safetensors");
  writeFileSync(model, tinyGoModel(5));
  const run = ["--run", join(folder, "run"), "--steps", "64", "--workers", "1"];
  const trained = start("train", "Go-5x5-v0", "--algorithm", "self-play", ...run);
  trained.child.stdout.resume();
  expect(await trained.end).toMatchObject({ code: 0 });
});
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true });
});

/** Runs the command line in a process of its own. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [join(built.folder, "cli.js"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = Promise.all([text(child.stderr), once(child, "close")]).then(([stderr, [code]]) => ({
    stderr,
    code,
  }));
  return { child, end };
}

describe.each(["search", "policy"])("games of a %s in several threads", (kind) => {
  const playGames = (out: string, count: number, ...more: string[]) => {
    const player = kind === "policy" ? ["--policy", join(folder, "run")] : ["--player", `${model}:4`];
    return start("go", "games", ...player, "--count", `${count}`, "--out", join(folder, out), ...more);
  };

  it("are the same file to the byte as in one", async () => {
    const games = 130; // of which each thread plays 64 at once
    for (const workers of ["1", "3"]) {
      const { child, end } = playGames(`${kind}-by-${workers}.sgf`, games, "--workers", workers);
      child.stdout.resume();
      expect(await end).toEqual({ stderr: "", code: 0 });
    }
    const [one, three] = ["1", "3"].map((workers) =>
      readFileSync(join(folder, `${kind}-by-${workers}.sgf`), "utf8"),
    );
    expect(three).toBe(one);
    expect(one.match(/\n/g)).toHaveLength(games);
  });

  it("stop on Ctrl-C without waiting for the games that have begun, and go on afterwards", async () => {
    const { child, end } = playGames(`${kind}-stopped.sgf`, 1_000_000, "--workers", "3", "--json");
    let heard = "";
    child.stdout.on("data", (data) => {
      const before = heard;
      heard += data;
      if (heard.includes('"event":"game"') && !before.includes('"event":"game"')) child.kill("SIGINT");
    });
    expect(await end).toEqual({ stderr: "", code: 130 });
    const stopped = readFileSync(join(folder, `${kind}-stopped.sgf`), "utf8");
    const games = stopped.split("\n").length - 1;
    expect(games).toBeGreaterThan(0);
    const more = playGames(`${kind}-stopped.sgf`, games + 1, "--workers", "2");
    more.child.stdout.resume();
    expect(await more.end).toEqual({ stderr: "", code: 0 });
    expect(readFileSync(join(folder, `${kind}-stopped.sgf`), "utf8").startsWith(stopped)).toBe(true);
  });
});
