import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFailure, WorkerError, writeFailure } from "../../src/workers/failure.ts";
import { createSharedMemory } from "../../src/workers/sharing/shared-memory.ts";
import { describeThrown } from "../../src/workers/thrown.ts";

const anything = fc.anything({
  ...{ withBigInt: true, withSparseArray: true, withNullPrototype: true, withDate: true },
});

/** How an object is made whose properties have any value, or throw it when they are read. */
const recipe = fc.record({
  type: fc.constantFrom("Error", "RangeError", "Object"),
  properties: fc.dictionary(
    fc.constantFrom("name", "message", "stack", "cause", "toJSON", "toString"),
    fc.record({ value: anything, throws: fc.boolean() }),
  ),
});

function made({
  type,
  properties,
}: typeof recipe extends fc.Arbitrary<infer Recipe> ? Recipe : never): object {
  const object = new { Error, RangeError, Object }[type]!();
  // The stack first: V8 makes the one that is replaced, of the error's name and message.
  const keys = Object.keys(properties).sort((a, b) => Number(b === "stack") - Number(a === "stack"));
  for (const key of keys) {
    const { value, throws } = properties[key];
    const get = () => {
      throw value;
    };
    Object.defineProperty(object, key, throws ? { get } : { value });
  }
  return object;
}

function survives(thrown: unknown): void {
  const { name, message, stack } = describeThrown(thrown);
  for (const text of [name, message, stack]) expect(typeof text).toBe("string");
  const memory = createSharedMemory();
  expect(writeFailure(memory, 2, thrown)).toBe(true);
  const failure = readFailure(memory)!;
  expect(failure.rank).toBe(2);
  expect(new WorkerError(failure).message).toMatch(/ \(in worker 2\)$/);
}

describe("what was thrown", () => {
  it("is described, written down and read again whatever it is, and throws nothing", () => {
    fc.assert(fc.property(anything, survives));
    fc.assert(fc.property(recipe, (recipe) => survives(made(recipe))));
  });

  it("is described with its causes", () => {
    const inner = new TypeError("inner");
    const { name, message, cause } = describeThrown(new RangeError("outer", { cause: inner }));
    expect({ name, message }).toEqual({ name: "RangeError", message: "outer" });
    expect(cause).toEqual({ name: "TypeError", message: "inner", stack: inner.stack });
  });

  it("ends where a cause is its own cause", () => {
    const error = new Error("round and round");
    error.cause = error;
    expect(describeThrown(error).cause?.cause?.message).toBe("round and round");
  });

  it.each([
    ["an error without a message", new RangeError(), "RangeError"],
    ["a number", 5, "5 was thrown, which is not an error"],
    ["undefined", undefined, "undefined was thrown, which is not an error"],
    ["a list as the message", Object.assign(new Error(), { message: [1, 2] }), "[1,2]"],
    ["a plain object", { code: 5 }, '{"code":5}'],
  ])("is a message of the error: %s", (_, thrown, message) => {
    const memory = createSharedMemory();
    writeFailure(memory, 1, thrown);
    expect(new WorkerError(readFailure(memory)!).message).toBe(`${message} (in worker 1)`);
  });
});
