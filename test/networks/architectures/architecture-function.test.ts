import { describe, expect, it } from "vitest";
import { type FloatExpression, input, slice, tanh, variable } from "../../../src/graph/index.ts";
import {
  type ArchitectureFunction,
  createNetwork,
  dense,
  inSequence,
  type Network,
  recurrent,
  withoutStatistics,
} from "../../../src/networks/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const activate = withoutStatistics([], tanh);
const twoLayers: ArchitectureFunction = ({ name, inputs, outputs, outputGain, generator, tower }) =>
  inSequence(
    tower(() => inSequence(dense(`${name}.0`, { inputs, outputs: 5, generator }), activate)),
    dense(`${name}.1`, { inputs: 5, outputs, gain: outputGain, generator }),
  );
const build = (architecture: ArchitectureFunction, size: object = {}) =>
  createNetwork("net", architecture, { inputs: 3, outputs: 2, ...size }, createGenerator(1));
const namesOf = ({ parameters }: Network) => parameters.map(({ attributes }) => attributes.name);

describe("an architecture as a function", () => {
  it("receives the shape of an observation, the sizes and the gain, and builds a network from them", () => {
    const shape = [3, 1];
    const seen: unknown[] = [];
    const network = build(
      (context) => {
        const { generator: _, tower: __, ...sizes } = context;
        seen.push(sizes);
        return twoLayers(context);
      },
      { shape, outputGain: 0.5 },
    );
    expect(seen).toEqual([{ name: "net", shape, inputs: 3, outputs: 2, outputGain: 0.5 }]);
    expect(namesOf(network)).toEqual(["net.0.weight", "net.0.bias", "net.1.weight", "net.1.bias"]);
    expect(network.apply(input([7, 3])).shape).toEqual([7, 2]);
  });

  it("marks its tower, which stands in the place of that of another network", () => {
    const policy = build(twoLayers);
    const value = createNetwork(
      "value",
      twoLayers,
      { inputs: 3, outputs: 1, tower: policy.tower },
      createGenerator(2),
    );
    expect(namesOf(value)).toEqual(["net.0.weight", "net.0.bias", "value.1.weight", "value.1.bias"]);
    expect(value.parameters.slice(0, 2)).toEqual(policy.parameters.slice(0, 2));
    // One expression for both, so that a gradient passes through it once.
    const x = input([4, 3]);
    expect(policy.tower!.apply(x)).toBe(value.tower!.apply(x));
  });

  it.each<[string, ArchitectureFunction, string]>([
    [
      "that returns nothing",
      (() => undefined) as unknown as ArchitectureFunction,
      "architecture: the function returned undefined; it must return a network",
    ],
    [
      "whose outputs are too many",
      ({ name, inputs, generator }) => dense(`${name}.0`, { inputs, outputs: 4, generator }),
      'architecture: of observations [3, 3], the output of the network "net" has shape [3, 4]; it must be [3, 2]',
    ],
    [
      "whose names are not those of the network",
      ({ inputs, outputs, generator }) => dense("layer", { inputs, outputs, generator }),
      'architecture: the network "net" has a variable called "layer.weight"; its name must begin with "net."',
    ],
    [
      "whose tower has names of its own",
      ({ inputs, outputs, generator, tower }) => tower(() => dense("tower", { inputs, outputs, generator })),
      'architecture: the network "net" has a variable called "tower.weight"; its name must begin with "net."',
    ],
    [
      "that gives two variables one name",
      ({ name, outputs }) =>
        withoutStatistics([variable(`${name}.x`, [], [0]), variable(`${name}.x`, [], [0])], () =>
          input([3, outputs]),
        ),
      'architecture: the network "net" has two variables called "net.x"; give each layer a name of its own',
    ],
    [
      "whose parameters lack those of a layer",
      ({ name, inputs, outputs, generator }) => {
        const first = dense(`${name}.0`, { inputs, outputs: 5, generator });
        const last = dense(`${name}.1`, { inputs: 5, outputs, generator });
        return withoutStatistics(last.parameters, (x) => last.apply(tanh(first.apply(x))));
      },
      'architecture: the network "net" uses the variable "net.0.weight", which is not among its parameters or statistics',
    ],
    [
      "that uses another layer in training, which its parameters lack",
      (context) => {
        const { name, inputs, outputs, generator } = context;
        const other = dense(`${name}.other`, { inputs, outputs, generator });
        return { ...twoLayers(context), train: (x) => ({ outputs: other.apply(x), updates: [] }) };
      },
      'architecture: the network "net" uses the variable "net.other.weight", which is not among its parameters or statistics',
    ],
    [
      "whose state depends on a layer that its parameters lack",
      ({ name, inputs, outputs, generator }) => {
        const cell = recurrent(`${name}.cell`, { cell: "gru", inputs, units: outputs, generator });
        return { ...cell, parameters: cell.parameters.slice(1) };
      },
      'architecture: the network "net" uses the variable "net.cell.input.weight", which is not among its parameters',
    ],
    [
      "that lists no parameters though it has some",
      ({ name, inputs, outputs, generator }) =>
        withoutStatistics([], dense(`${name}.0`, { inputs, outputs, generator }).apply),
      'architecture: the network "net" uses the variable "net.0.weight"',
    ],
    [
      "that has no parameters",
      ({ outputs }) => withoutStatistics([], (x) => slice(x as FloatExpression, 1, 0, outputs)),
      'architecture: the network "net" has no parameters, so there is nothing to train',
    ],
    [
      "that has a layer which it does not apply",
      (context) => {
        const { name, generator } = context;
        const idle = dense(`${name}.idle`, { inputs: 2, outputs: 2, generator });
        return inSequence(twoLayers(context), withoutStatistics(idle.parameters, tanh));
      },
      'architecture: the outputs of the network "net" do not depend on its parameter "net.idle.weight"',
    ],
    [
      "that marks two towers",
      (context) => {
        context.tower(() => activate);
        return twoLayers(context);
      },
      "architecture: tower() was called twice; a network has one tower",
    ],
  ])("is refused %s", (_, architecture, message) => {
    expect(() => build(architecture)).toThrow(message);
  });

  it("is asked for where data say that there was one", () => {
    expect(() => build({ kind: "function" } as never)).toThrow(
      "architecture: it was a function, which is not written down, only that there was one; give that function",
    );
  });
});
