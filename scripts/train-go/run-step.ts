import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkpointsIn } from "../../src/runs/checkpoints/checkpoint-files.ts";
import { readRun } from "../../src/runs/folder/read-run.ts";
import type { Step } from "./steps.ts";

/** What became of a command. */
export interface Ended {
  /** The exit code, or 128 and the number of the signal that ended it. */
  readonly code: number;
  readonly seconds: number;
  /** The last lines of its output, without those that tell how far it is. */
  readonly last: readonly string[];
}

/** Whether a step has written all that it is to write. @throws if it wrote what cannot be read */
export function isDone({ writes }: Step, folder: string): boolean {
  const path = join(folder, writes.path);
  if (writes.kind === "run") return hasRun(path) && readRun(path).record.status === "finished";
  return existsSync(path) && (writes.kind === "file" || linesOf(path) >= writes.games);
}

/** Removes a run that was killed before it had kept anything to go on with. */
export function removeBareRun({ writes }: Step, folder: string): void {
  const path = join(folder, writes.path);
  if (writes.kind !== "run" || !hasRun(path) || checkpointsIn(path).length > 0) return;
  if (readRun(path).record.status !== "finished") rmSync(path, { recursive: true });
}

/** The command that does the rest of a step: a run that has begun goes on. */
export function commandFor({ command, writes }: Step, folder: string): string {
  if (writes.kind !== "run" || !hasRun(join(folder, writes.path))) return command;
  return [...command.split(" ").slice(0, 3), "--resume", writes.path].join(" ");
}

const hasRun = (path: string) => existsSync(join(path, "run.json"));

function linesOf(path: string): number {
  return readFileSync(path).reduce((count, byte) => (byte === 10 ? count + 1 : count), 0);
}

/** Lines such as "7,309 of 10,500 games  3.24 games/s". */
const progress = /^[\d,]+ of [\d,]+ /;

const kept = 8;

/**
 * Runs a command in a folder, with its output shown as it comes. A signal that ends this process ends the command first, which
 * keeps what it has.
 *
 * @param program what runs, and its arguments
 */
export function runCommand([program, ...words]: readonly string[], folder: string): Promise<Ended> {
  const began = performance.now();
  const child = spawn(program, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  // A terminal sends SIGINT to the child too.
  const wait = () => {};
  process.on("SIGTERM", forward);
  process.on("SIGINT", wait);
  let text = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from.setEncoding("utf8");
    from.on("data", (piece: string) => {
      to.write(piece);
      text += piece;
      const surplus = text.length - 10_000;
      if (surplus > 0) text = text.slice(text.indexOf("\n", surplus) + 1); // whole lines, or all where there is no end of one
    });
  }
  return new Promise((resolve, reject) => {
    const end = () => {
      process.off("SIGTERM", forward);
      process.off("SIGINT", wait);
    };
    child.on("error", (error) => {
      end();
      reject(error);
    });
    child.on("close", (code, signal) => {
      end();
      const lines = text.split("\n").filter((line) => line !== "" && !progress.test(line));
      const seconds = Math.round((performance.now() - began) / 1000);
      const numberOf = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 } as Readonly<Record<string, number>>;
      resolve({ code: code ?? 128 + (numberOf[signal ?? ""] ?? 0), seconds, last: lines.slice(-kept) });
    });
  });
}
