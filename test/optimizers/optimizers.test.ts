import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile, type Floats } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";
import {
  adam,
  ascend,
  descend,
  descendGradients,
  type Optimizer,
  polyakAverage,
  rmsprop,
  schedules,
  sgd,
} from "../../src/optimizers/index.ts";

interface Fixture {
  readonly start: number[];
  readonly gradients: number[][];
  readonly results: Record<string, number[][]>;
}
const fixture: Fixture = JSON.parse(readFileSync(new URL("torch.json", import.meta.url), "utf8"));

const optimizers: Record<string, () => Optimizer> = {
  sgd: () => sgd({ learningRate: 0.1 }),
  "sgd with weight decay": () => sgd({ learningRate: 0.1, weightDecay: 0.05 }),
  "sgd with momentum": () => sgd({ learningRate: 0.1, momentum: 0.9 }),
  "sgd with nesterov momentum": () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
  rmsprop: () => rmsprop({ learningRate: 0.01, decay: 0.95 }),
  "rmsprop with momentum": () => rmsprop({ learningRate: 0.01, momentum: 0.5 }),
  adam: () => adam({ learningRate: 0.01, epsilon: 1e-5 }),
  adamw: () => adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.99, weightDecay: 0.1 }),
};

/** Runs an optimizer on the fixture's gradients: Σ wᵢ gᵢ has exactly those. */
function path(optimizer: Optimizer, wasm: boolean, maxGradientNorm?: number): number[][] {
  const backend = wasm ? createWasmBackend() : createReferenceBackend();
  const gradient = graph.input([3]);
  const weights = graph.variable("weights", [3], fixture.start);
  const { updates } = descend(
    graph.sum(graph.multiply(weights, gradient)),
    [weights],
    optimizer,
    maxGradientNorm === undefined ? {} : { maxGradientNorm },
  );
  const program = compile<{ gradient: graph.Input<"float"> }, Record<never, never>, Floats>(
    { inputs: { gradient }, updates },
    backend,
  );
  return fixture.gradients.map((values) => {
    program.inputs.gradient.set(values);
    program.run();
    return Array.from(backend.values(weights));
  });
}

describe("optimizers take PyTorch's steps", () => {
  it.each(Object.entries(optimizers))("%s", (name, create) => {
    for (const [suffix, clip] of [
      ["", undefined],
      [" and clipping", 0.5],
    ] as const) {
      const expected = fixture.results[name + suffix].flat();
      path(create(), false, clip)
        .flat()
        .forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
      path(create(), true, clip)
        .flat()
        .forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    }
  });
});

describe("optimizers", () => {
  it("keep their state when one is used in several programs", () => {
    const backend = createReferenceBackend();
    const weights = graph.variable("weights", [1], [1]);
    const optimizer = adam({ learningRate: 0.1 });
    const program = () =>
      compile({ updates: descend(graph.sum(graph.square(weights)), [weights], optimizer).updates }, backend);
    const [first, second] = [program(), program()];
    for (let i = 0; i < 4; i++) (i % 2 ? first : second).run();
    const alone = graph.variable("alone", [1], [1]);
    const whole = compile(
      { updates: descend(graph.sum(graph.square(alone)), [alone], adam({ learningRate: 0.1 })).updates },
      backend,
    );
    for (let i = 0; i < 4; i++) whole.run();
    expect(backend.values(weights)[0]).toBe(backend.values(alone)[0]);
  });

  it("ascend where descend descends", () => {
    const backend = createReferenceBackend();
    const up = graph.variable("up", [], [1]);
    const down = graph.variable("down", [], [1]);
    const updates = [
      ...ascend(graph.square(up), [up], sgd({ learningRate: 0.25 })).updates,
      ...descend(graph.square(down), [down], sgd({ learningRate: 0.25 })).updates,
    ];
    compile({ updates }, backend).run();
    expect([backend.values(up)[0], backend.values(down)[0]]).toEqual([1.5, 0.5]);
  });

  it("move target copies by a share of the way, to the bit, towards what their sources were before the run", () => {
    const backend = createWasmBackend();
    const [start, aim] = [Float32Array.of(0.1, -3, 1e-20, 7), Float32Array.of(0.3, 5, -1e20, 7)];
    const target = graph.variable("target", [4], start);
    const source = graph.variable("source", [4], aim);
    const moves = sgd({ learningRate: 1 })([source], [source], { gradientScale: graph.toExpression(1) });
    compile({ updates: [...moves, ...polyakAverage([target], [source], 0.3)] }, backend).run();
    const rate = Math.fround(0.3);
    const expected = Array.from(start, (value, i) =>
      Math.fround(value + Math.fround(Math.fround(aim[i] - value) * rate)),
    );
    expect(Array.from(backend.values(target))).toEqual(expected);
    expect(Array.from(backend.values(source))).toEqual([0, 0, 0, 0]);
  });

  it("copy sources to the bit at a rate of 1", () => {
    const backend = createWasmBackend();
    const target = graph.variable("target", [3], [0.1, 1e20, -7]);
    const source = graph.variable("source", [3], [0.3, 1e-20, 1.7]);
    compile({ updates: polyakAverage([target], [source], 1) }, backend).run();
    expect(Array.from(backend.values(target))).toEqual(Array.from(backend.values(source)));
  });

  it("clip nothing at a largest norm of Infinity", () => {
    const create = () => sgd({ learningRate: 0.1 });
    expect(path(create(), true, Infinity)).toEqual(path(create(), true));
  });

  it("take one step of a parameter that is listed twice, and count it once", () => {
    const results = [1, 2].map((times) => {
      const backend = createReferenceBackend();
      const v = graph.variable("v", [1], [1]);
      const parameters = new Array<graph.Variable>(times).fill(v);
      const steps = [descend, ascend].map((step) =>
        step(graph.sum(graph.square(v)), parameters, sgd({ learningRate: 0.1 }), { maxGradientNorm: 1 }),
      );
      const outputs = { norms: steps.map(({ gradientNorm }) => gradientNorm) };
      const program = compile({ updates: steps[0]!.updates, outputs }, backend);
      program.run();
      return [backend.values(v)[0], ...program.outputs.norms.map((norm) => norm[0])];
    });
    expect(results[1]).toEqual(results[0]);
  });

  it("refuse nesterov without momentum", () => {
    expect(() => sgd({ learningRate: 1, nesterov: true })).toThrow(/nesterov needs a momentum above 0/);
  });

  it("have schedules from the initial value on", () => {
    expect([0, 0.25, 1].map(schedules.linear)).toEqual([1, 0.75, 0]);
    expect([0, 0.25, 1].map(schedules.constant)).toEqual([1, 1, 1]);
  });
});

