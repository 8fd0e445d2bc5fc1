import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectSameNumbers } from "../expect-same-numbers.ts";
import { difference, instructionSets, Machine, noise } from "./machine.ts";

describe.each(instructionSets)("%s", (instructionSet) => {
  const machine = new Machine(instructionSet);

  interface Case {
    M: number;
    N: number;
    K: number;
    transposeA: boolean;
    transposeB: boolean;
    epilogue: number;
    bias: boolean;
  }

  const epilogues: ((x: number, aux: number) => number)[] = [
    (x) => x,
    (x) => Math.tanh(x),
    (x) => Math.max(x, 0),
    (x) => 1 / (1 + Math.exp(-x)),
    (x, y) => x * (1 - y * y),
    (x, y) => (y > 0 ? x : 0),
    (x, y) => x * y * (1 - y),
  ];

  function multiply({ M, N, K, transposeA, transposeB, epilogue, bias }: Case): [Float32Array, Float64Array] {
    machine.reset();
    const [a, b, biases, aux] = [noise(M * K, 1), noise(K * N, 2), noise(N, 3), noise(M * N, 4)];
    const d = machine.allocate(M * N);
    const addresses = [machine.floats(a), machine.floats(b)] as const;
    const biasAt = bias ? machine.floats(biases) : 0;
    const auxAt = epilogue > 3 ? machine.floats(aux) : 0;
    machine.mustRun("matmul", M, N, K, d, ...addresses, +transposeA, +transposeB, epilogue, biasAt, auxAt);
    const expected = new Float64Array(M * N);
    const [aRow, aStep] = transposeA ? [1, M] : [K, 1];
    const [bColumn, bStep] = transposeB ? [K, 1] : [1, N];
    for (let i = 0; i < M; i++) {
      for (let j = 0; j < N; j++) {
        let sum = bias ? biases[j]! : 0;
        for (let k = 0; k < K; k++) sum += a[i * aRow + k * aStep]! * b[j * bColumn + k * bStep]!;
        expected[i * N + j] = epilogues[epilogue]!(sum, aux[i * N + j]!);
      }
    }
    return [machine.viewFloats(d, M * N).slice(), expected];
  }

  /** Rounding errors grow with the size of the partial sums, which is about the root of K, and with their number. */
  const toleranceFor = (K: number) => 1e-6 + 8e-7 * Math.sqrt(K) + 3e-8 * K;

  test("matmul agrees with float64 for every transposition, epilogue and small shape", () => {
    const size = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 33, 64, 65);
    const cases = fc.record({
      M: size,
      N: size,
      K: size,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      epilogue: fc.integer({ min: 0, max: 6 }),
      bias: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, (shape) => {
        const bias = shape.bias && shape.epilogue <= 3;
        const [actual, expected] = multiply({ ...shape, bias });
        expect(difference(actual, expected, toleranceFor(shape.K))).toBeUndefined();
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  test("matmul agrees with float64 beyond one block of depth and of columns", () => {
    for (const [M, N, K] of [
      [37, 300, 600],
      [5, 513, 257],
      [2, 259, 1030],
      [70, 2, 30000],
      [3, 3, 70000],
      [6, 20000, 4],
    ] as const) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          for (const epilogue of [0, 1, 4]) {
            const [actual, expected] = multiply({
              M,
              N,
              K,
              transposeA,
              transposeB,
              epilogue,
              bias: epilogue < 4,
            });
            expect(difference(actual, expected, toleranceFor(K))).toBeUndefined();
          }
        }
      }
    }
  });

  test("a row of a product has the same bits whatever the number of rows", () => {
    const rows = 21;
    for (const [N, K] of [
      [64, 64],
      [1, 64],
      [2, 65],
      [7, 300],
      [10, 3],
    ] as const) {
      for (const transposeB of [0, 1]) {
        machine.reset();
        const [a, b] = [machine.floats(noise(rows * K, 1)), machine.floats(noise(K * N, 2))];
        const d = machine.allocate(rows * N);
        machine.mustRun("matmul", rows, N, K, d, a, b, 0, transposeB, 1, 0, 0);
        const together = machine.viewFloats(d, rows * N).slice();
        for (const some of [1, 2, 3, 4, 6]) {
          const e = machine.allocate(some * N);
          machine.mustRun("matmul", some, N, K, e, a, b, 0, transposeB, 1, 0, 0);
          expectSameNumbers(machine.viewFloats(e, some * N), together.subarray(0, some * N));
        }
      }
    }
  });

  const random = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { numRuns: 4096, seed: 11 });
  /** Of about that share of numbers, the others are 0. */
  const sparse = (length: number, share: number) =>
    noise(length, 1).map((value, i) => (random[(i * 7919) % random.length]! < share ? value : 0));

  test("a product with an A that is mostly zeros has the bits of one that multiplies them", () => {
    // A is [M, K], or [K, M] where it is transposed; its rows in memory are 80 numbers and more, the last one more than 4096.
    for (const [M, N, K, transposeA] of [
      [1, 8, 80, 0],
      [7, 77, 300, 0],
      [3, 40, 5000, 0],
      [80, 8, 1, 1],
      [300, 77, 7, 1],
      [5000, 20, 5, 1],
    ] as const) {
      for (const share of [0, 0.01, 0.05]) {
        for (const hasBias of [false, true]) {
          machine.reset();
          const b = noise(K * N, 2);
          const transposed = Float32Array.from(b, (_, i) => b[(i % K) * N + Math.floor(i / K)]!);
          const [a, straight, aside, biases] = [sparse(M * K, share), b, transposed, noise(N, 3)].map(
            (values) => machine.floats(values),
          );
          const bias = hasBias ? biases! : 0;
          const [d, e] = [machine.allocate(M * N), machine.allocate(M * N)];
          const relu = 2;
          machine.mustRun("matmul", M, N, K, d, a!, straight!, transposeA, 0, relu, bias, 0);
          // All of a transposed B is multiplied.
          machine.mustRun("matmul", M, N, K, e, a!, aside!, transposeA, 1, relu, bias, 0);
          const bits = (at: number) => Buffer.from(machine.viewFloats(at, M * N).slice().buffer);
          expect(bits(d).equals(bits(e))).toBe(true);
        }
      }
    }
  });

  test("a row that is not sparse among others that are is multiplied all the same", () => {
    const [M, N, K] = [40, 24, 600];
    machine.reset();
    const a = noise(M * K, 1).map((value, i) => (Math.floor(i / K) === 3 ? value : 0));
    const b = noise(K * N, 2);
    const d = machine.allocate(M * N);
    machine.mustRun("matmul", M, N, K, d, machine.floats(a), machine.floats(b), 0, 0, 0, 0, 0);
    const expected = Float64Array.from({ length: M * N }, (_, at) => {
      const [i, j] = [Math.floor(at / N), at % N];
      return Array.from({ length: K }, (_, k) => a[i * K + k]! * b[k * N + j]!).reduce(
        (sum, x) => sum + x,
        0,
      );
    });
    expect(difference(machine.viewFloats(d, M * N).slice(), expected, toleranceFor(K))).toBeUndefined();
  });

  test("a product with an A of which rows are zeros has the bits of its other rows each alone, and the bias in these rows", () => {
    const [relu, reluGradient] = [2, 5];
    // Of the last two more rows are left than are gathered at once.
    for (const [M, N, K, transposeB] of [
      [9, 64, 64, 0],
      [50, 77, 100, 0],
      [50, 77, 100, 1],
      [257, 80, 300, 1],
      [200, 65, 1000, 0],
    ] as const) {
      for (const isZero of [
        (row: number) => row % 2 === 1,
        (row: number) => row < M / 2,
        (row: number) => row >= M / 2,
        (row: number) => row !== 7,
        () => true,
      ]) {
        for (const [epilogue, hasBias, hasAux] of [
          [0, false, false],
          [relu, true, false],
          [reluGradient, false, true],
        ] as const) {
          machine.reset();
          const values = noise(M * K, 1).map((value, i) => (isZero(Math.floor(i / K)) ? 0 : value));
          const [a, b] = [machine.floats(values), machine.floats(noise(K * N, 2))];
          const bias = hasBias ? machine.floats(noise(N, 3)) : 0;
          const aux = hasAux ? machine.floats(noise(M * N, 4)) : 0;
          const [d, e] = [machine.allocate(M * N), machine.allocate(M * N)];
          machine.mustRun("matmul", M, N, K, d, a, b, 0, transposeB, epilogue, bias, aux);
          for (let row = 0; row < M; row++) {
            const [from, to] = [a + 4 * row * K, e + 4 * row * N];
            const ofRow = aux && aux + 4 * row * N;
            machine.mustRun("matmul", 1, N, K, to, from, b, 0, transposeB, epilogue, bias, ofRow);
          }
          expectSameNumbers(machine.viewFloats(d, M * N), machine.viewFloats(e, M * N));
        }
      }
    }
  });

  test("a product with an A of many zeros has the bits of its rows each alone", () => {
    const [relu, reluGradient] = [2, 5];
    // The last one goes beyond one block of depth and of columns, and no size fills the last panel.
    for (const [M, N, K] of [
      [32, 128, 32],
      [256, 256, 256],
      [47, 120, 101],
      [70, 300, 600],
    ] as const) {
      for (const [transposeA, transposeB] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ] as const) {
        for (const [share, epilogue, hasBias] of [
          [0, relu, true],
          [0.25, 0, false],
          [0.35, relu, true],
          [0.6, reluGradient, false],
        ] as const) {
          machine.reset();
          const rows = sparse(M * K, share);
          const values = transposeA ? rows.map((_, at) => rows[(at % M) * K + Math.floor(at / M)]!) : rows;
          const [a, alone, b] = [values, rows, noise(K * N, 2)].map((each) => machine.floats(each));
          const bias = hasBias ? machine.floats(noise(N, 3)) : 0;
          const aux = epilogue === reluGradient ? machine.floats(noise(M * N, 4)) : 0;
          const [d, e] = [machine.allocate(M * N), machine.allocate(M * N)];
          machine.mustRun("matmul", M, N, K, d, a!, b!, transposeA, transposeB, epilogue, bias, aux);
          for (let row = 0; row < M; row++) {
            const [from, to] = [alone! + 4 * row * K, e + 4 * row * N];
            const ofRow = aux && aux + 4 * row * N;
            machine.mustRun("matmul", 1, N, K, to, from, b!, 0, transposeB, epilogue, bias, ofRow);
          }
          expectSameNumbers(machine.viewFloats(d, M * N), machine.viewFloats(e, M * N));
        }
      }
    }
  });

  test("of an A with a third of numbers that are not zero, the zeros are not multiplied", () => {
    const [M, N, K] = [64, 128, 64];
    for (const transposeA of [0, 1]) {
      machine.reset();
      const a = noise(M * K, 1).map((value, i) => ((transposeA ? Math.floor(i / M) : i % K) % 3 ? 0 : value));
      const b = noise(K * N, 2).map((value, i) => (Math.floor(i / N) % 3 ? Number.NaN : value));
      const d = machine.allocate(M * N);
      machine.mustRun("matmul", M, N, K, d, machine.floats(a), machine.floats(b), transposeA, 0, 0, 0, 0);
      expect(machine.viewFloats(d, M * N).every(Number.isFinite)).toBe(true);
    }
  });

  test("a NaN in either operand or in the bias reaches the result through every activation", () => {
    for (const epilogue of [0, 1, 2, 3]) {
      for (const poisoned of [0, 1, 2]) {
        machine.reset();
        const operands = [noise(5 * 9, 1), noise(9 * 6, 2), noise(6, 3)];
        operands[poisoned]![0] = Number.NaN;
        const [a, b, bias] = operands.map((values) => machine.floats(values));
        const d = machine.allocate(30);
        machine.mustRun("matmul", 5, 6, 9, d, a!, b!, 0, 0, epilogue, bias!, 0);
        expect(machine.viewFloats(d, 1)[0]).toBeNaN();
      }
    }
  });
});
