import * as fs from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { type FileSystem, writeAll } from "../../files/file-system.ts";
import { sleep } from "../../workers/index.ts";
import { removeIfPossible, unfinished } from "./replace-files.ts";
import { cannotBeWritten, RunFolderError } from "./run-folder-error.ts";

/*
 * Two processes that go on with one run, or one search, would spoil it. Whoever writes into its folder says so in a file of it,
 * and removes the file in the end. A process that was killed leaves it behind: it counts only while the process that it names is
 * there, on this machine, and as long as the folder is that one and no copy of it.
 */

const owner = v.object({ pid: v.number(), began: v.string(), host: v.string(), folder: v.string() });

type Owner = v.InferOutput<typeof owner>;

/** Folders that this process writes into. */
const held = new Set<string>();

/**
 * Says that this process writes into a folder. Returns what takes that back.
 *
 * @param folder which folder it is, whatever its name: {@link identityOf}
 * @param owner what it is the folder of: begins the message, and the name of the file
 * @throws RunFolderError if another process does, or this one already, or the folder cannot be written
 */
export function lockFolder(
  system: FileSystem,
  directory: string,
  folder: string,
  owner: "run" | "tune" = "run",
): () => void {
  const path = join(directory, `${owner}.lock`);
  const own: Owner = { pid: process.pid, began: beginningOf(process.pid) ?? "", host: hostname(), folder };
  const bytes = new TextEncoder().encode(JSON.stringify(own));
  const writing = <Result>(write: () => Result): Result => {
    try {
      return write();
    } catch (cause) {
      throw cannotBeWritten(directory, cause);
    }
  };
  for (let look = 1; !writing(() => createNew(system, path, bytes)); look++) {
    const found = readOwner(path);
    if (found && writesStill(found, folder)) {
      throw new RunFolderError(
        `${owner}: ${directory} is in use by process ${found.pid}. Wait until that has ended, or end it; if there is no such ` +
          `process, delete ${path}.`,
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

/** Which folder it is, whatever its name; undefined if there is none. */
export function identityOf(directory: string): string | undefined {
  const found = fs.statSync(directory, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev}:${found.ino}`;
}
