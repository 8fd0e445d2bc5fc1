import * as fs from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { type FileSystem, writeAll } from "../../files/file-system.ts";
import { sleep } from "../../workers/index.ts";
import { removeIfPossible, unfinished } from "./replace-files.ts";

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
  const path = join(directory, lockFile);
  const own: Owner = { pid: process.pid, began: beginningOf(process.pid) ?? "", host: hostname(), folder };
  const bytes = new TextEncoder().encode(JSON.stringify(own));
  const writing = <Result>(write: () => Result): Result => {
    try {
      return write();
    } catch (cause) {
      throw new Error(`run: ${directory} cannot be written: ${(cause as Error).message}`, { cause });
    }
  };
  for (let look = 1; !writing(() => createNew(system, path, bytes)); look++) {
    const found = readOwner(path);
    if (found && writesStill(found, folder)) {
      throw new Error(
        `run: ${directory} is being trained by process ${found.pid}. Wait until that has ended, or end it; if there is no ` +
          `such training, delete ${path}.`,
      );
    }
    if (found || look >= looks) writing(() => takeAway(system, path, found));
    else sleep(pause);
  }
  held.add(folder);
  return () => {
    held.delete(folder);
    removeIfPossible(system, path);
  };
}

/** How often the file is looked at where it does not say whose it is, as one that another process is just writing. */
const looks = 5;
/** Seconds between two looks. */
const pause = 0.02;

/** Writes a file that is not there: of several processes, one does. @returns whether this one did */
function createNew(system: FileSystem, path: string, bytes: Uint8Array): boolean {
  let file: number;
  try {
    file = system.openSync(path, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  try {
    writeAll(system, file, bytes);
  } catch (error) {
    removeIfPossible(system, path);
    throw error;
  } finally {
    system.closeSync(file);
  }
  return true;
}

/** Removes what a process that has ended left behind, unless another has done so and put its own in the place. */
function takeAway(system: FileSystem, path: string, left: Owner | undefined): void {
  const aside = unfinished(`${path}.${process.pid}`);
  try {
    system.renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (JSON.stringify(readOwner(aside)) === JSON.stringify(left)) system.rmSync(aside);
  else system.renameSync(aside, path);
}

function readOwner(path: string): Owner | undefined {
  try {
    return v.parse(owner, JSON.parse(fs.readFileSync(path, "utf8")));
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
