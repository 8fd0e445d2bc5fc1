import {
  box,
  dict,
  discrete,
  multiBinary,
  multiDiscrete,
  type Space,
  tuple,
} from "../../src/environments/index.ts";
import {
  type Architecture,
  type ConvolutionalArchitecture,
  defaultArchitecture,
} from "../../src/networks/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** A policy whose file is damaged, and what it does when it is not. */
export interface Original {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly observations: readonly unknown[];
  readonly legalActions?: readonly number[];
}

const small = { ...defaultArchitecture, hidden: [8, 6] } as const;
const images: ConvolutionalArchitecture = {
  kind: "convolutional",
  input: [4, 4, 4],
  range: { low: [0, -1, 0, 0], high: [1, 1, 2, 255] },
  layers: [
    { filters: 4, kernel: 3 },
    { filters: 3, kernel: 2, stride: 2, padding: [1, 0] },
  ],
  residualBlocks: 1,
  normalization: "batch",
  head: { kind: "dense", filters: 2, hidden: [5] },
};

const features = box({ low: -2, high: 2, shape: [4] });
const parts = dict({
  place: box({ low: 0, high: 1, shape: [2] }),
  alarm: tuple([discrete(2), multiBinary(2)]),
});

/** Small ones, so that damage hits every part of the file often. */
export function createOriginals(): readonly Original[] {
  return [
    original("categorical", features, discrete(3, { start: 1 }), small),
    original("masked", features, discrete(4), { ...small, activation: "relu" }, [1, 0, 1, 1]),
    original("normal", features, box({ low: -1, high: 1, shape: [2] }), { ...small, activation: "sigmoid" }),
    original("choices", parts, multiDiscrete([3, 2]), small),
    original("masked choices", features, multiDiscrete([2, 2]), small, [1, 0, 1, 1]),
    original("switches", features, multiBinary(3), small),
    original("convolutional", box({ low: 0, high: 1, shape: [4, 4, 4] }), discrete(3), images),
    original("positions", box({ low: 0, high: 1, shape: [4, 4, 4] }), discrete(17), {
      ...images,
      layers: [{ filters: 4, kernel: 3 }],
      normalization: "layer",
      head: { kind: "positions" },
    }),
    original("recurrent", features, discrete(3), { kind: "gru", units: 4 }),
    original(
      "masked recurrent",
      features,
      discrete(4),
      { kind: "lstm", units: 3, encoder: [4] },
      [1, 0, 1, 1],
    ),
    original("tabular", discrete(5), discrete(2), { kind: "tabular" }),
    original("linear", features, box({ low: -1, high: Infinity, shape: [1] }), { kind: "linear" }),
  ];
}

function original(
  name: string,
  observationSpace: Space,
  actionSpace: Space,
  architecture: Architecture,
  legalActions?: readonly number[],
): Original {
  const policy = createPolicy<unknown, unknown>(
    { observationSpace, actionSpace: actionSpace as Space<unknown> },
    { architecture, masked: legalActions !== undefined, generator: createGenerator(3) },
  );
  // The weights of the last layer are small at first, and every action would be about the same.
  const noise = createGenerator(5);
  for (const parameter of policy.parameters) {
    const values = policy.backend.values(parameter);
    for (let i = 0; i < values.length; i++) values[i] += 0.3 * noise.normal();
  }
  const observations = [0, 1].map(() => observationSpace.sample(noise));
  return { name, bytes: policy.save(), observations, ...(legalActions && { legalActions }) };
}