describe("optimizers take no step that they could not make well", () => {
  it("Adam does not count steps of which a number is not finite", () => {
    const p = graph.variable("p", [1], [1]);
    const gradient = graph.input([1]);
    const { updates } = descend(graph.sum(graph.multiply(p, gradient)), [p], adam({ learningRate: 0.1 }));
    const backend = createWasmBackend();
    const program = compile({ inputs: { gradient }, updates }, backend);
    for (const value of [Number.NaN, Number.NaN, 1]) {
      program.inputs.gradient.set([value]);
      program.run();
    }
    // The first step of Adam is the learning rate, whatever the gradient is.
    expect(backend.values(p)[0]).toBeCloseTo(0.9, 6);
  });

  it.each<[string, () => unknown, string]>([
    ["beta1", () => adam({ learningRate: 0.1, beta1: 1 }), "adam: beta1 is 1; it must be from 0 to below 1"],
    ["beta2", () => adam({ learningRate: 0.1, beta2: Number.NaN }), "adam: beta2 is NaN"],
    ["epsilon", () => adam({ learningRate: 0.1, epsilon: -1 }), "adam: epsilon is -1"],
    ["decay", () => rmsprop({ learningRate: 0.1, decay: 2 }), "rmsprop: decay is 2"],
    ["momentum", () => sgd({ learningRate: 0.1, momentum: 1.5 }), "sgd: momentum is 1.5"],
    ["weight decay", () => sgd({ learningRate: 0.1, weightDecay: Infinity }), "sgd: weightDecay is Infinity"],
    ["no learning rate", () => sgd({} as { learningRate: number }), "sgd: learningRate is undefined"],
    [
      "no parameters",
      () => descend(graph.constant(1), [], sgd({ learningRate: 1 })),
      "descend: 0 gradients of 0 parameters; give parameters, each with its gradient",
    ],
    [
      "more gradients than parameters",
      () => {
        const [v, w] = ["v", "w"].map((name) => graph.variable(name, [], [1])) as [
          graph.Variable,
          graph.Variable,
        ];
        return descendGradients(graph.grad(graph.add(v, w), [v, w]), [v], sgd({ learningRate: 1 }));
      },
      "descend: 2 gradients of 1 parameters",
    ],
    [
      "a share that float32 makes 1",
      () => adam({ learningRate: 0.1, beta2: 1 - 1e-8 }),
      "adam: beta2 is 0.99999999",
    ],
    [
      "a decay that float32 makes 1",
      () => rmsprop({ learningRate: 0.1, decay: 1 - 1e-9 }),
      "rmsprop: decay is",
    ],
    [
      "an epsilon of 0",
      () => adam({ learningRate: 0.1, epsilon: 0 }),
      "adam: epsilon is 0; it must be from 1e-45",
    ],
    [
      "an epsilon that float32 makes 0",
      () => rmsprop({ learningRate: 0.1, epsilon: 1e-46 }),
      "rmsprop: epsilon is 1e-46",
    ],
    [
      "a learning rate that is not finite",
      () => sgd({ learningRate: Number.NaN }),
      "sgd: learningRate is NaN",
    ],
    ...([-1, 0, Number.NaN, "1"] as number[]).map((maxGradientNorm): [string, () => unknown, string] => [
      `a largest norm of ${typeof maxGradientNorm} ${maxGradientNorm}`,
      () => {
        const v = graph.variable("v", [], [1]);
        return descend(graph.square(v), [v], sgd({ learningRate: 1 }), { maxGradientNorm });
      },
      "maxGradientNorm is",
    ]),
    [
      "fewer sources than targets",
      () => polyakAverage([graph.variable("v", [], [1])], [], 0.5),
      "polyakAverage: 1 targets and 0 sources",
    ],
    [
      "a rate above 1",
      () => polyakAverage([graph.variable("v", [], [1])], [graph.variable("w", [], [1])], 2),
      "polyakAverage: rate is 2; it must be from 0 to 1",
    ],
  ])("%s", (_, make, message) => expect(make).toThrow(message));
});
