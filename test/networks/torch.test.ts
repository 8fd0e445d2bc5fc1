import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile, type Floats } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";
import { batchNormalization, gruCell, layerNormalization, lstmCell } from "../../src/networks/index.ts";
import { createGenerator } from "../../src/random/index.ts";

interface Described {
  readonly shape: number[];
  readonly values: number[];
}
interface Case {
  readonly inputs: Record<string, Described>;
  readonly outputs: Record<string, Described>;
  /** Of Σ outputs · (0, 1, 2, …). */
  readonly gradients: Record<string, Described>;
}
interface Windowed extends Case {
  readonly kernel: [number, number];
  readonly stride: [number, number];
  readonly padding: graph.Padding;
}
interface Fixture {
  readonly convolutions: Windowed[];
  readonly maxPools: Windowed[];
  readonly averagePools: Windowed[];
  readonly batchNormalization: Case & Record<"mean" | "variance" | "inference", Described>;
  readonly layerNormalization: Case;
  readonly gru: Case;
  readonly lstm: Case;
}
const windowOf = ({ stride, padding }: Pick<Windowed, "stride" | "padding">) => ({ stride, padding });
const fixture: Fixture = JSON.parse(readFileSync(new URL("torch.json", import.meta.url), "utf8"));

/** Sums of a few hundred float64 products, as PyTorch writes them with ten digits; float32 for the compiled backend. */
const backends = [
  { backend: createReferenceBackend(), tolerance: 1e-8 },
  { backend: createWasmBackend(), tolerance: 1e-5 },
];

function expectClose(actual: ArrayLike<number>, { values }: Described, tolerance: number): void {
  const scale = Math.max(1, ...values.map(Math.abs));
  expect(actual.length).toBe(values.length);
  values.forEach((value, i) => expect(Math.abs(actual[i] - value) / scale).toBeLessThan(tolerance));
}

/**
 * Holds outputs and gradients against PyTorch's. The inputs of the case are the layer's own variables where these are
 * called so (behind the layer's name), and inputs of the graph otherwise.
 */
function expectTorch(
  { inputs, outputs, gradients }: Case,
  build: (inputs: Record<string, graph.FloatExpression>) => Record<string, graph.FloatExpression>,
  parameters: readonly graph.Variable[] = [],
): void {
  const own = Object.fromEntries(
    parameters.map((each) => [each.attributes.name.slice("layer.".length), each]),
  );
  const given = Object.keys(inputs).filter((name) => !(name in own));
  const places = Object.fromEntries(given.map((name) => [name, graph.input(inputs[name].shape)]));
  const computed = build(places);
  const loss = Object.values(computed)
    .map((output) => {
      const size = output.shape.reduce((product, extent) => product * extent, 1);
      const weights = graph.constant(
        Array.from({ length: size }, (_, i) => i),
        output.shape,
      );
      return graph.sum(graph.multiply(output, weights));
    })
    .reduce((a, b) => graph.add(a, b));
  const targets = Object.keys(inputs).map((name) => own[name] ?? places[name]);
  const computedGradients = graph.grad(loss, targets);
  const all = Object.fromEntries([
    ...Object.entries(computed),
    ...Object.keys(inputs).map((name, i) => [`gradient of ${name}`, computedGradients[i]]),
  ]) as Record<string, graph.FloatExpression>;
  for (const { backend, tolerance } of backends) {
    for (const [name, variable] of Object.entries(own)) {
      if (inputs[name]) backend.values(variable).set(inputs[name].values);
    }
    const program = compile<typeof places, typeof all, Floats>({ inputs: places, outputs: all }, backend);
    for (const name of given) program.inputs[name].set(inputs[name].values);
    program.run();
    for (const [name, expected] of Object.entries(outputs)) {
      expect(all[name].shape).toEqual(expected.shape);
      expectClose(program.outputs[name], expected, tolerance);
    }
    for (const [name, expected] of Object.entries(gradients)) {
      expectClose(program.outputs[`gradient of ${name}`], expected, tolerance);
    }
  }
}

describe("equal to PyTorch, with their gradients", () => {
  const named = (list: Windowed[]) =>
    list.map(
      (each) => [`${each.kernel.join("×")}, stride ${each.stride}, padding ${each.padding}`, each] as const,
    );

  it.each(named(fixture.convolutions))("convolution %s", (_, { kernel: _kernel, ...each }) =>
    expectTorch(each, ({ x, w }) => ({ y: graph.convolution(x, w, windowOf(each)) })),
  );
  it.each(named(fixture.maxPools))("maxPool %s", (_, each) =>
    expectTorch(each, ({ x }) => ({ y: graph.maxPool(x, each.kernel, windowOf(each)) })),
  );
  it.each(named(fixture.averagePools))("averagePool %s", (_, each) =>
    expectTorch(each, ({ x }) => ({ y: graph.averagePool(x, each.kernel, windowOf(each)) })),
  );

  it("layer normalization", () => {
    const layer = layerNormalization("layer", { size: 5 });
    expectTorch(fixture.layerNormalization, ({ x }) => ({ y: layer.apply(x) }), layer.parameters);
  });

  it("batch normalization in training, its running averages, and what it does by these", () => {
    const { mean, variance, inference, ...trained } = fixture.batchNormalization;
    const layer = batchNormalization("layer", { size: 4 });
    expectTorch(trained, ({ x }) => ({ y: layer.train(x).outputs }), layer.parameters);
    const x = graph.input(trained.inputs.x.shape);
    for (const { backend, tolerance } of backends) {
      const compiled = (description: object) =>
        compile<{ x: graph.Input<"float"> }, { y: graph.FloatExpression }, Floats>(
          { inputs: { x }, ...description },
          backend,
        );
      const training = compiled({ updates: layer.train(x).updates });
      training.inputs.x.set(trained.inputs.x.values);
      training.run();
      layer.statistics.forEach((each, i) =>
        expectClose(backend.values(each), [mean, variance][i], tolerance),
      );
      const acting = compiled({ outputs: { y: layer.apply(x) } });
      acting.inputs.x.set(trained.inputs.x.values);
      acting.run();
      expectClose(acting.outputs.y, inference, tolerance);
    }
  });

  const steps = fixture.gru.inputs.x.shape[0];
  const size = { inputs: 3, hidden: 4, generator: createGenerator(1) };
  const at = (x: graph.FloatExpression, step: number) =>
    graph.reshape(graph.slice(x, 0, step, step + 1), x.shape.slice(1)) as graph.FloatExpression;

  it("a GRU over three steps", () => {
    const cell = gruCell("layer", size);
    expectTorch(
      fixture.gru,
      ({ x, h }) => {
        let state = h;
        for (let step = 0; step < steps; step++) state = cell.apply(at(x, step), state);
        return { h: state };
      },
      cell.parameters,
    );
  });

  it("an LSTM over three steps", () => {
    const cell = lstmCell("layer", size);
    expectTorch(
      fixture.lstm,
      ({ x, h, c }) => {
        let state = { hidden: h, cell: c };
        for (let step = 0; step < steps; step++) state = cell.apply(at(x, step), state);
        return { h: state.hidden, c: state.cell };
      },
      cell.parameters,
    );
  });
});
