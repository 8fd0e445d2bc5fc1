import { describe, expect, it } from "vitest";
import { box, discrete, multiBinary, multiDiscrete, type Space } from "../../src/environments/index.ts";
import { loadPolicy } from "../../src/inference/index.ts";
import { type Architecture, defaultArchitecture } from "../../src/networks/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const images: Architecture = {
  kind: "convolutional",
  input: [5, 5, 4],
  layers: [
    { filters: 16, kernel: 3 },
    { filters: 8, kernel: 2, stride: 2 },
  ],
  residualBlocks: 1,
  normalization: "batch",
  head: { kind: "dense", filters: 2, hidden: [16] },
};

const policies: [
  name: string,
  observations: number,
  actions: Space,
  architecture: Architecture,
  masked?: boolean,
][] = [
  ["a categorical policy", 4, discrete(3, { start: 1 }), defaultArchitecture],
  ["a masked policy", 6, discrete(9), { ...defaultArchitecture, activation: "relu" }, true],
  [
    "a normal policy",
    3,
    box({ low: -1, high: 1, shape: [2] }),
    { ...defaultArchitecture, activation: "sigmoid" },
  ],
  ["a policy of several choices", 4, multiDiscrete([3, 2]), defaultArchitecture],
  ["a masked policy of several choices", 4, multiDiscrete([3, 2]), defaultArchitecture, true],
  ["a policy of switches", 4, multiBinary(3), defaultArchitecture],
  ["a convolutional policy", 100, discrete(6), images],
  ["a linear policy", 5, discrete(2), { kind: "linear" }],
];

function policyOf([, observations, actionSpace, architecture, masked = false]: (typeof policies)[number]) {
  const observationSpace = box({ low: -2, high: 2, shape: [observations] });
  const policy = createPolicy<Float32Array, unknown>(
    { observationSpace, actionSpace: actionSpace as Space<unknown> },
    { architecture, masked, generator: createGenerator(3) },
  );
  // Weights that make a difference: those of the last layer are small at first.
  const noise = createGenerator(5);
  for (const parameter of policy.parameters) {
    const values = policy.backend.values(parameter);
    for (let i = 0; i < values.length; i++) values[i] += 0.3 * noise.normal();
  }
  return policy;
}

describe("loadPolicy of logpi/inference", () => {
  it.each(policies)("acts as %s does, to the bit", (...description) => {
    const policy = policyOf(description);
    const acting = loadPolicy<Float32Array>(policy.save());
    const [first, second, draws] = [createGenerator(7), createGenerator(7), createGenerator(9)];
    const [, observations, actionSpace, , masked] = description;
    for (let i = 0; i < 50; i++) {
      const observation = Float32Array.from({ length: observations }, () => draws.uniform(-2, 2));
      const legal = masked
        ? Array.from({ length: actionSpace.size }, (_, a) => Number(a % 3 === 0 || draws.random() < 0.5))
        : undefined;
      expect(acting.act(observation, legal)).toEqual(policy.act(observation, legal));
      expect(acting.sample(observation, first, legal)).toEqual(policy.sample(observation, second, legal));
    }
    expect(acting.actionSpace.toJSON()).toEqual(policy.actionSpace.toJSON());
  });

  it.each<[string, unknown]>([
    ["an object with keys nmae", { nmae: "x" }],
    ["an object with keys name, backend", { name: undefined, backend: "wasm" }],
    ["null", null],
    ['the string "black"', "black"],
  ])("refuses other options than a name: %s", (found, options) => {
    const file = policyOf(policies[0]).save();
    expect(() => loadPolicy(file, options as never)).toThrow(
      `loadPolicy: the options must be { name }, or left out; found ${found}`,
    );
  });

  it("refuses masks that do not fit", () => {
    const masked = policies.find((description) => description[4])!;
    const acting = loadPolicy<Float32Array>(policyOf(masked).save());
    const observation = new Float32Array(masked[1]);
    expect(() => acting.act(observation, [1])).toThrow(/legalActions: expected 9 entries, found 1/);
    expect(() => acting.act(observation, new Uint8Array(masked[2].size))).toThrow(
      /at least one legal action/,
    );
  });

  it("refuses observations that are none", () => {
    const acting = loadPolicy(policyOf(policies[0]).save());
    expect(() => acting.act(new Float32Array(3))).toThrow(/the observation is not in the observation space/);
  });
});
