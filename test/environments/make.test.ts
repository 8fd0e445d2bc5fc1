import { describe, expect, it } from "vitest";
import { type Environment, environmentFromBatch, make } from "../../src/environments/index.ts";

describe("make looks at what was made", () => {
  it.each<[string, () => unknown, string]>([
    ["a promise", async () => make("CartPole-v1"), "the environment is a promise; it must be made at once."],
    ["a promise that is rejected", () => Promise.reject(new Error("none")), "the environment is a promise"],
    ["an empty object", () => ({}), "observationSpace: expected a space"],
    [
      "a number",
      () => 42,
      "expected an environment, an object with observationSpace, actionSpace, reset and step",
    ],
    ["one with save alone", () => ({ ...make("CartPole-v1"), restore: undefined }), "restore: expected both"],
  ])("%s is refused", (_, create, message) => {
    expect(() => make(create as () => Environment)).toThrow(message);
    expect(() => make({ id: "Mine-v0", description: "Mine.", create: create as never })).toThrow(
      `Mine-v0: ${message}`,
    );
  });
});

it("a batch with save alone is refused as a single environment, too", () => {
  const { reset, step, observationSpace, actionSpace, save } = make("CartPole-v1");
  const batch = { count: 1, observationSpace, actionSpace, reset, step, save };
  expect(() => environmentFromBatch(batch as never)).toThrow(
    "environmentFromBatch: restore: expected both of save and restore, or neither; found undefined.",
  );
});
