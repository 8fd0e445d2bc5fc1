import * as fs from "node:fs";
import type { FileSystem } from "../../src/files/file-system.ts";

type Call = (...args: unknown[]) => unknown;

/** Node's file system, each of whose calls goes through `around`, with the number of the call from 1. */
function numbered(around: (number: number, name: string, call: () => unknown, args: unknown[]) => unknown) {
  let number = 0;
  // What is killed is this process alone, so nothing waits for the disk.
  const calls = { ...fs, fsyncSync() {} } as unknown as Readonly<Record<string, Call>>;
  const wrap = (name: keyof FileSystem) => [
    name,
    (...args: unknown[]) => around(++number, name, () => calls[name]!(...args), args),
  ];
  const names: (keyof FileSystem)[] = [
    ...(["closeSync", "fsyncSync", "ftruncateSync", "mkdirSync"] as const),
    ...(["openSync", "renameSync", "rmSync", "writeSync"] as const),
  ];
  const system = Object.fromEntries(names.map(wrap)) as unknown as FileSystem;
  return { system, calls: () => number };
}

export class Killed extends Error {}

/** A process that is killed before its `at`-th call: nothing is done from then on. */
export const killedAt = (at: number) =>
  numbered((number, _, call) => {
    if (number >= at) throw new Killed();
    return call();
  });

/** A disk of which the `at`-th call fails, once. */
export const failingAt = (at: number) =>
  numbered((number, name, call) => {
    if (number === at) throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: "EIO" });
    return call();
  });

/** A disk that is full from the `at`-th call on: a file can be written over, but not grow, once its last byte is used. */
export function fullFrom(at: number) {
  const written = new Map<number, number>();
  const noSpace = () =>
    Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  return numbered((number, name, call, args) => {
    if (name === "openSync") {
      const file = call() as number;
      written.set(file, 0);
      return file;
    }
    if (name !== "writeSync") return call();
    const [file, bytes, offset, length] = args as [number, Uint8Array, number, number];
    const position = written.get(file)!;
    const room = number < at ? length : Math.min(length, fs.fstatSync(file).size - position);
    // Half of a line still fits, as on a disk whose last block is not full.
    const fits = number === at ? Math.max(room, Math.floor(length / 2)) : room;
    if (fits <= 0) throw noSpace();
    fs.writeSync(file, bytes, offset, fits);
    written.set(file, position + fits);
    return fits;
  });
}

/** A disk that takes at most seven bytes in one call. */
export const fewBytesAtOnce = () =>
  numbered((_, name, call, args) => {
    if (name !== "writeSync") return call();
    const [file, bytes, offset, length] = args as [number, Uint8Array, number, number];
    return fs.writeSync(file, bytes, offset, Math.min(length, 7));
  });
