import { describe, expect, it } from "vitest";
import { box, discrete } from "../../src/environments/index.ts";
import { type Architecture, boardArchitecture } from "../../src/networks/index.ts";
import { createObservationScale, createPolicy, loadPolicy, resizePolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const planes = 2;
const spacesOf = (size: number) => ({
  observationSpace: box({ low: 0, high: 1, shape: [size, size, planes] }),
  actionSpace: discrete(size * size + 1),
});
const create = (size: number, change: Partial<Parameters<typeof createPolicy>[1]> = {}) =>
  createPolicy(spacesOf(size), {
    architecture: boardArchitecture([size, size, planes], { layers: 3, filters: 4 }),
    generator: createGenerator(3),
    ...change,
  });

/** A board that is empty but for a pattern whose middle is at a place. */
function boardWith(size: number, row: number, column: number): number[] {
  const board = new Array<number>(size * size * planes).fill(0);
  [
    [0, 0],
    [0, 1],
    [1, 0],
    [-1, 1],
  ].forEach(([down, right], i) => {
    board[((row + down) * size + column + right) * planes + (i % planes)] = 1;
  });
  return board;
}

/** The most probable of the points around a place, as an offset from it; they see nothing but the pattern. */
const chosen = (policy: ReturnType<typeof create>, size: number, row: number, column: number) => {
  const near = new Uint8Array(size * size + 1);
  const offsets = [-2, -1, 0, 1, 2].flatMap((down) => [-2, -1, 0, 1, 2].map((right) => [down, right]));
  for (const [down, right] of offsets) near[(row + down) * size + column + right] = 1;
  const action = policy.act(boardWith(size, row, column) as never, near) as number;
  return [Math.floor(action / size) - row, (action % size) - column];
};

describe("a policy for another size of boards", () => {
  it("answers a pattern that is far from the edges as before, wherever it is and on every size", () => {
    const policy = create(13, { masked: true });
    const answer = chosen(policy, 13, 6, 6);
    for (const size of [13, 15, 19]) {
      const resized = resizePolicy(policy, spacesOf(size));
      for (const place of [6, size - 7]) expect(chosen(resized, size, 6, place)).toEqual(answer);
    }
  });

  it("keeps the weights, interpolates the bias, and is saved and read like any other", () => {
    const policy = create(5);
    const bias = policy.parameters.find(
      ({ attributes }) => attributes.name === "policy.head.positions.bias",
    )!;
    policy.backend.values(bias).set(Array.from({ length: 25 }, (_, i) => (i % 5) / 4));
    const resized = resizePolicy(policy, spacesOf(9));
    const { "policy.head.positions.bias": interpolated, ...weights } = resized.weights();
    expect(Array.from(interpolated.data)).toEqual(Array.from({ length: 81 }, (_, i) => (i % 9) / 8));
    const { "policy.head.positions.bias": _, ...before } = policy.weights();
    expect(weights).toEqual(before);
    expect(loadPolicy(resized.save()).weights()).toEqual(resized.weights());
  });

  it("has an interpolated bias where the other size has as many positions", () => {
    const spaces = (height: number, width: number) => ({
      observationSpace: box({ low: 0, high: 1, shape: [height, width, planes] }),
      actionSpace: discrete(height * width + 1),
    });
    const architecture = boardArchitecture([2, 8, planes], { layers: 1, filters: 16 });
    const policy = createPolicy(spaces(2, 8), { architecture, generator: createGenerator(3) });
    const bias = policy.parameters.find(
      ({ attributes }) => attributes.name === "policy.head.positions.bias",
    )!;
    policy.backend.values(bias).set(Array.from({ length: 16 }, (_, i) => 3 * (i % 8)));
    const { "policy.head.positions.bias": interpolated, ...weights } = resizePolicy(
      policy,
      spaces(4, 4),
    ).weights();
    expect(Array.from(interpolated.data)).toEqual(Array.from({ length: 16 }, (_, i) => 7 * (i % 4)));
    // The others of this length are those of the 16 filters.
    const { "policy.head.positions.bias": _, ...before } = policy.weights();
    expect(weights).toEqual(before);
  });

  it("keeps the name of a policy, which begins the names of its weights", () => {
    const policy = create(5, { name: "black" });
    const resized = resizePolicy(policy, spacesOf(9));
    expect(Object.keys(resized.weights())).toEqual(Object.keys(policy.weights()));
    expect(resized.weights()["black.head.positions.bias"].data).toHaveLength(81);
  });

  it("is refused without spaces, and with the name of a backend", () => {
    expect(() => resizePolicy(create(5), null as never)).toThrow(
      "resizePolicy: observationSpace: expected a space, as made by box(), discrete(), …; found undefined",
    );
    expect(() => resizePolicy(create(5), spacesOf(9), { backend: "wasm" as never })).toThrow(
      'resizePolicy: backend is "wasm"; it must be a backend, such as createWasmBackend()',
    );
  });

  it("of the same size plays the same", () => {
    const policy = create(5);
    expect(resizePolicy(policy, spacesOf(5)).weights()).toEqual(policy.weights());
  });

  it("is refused where another part of the network has a size, or the planes are others", () => {
    const dense = boardArchitecture([5, 5, planes], { head: { kind: "dense" } });
    expect(() => resizePolicy(create(5, { architecture: dense }), spacesOf(9))).toThrow(
      'weights "policy.head.0.weight" have shape [1600, 26], and [5184, 82] for the other size',
    );
    const observationScale = createObservationScale(spacesOf(5).observationSpace);
    expect(() => resizePolicy(create(5, { observationScale }), spacesOf(9))).toThrow(
      "normalizes each number",
    );
    const linear: Architecture = { kind: "linear" };
    expect(() => resizePolicy(create(5, { architecture: linear }), spacesOf(9))).toThrow(
      'must be { kind: "convolutional", … }',
    );
    const others = { ...spacesOf(9), observationSpace: box({ low: 0, high: 1, shape: [9, 9, 3] }) };
    expect(() => resizePolicy(create(5), others)).toThrow(
      "have shape [9, 9, 3]; it must be [height, width, 2]",
    );
  });
});
