import { describe, expect, test } from "vitest";
import { bits, difference, instructionSets, Machine, noise } from "./machine.ts";

describe.each(instructionSets)("%s", (instructionSet) => {
  const machine = new Machine(instructionSet);
  const sizes = [1, 3, 4, 5, 17, 100];
  const rate = 0.01;

  test("sgd follows PyTorch's definition, with and without momentum", () => {
    for (const n of sizes) {
      for (const [momentum, nesterov, decay, scale] of [
        [0, 0, 0, 1],
        [0, 0, 0.1, 0.5],
        [0.9, 0, 0, 1],
        [0.9, 1, 0.1, 0.25],
      ] as const) {
        machine.reset();
        const [p, g] = [Array.from(noise(n, 1)), noise(n, 2)];
        const [pt, gt, lr, st] = [p, g, [rate], [scale]].map((values) => machine.floats(values));
        const vt = momentum ? machine.floats(new Float32Array(n)) : 0;
        const v = new Float64Array(n);
        for (let step = 0; step < 3; step++) {
          machine.mustRun(
            "sgd",
            11,
            lr!,
            scale === 1 ? 0 : st!,
            bits(momentum),
            nesterov,
            bits(decay),
            n,
            pt!,
            gt!,
            vt,
          );
          for (let i = 0; i < n; i++) {
            const gradient = g[i]! * scale + decay * p[i]!;
            v[i] = momentum * v[i]! + gradient;
            p[i]! -= rate * (momentum === 0 ? gradient : nesterov ? gradient + momentum * v[i]! : v[i]!);
          }
        }
        expect(difference(machine.viewFloats(pt!, n), p, 1e-6)).toBeUndefined();
        if (vt) expect(difference(machine.viewFloats(vt, n), v, 1e-6)).toBeUndefined();
      }
    }
  });

  test("rmsprop follows PyTorch's definition, with and without momentum", () => {
    for (const n of sizes) {
      for (const momentum of [0, 0.9]) {
        machine.reset();
        const [p, g] = [Array.from(noise(n, 1)), noise(n, 2)];
        const [pt, gt, squares, lr, st] = [p, g, new Float32Array(n), [rate], [0.5]].map((v) =>
          machine.floats(v),
        );
        const vt = momentum ? machine.floats(new Float32Array(n)) : 0;
        const [s, v] = [new Float64Array(n), new Float64Array(n)];
        for (let step = 0; step < 3; step++) {
          machine.mustRun(
            "rmsprop",
            12,
            lr!,
            st!,
            bits(0.99),
            bits(1e-8),
            bits(momentum),
            n,
            pt!,
            gt!,
            squares!,
            vt,
          );
          for (let i = 0; i < n; i++) {
            const gradient = g[i]! * 0.5;
            s[i] = 0.99 * s[i]! + 0.01 * gradient ** 2;
            v[i] = momentum * v[i]! + gradient / (Math.sqrt(s[i]!) + 1e-8);
            p[i]! -= rate * v[i]!;
          }
        }
        expect(difference(machine.viewFloats(pt!, n), p, 3e-6)).toBeUndefined();
      }
    }
  });

  test("adam follows PyTorch's Adam and AdamW", () => {
    for (const n of sizes) {
      for (const decay of [0, 0.1]) {
        machine.reset();
        const [p, g, scale] = [Array.from(noise(n, 1)), noise(n, 2), 0.5];
        const [pt, gt, mt, vt] = [p, g, new Float32Array(n), new Float32Array(n)].map((values) =>
          machine.floats(values),
        );
        const [lr, st, stepAt] = [[rate], [scale], [0]].map((values) => machine.floats(values));
        const [m, v] = [new Float64Array(n), new Float64Array(n)];
        for (let step = 1; step <= 5; step++) {
          machine.viewFloats(stepAt!, 1)[0] = step;
          const settings = [0.9, 0.999, 1e-8, decay].map(bits);
          machine.mustRun("adam", 14, lr!, st!, stepAt!, ...settings, n, pt!, gt!, mt!, vt!);
          for (let i = 0; i < n; i++) {
            const gradient = g[i]! * scale;
            m[i] = 0.9 * m[i]! + 0.1 * gradient;
            v[i] = 0.999 * v[i]! + 0.001 * gradient ** 2;
            p[i]! *= 1 - rate * decay;
            p[i]! -= (rate * (m[i]! / (1 - 0.9 ** step))) / (Math.sqrt(v[i]! / (1 - 0.999 ** step)) + 1e-8);
          }
        }
        expect(difference(machine.viewFloats(pt!, n), p, 3e-6)).toBeUndefined();
        expect(difference(machine.viewFloats(mt!, n), m, 1e-6)).toBeUndefined();
        expect(difference(machine.viewFloats(vt!, n), v, 1e-6)).toBeUndefined();
      }
    }
  });

  test("one instruction updates many parameters as one each does", () => {
    const [n, k] = [9, 4];
    const instructions = [
      ["sgd", [bits(0.9), 1, bits(0.1)], ["p", "g", "first"]],
      ["rmsprop", [0.99, 1e-8, 0.9].map(bits), ["p", "g", "second", "first"]],
      ["adam", [0.9, 0.999, 1e-8, 0].map(bits), ["p", "g", "first", "second"]],
    ] as const;
    for (const [opcode, settings, operands] of instructions) {
      const run = (together: boolean) => {
        machine.reset();
        const [lr, st, step] = [[rate], [0.5], [3]].map((values) => machine.floats(values));
        const parameters = [n, k].map((size, i) => {
          const [p, g, first] = [1, 2, 3].map((seed) => machine.floats(noise(size, 10 * i + seed)));
          const second = machine.floats(noise(size, 10 * i + 4).map(Math.abs));
          return { size, places: { p: p!, g: g!, first: first!, second } };
        });
        const shared = [lr!, st!, ...(opcode === "adam" ? [step!] : []), ...settings];
        const groups = together ? [parameters] : parameters.map((parameter) => [parameter]);
        for (const group of groups) {
          const words = group.flatMap(({ size, places }) => [size, ...operands.map((name) => places[name])]);
          machine.mustRun(opcode, 2 + shared.length + words.length, ...shared, ...words);
        }
        return parameters.map(({ size, places }) =>
          Object.values(places).map((place) => Array.from(machine.viewFloats(place, size))),
        );
      };
      expect(run(true), opcode).toEqual(run(false));
    }
  });

  test("an update whose rate or scale is not finite changes nothing", () => {
    const n = 9;
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    for (const [lrValue, scale] of [
      [nan, 1],
      [inf, 1],
      [rate, nan],
      [rate, -inf],
    ] as const) {
      machine.reset();
      const state = [noise(n, 1), noise(n, 3), noise(n, 4).map(Math.abs)];
      const [p, first, second] = state.map((values) => machine.floats(values));
      const [gt, lr, st, step] = [noise(n, 2), [lrValue], [scale], [1]].map((values) =>
        machine.floats(values),
      );
      machine.mustRun("sgd", 11, lr!, st!, bits(0.9), 0, 0, n, p!, gt!, first!);
      const [decay, epsilon, momentum] = [0.99, 1e-8, 0.9].map(bits);
      machine.mustRun("rmsprop", 12, lr!, st!, decay!, epsilon!, momentum!, n, p!, gt!, second!, first!);
      const settings = [0.9, 0.999, 1e-8, 0].map(bits);
      machine.mustRun("adam", 14, lr!, st!, step!, ...settings, n, p!, gt!, first!, second!);
      [p, first, second].forEach((address, i) => {
        expect(machine.viewFloats(address!, n)).toEqual(state[i]);
      });
    }
  });
});
