import * as fs from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { FileSystem } from "../../files/file-system.ts";
import { removeIfPossible, replaceFiles } from "./replace-files.ts";

/*
 * Two processes that go on with one run would spoil it. Whoever writes into the folder of a run says so in a file of it, and
 * removes the file in the end. A process that was killed leaves it behind: it counts only while the process that it names is
 * there, on this machine, and as long as the folder is that one and no copy of it.
 */

const lockFile = "run.lock";

const owner = v.object({ pid: v.number(), began: v.string(), host: v.string(), folder: v.string() });

type Owner = v.InferOutput<typeof owner>;

/** Folders that this process writes into. */
const held = new Set<string>();

/**
 * Says that this process writes into the folder of a run. Returns what takes that back.
 *
 * @param folder which folder it is, whatever its name
 * @throws Error if another process does, or this one already, or the folder cannot be written
 */
export function lockRun(system: FileSystem, directory: string, folder: string): () => void {
  const found = readOwner(directory);
  if (found && writesStill(found, folder)) {
    throw new Error(
      `run: ${directory} is being trained by process ${found.pid}. Wait until that has ended, or end it; if there is no ` +
        `such training, delete ${join(directory, lockFile)}.`,
    );
  }
  const own: Owner = { pid: process.pid, began: beginningOf(process.pid) ?? "", host: hostname(), folder };
  const bytes = new TextEncoder().encode(JSON.stringify(own));
  try {
    replaceFiles(system, directory, [{ name: lockFile, bytes }]);
  } catch (cause) {
    throw new Error(`run: ${directory} cannot be written: ${(cause as Error).message}`, { cause });
  }
  held.add(folder);
  return () => {
    held.delete(folder);
    removeIfPossible(system, join(directory, lockFile));
  };
}

function readOwner(directory: string): Owner | undefined {
  try {
    return v.parse(owner, JSON.parse(fs.readFileSync(join(directory, lockFile), "utf8")));
  } catch {
    return undefined;
  }
}

function writesStill({ pid, began, host, folder }: Owner, here: string): boolean {
  if (host !== hostname() || folder !== here) return false;
  return pid === process.pid ? held.has(folder) : beginningOf(pid) === began;
}

/** When a process began, as far as can be told, so that it is not taken for another one of that number; undefined if there is none. */
function beginningOf(pid: number): string | undefined {
  try {
    const [state, ...fields] = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return state === "Z" ? undefined : fields[18];
  } catch {
    return fs.existsSync("/proc/self/stat") || !answers(pid) ? undefined : "";
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
