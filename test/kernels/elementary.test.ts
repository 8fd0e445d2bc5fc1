import { describe, expect, test } from "vitest";
import { floatOfBits, instructionSets, Machine, type Opcode } from "./machine.ts";

/** Every 3989th float32 of both signs. */
const everywhere = new Float32Array(
  Int32Array.from({ length: 2 * Math.ceil(0x7f800000 / 3989) }, (_, i) => {
    const word = (i >> 1) * 3989;
    return i % 2 === 0 ? word : word | 0x80000000;
  }).buffer,
);

describe.each(instructionSets)("%s", (instructionSet) => {
  const machine = new Machine(instructionSet);

  function apply(opcode: Opcode, inputs: ArrayLike<number>): Float32Array {
    machine.reset();
    const a = machine.floats(inputs);
    const d = machine.allocate(inputs.length);
    machine.mustRun(opcode, inputs.length, d, a);
    return machine.viewFloats(d, inputs.length).slice();
  }

  /** The distance between a float32 and its neighbour at |x|, for a float64 x. */
  function unitInTheLastPlace(x: number): number {
    const size = Math.abs(x);
    if (size < 2 ** -126) return 2 ** -149;
    return 2 ** (Math.min(Math.floor(Math.log2(size)), 127) - 23);
  }

  /** Every 3989th float32 of both signs, and `count` values spread evenly over the given range. */
  function sweep(from: number, to: number, count = 200_000): Float32Array {
    const values = new Float32Array(everywhere.length + count);
    values.set(everywhere);
    for (let i = 0; i < count; i++) values[everywhere.length + i] = from + ((to - from) * i) / count;
    return values;
  }

  const largestFloat = floatOfBits(0x7f7fffff);

  /** The largest error in ulp; results beyond the largest float32 must be infinite. */
  function largestError(
    opcode: Opcode,
    truth: (x: number) => number,
    inputs: Float32Array,
  ): [number, number] {
    const outputs = apply(opcode, inputs);
    let worst: [number, number] = [0, 0];
    for (let i = 0; i < inputs.length; i++) {
      const x = inputs[i]!;
      const y = outputs[i]!;
      const exact = truth(x);
      if (Number.isNaN(exact)) {
        if (!Number.isNaN(y)) return [Number.POSITIVE_INFINITY, x];
        continue;
      }
      if (Object.is(Math.fround(exact), y)) continue;
      const error =
        Math.abs(exact) > largestFloat && y === Math.sign(exact) * Infinity ? 0 : Math.abs(y - exact);
      const ulps = error / unitInTheLastPlace(exact);
      if (!(ulps <= worst[0])) worst = [ulps, x];
    }
    return worst;
  }

  const sigmoid = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
  const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

  // The bounds are the ones stated in kernels/exponential.h and kernels/trigonometry.h.
  test.each<[Opcode, (x: number) => number, number, number, number]>([
    ["exp", Math.exp, -104, 89, 1],
    ["log", Math.log, 0.5, 2, 1],
    ["expm1", Math.expm1, -2, 2, 2],
    ["log1p", Math.log1p, -0.9, 2, 2],
    ["tanh", Math.tanh, -1, 10, 4],
    ["sigmoid", sigmoid, -104, 20, 3],
    ["softplus", softplus, -104, 20, 3],
    ["sin", Math.sin, -100, 100, 2],
    ["cos", Math.cos, -100, 100, 2],
  ])("%s is accurate", (opcode, truth, from, to, bound) => {
    const [ulps, x] = largestError(opcode, truth, sweep(from, to));
    if (process.env.PRINT_ULP) console.log(`${opcode}: ${ulps.toFixed(3)} ulp at ${x}`);
    expect(ulps, `at ${x}`).toBeLessThanOrEqual(bound);
  });
});
