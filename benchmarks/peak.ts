import { bytesOfText } from "../src/backends/wasm/bytes-of-text.ts";
import { createWasmBackend } from "../src/backends/wasm/index.ts";
import { kernelsText } from "../src/backends/wasm/kernels.ts";
import { compile, input, matmul } from "../src/graph/index.ts";
import { timed } from "./statistics.ts";

/** Billions of floating-point operations per second. */
export interface Peak {
  /** A bare loop of multiplications and additions in vectors. */
  readonly loop: number;
  /** The product of two matrices of 512 by 512. */
  readonly product: number;
}

/** The kernels' `peak(n)` does n rounds of a multiplication and an addition on 12 vectors of 4. */
const operationsPerRound = 12 * 4 * 2;

/** The best of many short runs of each, in turn: what this machine does when it is left alone. */
export function measurePeak(): Peak {
  const module = new WebAssembly.Module(bytesOfText(kernelsText));
  const { peak } = new WebAssembly.Instance(module).exports as { peak: (rounds: number) => number };
  const a = input([512, 512]);
  const b = input([512, 512]);
  const program = compile({ inputs: { a, b }, outputs: { c: matmul(a, b) } }, createWasmBackend());
  let loop = 0;
  let product = 0;
  for (let repetition = 0; repetition < 40; repetition++) {
    const rounds = 1_000_000;
    loop = Math.max(loop, (operationsPerRound * rounds) / timed(() => peak(rounds), 1) / 1000);
    product = Math.max(product, (2 * 512 ** 3) / timed(program.run, 1) / 1000);
  }
  return { loop, product };
}
