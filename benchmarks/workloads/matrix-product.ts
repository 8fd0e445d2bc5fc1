import { compile } from "../../src/compiler/index.ts";
import { input, matmul } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { moments, type Workload } from "./workload.ts";

const size = 512;

/** The product of two square matrices: how near the kernels come to the machine's peak. */
export const matrixProduct: Workload = {
  name: `matrix-product-${size}`,
  title: `product of ${size} × ${size} matrices`,
  operations: 2 * size ** 3,
  bytes: 4 * 3 * size ** 2,
  target: { quantity: "share", wasm: 0.9, native: 0.85 },
  peer: "matrix_product.py",
  prepare(backend) {
    const [a, b] = [input([size, size]), input([size, size])];
    const program = compile({ inputs: { a, b }, outputs: { product: matmul(a, b) } }, backend);
    const generator = createGenerator(1);
    generator.fillNormal(program.inputs.a);
    generator.fillNormal(program.inputs.b);
    return {
      tensors: {
        a: { shape: a.shape, data: program.inputs.a.slice() },
        b: { shape: b.shape, data: program.inputs.b.slice() },
      },
      settings: {},
      program,
      read: () => moments(program.outputs.product),
    };
  },
};
