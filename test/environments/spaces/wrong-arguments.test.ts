import { describe, expect, it } from "vitest";
import { box, dict, discrete, multiBinary, multiDiscrete, tuple } from "../../../src/environments/index.ts";

/** Calls as somebody makes them who knows another library, or no types. */
const call = (make: unknown, ...args: unknown[]) => (make as (...args: unknown[]) => unknown)(...args);

describe("a space", () => {
  it.each([
    [
      box,
      [0, 1],
      "box: expected an object, as in box({ low: -1, high: 1, shape: [3] }); found the number 0.",
    ],
    [box, [], "box: expected an object, as in box({ low: -1, high: 1, shape: [3] }); found undefined."],
    [
      box,
      [[0, 1]],
      "box: expected an object, as in box({ low: -1, high: 1, shape: [3] }); found an array of 2.",
    ],
    [
      box,
      [{ shape: [3] }],
      "box: low must be a number or a list of numbers, found undefined. Where there is no bound, write -Infinity or Infinity.",
    ],
    [box, [{ low: 0, shape: [3] }], "box: high must be a number or a list of numbers, found undefined."],
    [
      box,
      [{ low: 0, high: 1, shape: 3 }],
      "box: shape must be a list of dimensions such as [3], found the number 3.",
    ],
    [
      box,
      [{ low: 0, high: 1, shape: "3" }],
      'box: shape must be a list of dimensions such as [3], found the string "3".',
    ],
    [
      box,
      [{ low: 0, high: 1, shape: { length: 1, 0: 3 } }],
      "box: shape must be a list of dimensions such as [3], found an object with keys 0, length.",
    ],
    [
      multiDiscrete,
      [{ length: 2, 0: 2, 1: 3 }],
      "multiDiscrete: expected a list of counts such as [3, 2], found an object with keys 0, 1, length.",
    ],
    [
      box,
      [{ low: 0, high: 1, shape: null }],
      "box: shape must be a list of dimensions such as [3], found null.",
    ],
    [box, [{ min: 0, max: 1 }], "box: there is no option min. The options are low, high, shape."],
    [
      box,
      [{ low: 0, high: 1, dtype: "float32" }],
      "box: there is no option dtype. The options are low, high, shape.",
    ],
    [
      box,
      [{ low: [[0, 0]], high: 1 }],
      "box: low must be a number or ±Infinity, found an array of 2 at element 0.",
    ],
    [discrete, [{ n: 3 }], "discrete: n: expected a positive integer, found an object with keys n."],
    [
      discrete,
      [3, 1],
      "discrete: the second argument must be an object such as { start: 1 }, found the number 1.",
    ],
    [discrete, [3, { begin: 1 }], "discrete: there is no option begin. The only option is start."],
    [multiDiscrete, [3, 2], "multiDiscrete: expected a list of counts such as [3, 2], found the number 3."],
    [multiBinary, [{ n: 3 }], "multiBinary: n: expected a positive integer, found an object with keys n."],
    [dict, [], "dict: expected an object with a space for each key, found undefined."],
    [dict, [[discrete(2)]], "dict: expected an object with a space for each key, found an array of 1."],
    [
      tuple,
      [discrete(2), discrete(3)],
      "tuple: expected a list of spaces, as in tuple([a, b]); found an object with keys",
    ],
    [tuple, [], "tuple: expected a list of spaces, as in tuple([a, b]); found undefined."],
  ])("says what it takes: case %#", (make, args, message) => {
    expect(() => call(make, ...args)).toThrow(message);
  });
});
