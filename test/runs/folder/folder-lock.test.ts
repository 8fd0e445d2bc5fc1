import * as fs from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileSystem } from "../../../src/files/file-system.ts";
import { lockFolder } from "../../../src/runs/folder/folder-lock.ts";

let directory: string;
let lock: string;
beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), "logpi-"));
  lock = join(directory, "run.lock");
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

const began = (pid: number) =>
  fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19]!;
const ownedBy = (pid: number, since: string) =>
  JSON.stringify({ pid, began: since, host: hostname(), folder: "1:2" });
/** The process that started this one, which trains; and one that has ended, whose number it has got. */
const trains = () => ownedBy(process.ppid, began(process.ppid));
const hasEnded = () => ownedBy(process.ppid, "1");

/** Node's file system, where another process writes the lock just before it is opened, or is put aside, for the first time. */
const withOther = (before: "open" | "rename", content: string): FileSystem => {
  let others = 1;
  const write = (at: typeof before) => {
    if (at === before && others-- > 0) fs.writeFileSync(lock, content);
  };
  return {
    ...fs,
    openSync: (...args) => {
      write("open");
      return fs.openSync(...args);
    },
    renameSync: (...args) => {
      write("rename");
      fs.renameSync(...args);
    },
  };
};

describe.skipIf(!fs.existsSync("/proc/self/stat"))("the lock of a run's folder", () => {
  it("is there until it is taken back", () => {
    const unlock = lockFolder(fs, directory, "1:2");
    expect(JSON.parse(fs.readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
    expect(() => lockFolder(fs, directory, "1:2")).toThrow(`is in use by process ${process.pid}`);
    unlock();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it("is that of another process which was faster by a moment", () => {
    const faster = withOther("open", trains());
    expect(() => lockFolder(faster, directory, "1:2")).toThrow(`is in use by process ${process.ppid}`);
    expect(fs.readFileSync(lock, "utf8")).toBe(trains());
  });

  it("of a process that has ended is replaced once: not where another one has just done so", () => {
    fs.writeFileSync(lock, hasEnded());
    lockFolder(fs, directory, "1:2")();
    fs.writeFileSync(lock, hasEnded());
    const faster = withOther("rename", trains());
    expect(() => lockFolder(faster, directory, "1:2")).toThrow(`is in use by process ${process.ppid}`);
    expect(fs.readdirSync(directory)).toEqual(["run.lock"]);
    expect(fs.readFileSync(lock, "utf8")).toBe(trains());
  });

  it.each(["", "{", '{"pid":1}'])(
    "that a killed process has not written to its end is replaced: %j",
    (content) => {
      fs.writeFileSync(lock, content);
      lockFolder(fs, directory, "1:2")();
      expect(fs.readdirSync(directory)).toEqual([]);
    },
  );
});
