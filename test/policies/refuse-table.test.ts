import { describe, expect, it } from "vitest";
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
  createActionValueFunction,
  createPolicy,
  createValueFunction,
  loadPolicy,
} from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const spaces = [
  box({ low: 0, high: 1, shape: [2] }),
  multiDiscrete([2, 3]),
  multiBinary(2),
  dict({ place: discrete(2) }),
  tuple([discrete(2), discrete(3)]),
] as unknown as readonly Space[];

const approximators: Readonly<Record<string, (space: Space) => unknown>> = {
  "a policy": (observationSpace) => createPolicy({ observationSpace, actionSpace: discrete(2) }, tabular()),
  "a value function": (space) => createValueFunction(space, tabular()),
  "an action-value function": (space) => createActionValueFunction(space, discrete(2) as Space, tabular()),
};

function tabular() {
  return { architecture: { kind: "tabular" }, generator: createGenerator(1) } as const;
}

describe.each(Object.entries(approximators))("a table as %s", (_, create) => {
  it("is for discrete observations", () => {
    expect(() => create(discrete(3) as Space)).not.toThrow();
  });

  it.each(spaces.map((space) => [space.kind, space] as const))(
    "is refused where observations are a %s space",
    (kind, space) => {
      expect(() => create(space)).toThrow(
        new RangeError(
          `architecture: kind is "tabular"; it must be "linear" or "mlp" where observations are a ${kind} space`,
        ),
      );
    },
  );
});

it("a saved policy that has such a table is loaded: it was made before tables were refused", () => {
  const observationSpace = box({ low: 0, high: 1, shape: [2] });
  const { generator, architecture } = tabular();
  const weights = Float32Array.of(1, 2, 3, 5);
  const made = createPolicy(
    { observationSpace, actionSpace: discrete(2) },
    { architecture, generator, saved: () => weights },
  );
  const loaded = loadPolicy(made.save());
  expect(loaded.architecture).toEqual(architecture);
  expect(loaded.weights()).toEqual(made.weights());
});
