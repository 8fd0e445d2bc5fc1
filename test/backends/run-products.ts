import { createHash } from "node:crypto";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { createNativeBackend } from "../../src/backends/native/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { input, matmul, tanh } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Products that use every scratch memory of the kernels, over and over; the hash of the result of each size. */
export function runProducts(instructionSet: string): string[] {
  const backend = createNativeBackend({ instructionSet });
  const generator = createGenerator(1);
  return [
    [64, 64, 64],
    [37, 70, 300],
    [100, 3, 50],
    [13, 90, 3],
  ].map(([rows, columns, depth]) => {
    const a = input([rows, depth]);
    const b = input([columns, depth]);
    const program = compile(
      { inputs: { a, b }, outputs: { c: tanh(matmul(a, b, { transposeB: true })) } },
      backend,
    );
    for (const values of Object.values(program.inputs)) generator.fillNormal(values);
    const hash = createHash("sha256");
    for (let repetition = 0; repetition < 200; repetition++) {
      program.run();
      hash.update(program.outputs.c);
    }
    return hash.digest("hex");
  });
}

if (!isMainThread && Array.isArray(workerData)) parentPort?.postMessage(workerData.map(runProducts));
