import { cpus, loadavg, release, type } from "node:os";
import type { MeasuredBackend } from "./backends.ts";
import { measurePeak } from "./compare.ts";
import { processorTime } from "./timing.ts";

/** Where and when a measurement was made, and what that machine can do at best on one core. */
export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted a core when the measurement began: what else ran. */
  readonly load: number;
  /** Billions of operations per second in a bare loop of multiplications and additions. */
  readonly peaks: readonly { readonly title: string; readonly gigaflops: number }[];
  /** Billions of bytes per second, read and written, in copying arrays of the sizes given. */
  readonly bandwidths: readonly { readonly title: string; readonly gigabytes: number }[];
}

/** What the system calls it. */
export function processorName(): string {
  return cpus()[0].model.trim();
}

export function measureMachine(backends: readonly MeasuredBackend[]): Machine {
  const [load] = loadavg();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: processorName(),
    cores: cpus().length,
    system: `${type()} ${release()}`,
    node: process.versions.node,
    load,
    peaks: backends.map((backend) => ({
      title: backend.title,
      gigaflops: bestOf(30, () => measurePeak(backend)),
    })),
    bandwidths: [
      { title: "cache (256 KB)", gigabytes: copyBandwidth(128 * 1024) },
      { title: "memory (128 MB)", gigabytes: copyBandwidth(64 * 1024 * 1024) },
    ],
  };
}

/** Copies one array of `bytes` into another: each byte is read once and written once. */
function copyBandwidth(bytes: number): number {
  const from = new Uint8Array(bytes).fill(1);
  const to = new Uint8Array(bytes);
  const copies = Math.ceil((256 * 1024 * 1024) / bytes);
  return bestOf(10, () => (2 * bytes) / processorTime(() => to.set(from), copies) / 1000);
}

function bestOf(repetitions: number, measure: () => number): number {
  return Math.max(...Array.from({ length: repetitions }, measure));
}
