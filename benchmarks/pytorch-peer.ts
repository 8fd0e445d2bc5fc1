import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { PreparedWorkload } from "./workloads/workload.ts";

/** PyTorch in a process of its own, doing the work that its script describes. */
export interface Peer {
  readonly version: string;
  /** What its first calls computed. */
  readonly checks: readonly (readonly number[])[];
  /** Microseconds of the processor per call. */
  time(calls: number): Promise<number>;
  close(): void;
}

/** PyTorch is not here, or not in a state to be compared with. */
export class NoPyTorchError extends Error {}

/** Debian's, where python3-torch is; another with the environment variable PYTHON. */
export const python = process.env.PYTHON ?? "/usr/bin/python3";

/**
 * How PyTorch is set, on one thread. Always with the AVX-512 products of OpenBLAS where the processor has AVX-512: version
 * 0.3.21 does not see it on processors newer than itself. What the machine has set for OpenBLAS otherwise does not count.
 *
 * - "plain": nothing else, as it is when it is installed.
 * - "tuned": AVX-512 in its own loops too, which PyTorch 1.13 uses only when told to; and memory that it frees is kept,
 *   since getting it from the system again can take half of the time of a large step.
 */
export type Tuning = "plain" | "tuned";

export function peerEnvironment(tuning: Tuning): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("OPENBLAS_"));
  const cpu = existsSync("/proc/cpuinfo") ? readFileSync("/proc/cpuinfo", "utf8") : "";
  const avx512 = cpu.includes(" avx512f ");
  return {
    ...Object.fromEntries(own),
    ...{ OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    ...(avx512 && { OPENBLAS_CORETYPE: "SkylakeX" }),
    ...(tuning === "tuned" && {
      ...(avx512 && { ATEN_CPU_CAPABILITY: "avx512" }),
      ...{ MALLOC_TRIM_THRESHOLD_: "4000000000", MALLOC_MMAP_THRESHOLD_: "4000000000" },
    }),
  };
}

/**
 * Starts the script of benchmarks/pytorch/ and lets it do the first `checks` calls.
 *
 * @throws NoPyTorchError saying what is missing
 */
export async function startPeer(
  script: string,
  { settings, tensors }: Pick<PreparedWorkload, "settings" | "tensors">,
  checks: number,
  tuning: Tuning,
): Promise<Peer> {
  const path = new URL(`pytorch/${script}`, import.meta.url).pathname;
  const child = spawn(python, [path], { stdio: ["pipe", "pipe", "pipe"], env: peerEnvironment(tuning) });
  let messages = "";
  child.stderr.on("data", (data) => {
    messages += data;
  });
  child.on("error", (error) => {
    messages += error.message;
  });
  child.stdin.on("error", () => undefined); // it has ended: its answers end too, and say so below
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const ask = async (request: object) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    const missing = /ENOENT|No module named '(torch|numpy)'/.test(messages);
    if (missing) {
      throw new NoPyTorchError(
        `${python} has no PyTorch (apt-get install python3-torch libopenblas0-pthread, or set PYTHON to one that has)`,
      );
    }
    throw new Error(`${script} ended: ${messages}`);
  };

  const data = ({ shape, data }: (typeof tensors)[string]) => ({
    shape,
    dtype: data instanceof Int32Array ? "int32" : "float32",
    data: Array.from(data),
  });
  const answer = await ask({
    settings,
    tensors: Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, data(tensor)])),
    checks,
  });
  if (answer.problem) throw new NoPyTorchError(answer.problem);
  return {
    ...answer,
    time: async (calls) => (await ask({ calls })).microseconds,
    close: () => child.kill(),
  };
}
