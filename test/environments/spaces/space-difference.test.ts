import { describe, expect, test } from "vitest";
import {
  box,
  dict,
  discrete,
  multiBinary,
  multiDiscrete,
  type Space,
  spaceFromJson,
  tuple,
} from "../../../src/environments/index.ts";
import { spaceDifference } from "../../../src/environments/spaces/space-difference.ts";

const nested = (inner: Space) => dict({ a: discrete(2), b: tuple([multiBinary(1), dict({ c: inner })]) });

const same: Space[] = [
  discrete(3, { start: 5 }),
  multiDiscrete([3, 2]),
  multiBinary(4),
  box({ low: [0, -Infinity], high: [0.1, Infinity] }),
  box({ low: 0, high: 1, shape: [2, 3] }),
  nested(box({ low: 0, high: 1 })),
];

describe("spaceDifference", () => {
  test.each(same)("finds none between a space and its copy: $kind", (space) => {
    expect(spaceDifference(space, space)).toBeUndefined();
    expect(spaceDifference(space, spaceFromJson(JSON.parse(JSON.stringify(space))))).toBeUndefined();
  });

  test("takes a dict's keys in any order, and a bound for each element like one for all", () => {
    const [a, b] = [discrete(2), box({ low: [0, 0], high: [1, 1] })];
    const other = dict({ b: box({ low: 0, high: 1, shape: [2] }), a: discrete(2, { start: 0 }) });
    expect(spaceDifference(dict({ a, b }), other)).toBeUndefined();
  });

  test.each<[Space, Space, string, string, string]>([
    [discrete(3), multiDiscrete([3]), "kind", "discrete", "multi-discrete"],
    [discrete(3), discrete(4), "n", "3", "4"],
    [discrete(3), discrete(3, { start: 5 }), "start", "0", "5"],
    [multiBinary(3), multiBinary(2), "n", "3", "2"],
    [multiDiscrete([3, 2]), multiDiscrete([2, 3]), "count of element 0", "3", "2"],
    [multiDiscrete([3, 2]), multiDiscrete([5]), "number of counts", "2", "1"],
    [box({ low: 0, high: 1, shape: [6] }), box({ low: 0, high: 1, shape: [2, 3] }), "shape", "[6]", "[2, 3]"],
    [box({ low: [0, 0], high: 1 }), box({ low: [0, -1], high: 1 }), "low of element 1", "0", "-1"],
    [box({ low: 0, high: 1 }), box({ low: 0, high: Infinity }), "high of element 0", "1", "Infinity"],
    [dict({ a: discrete(2) }), dict({ b: discrete(2) }), "keys", '["a"]', '["b"]'],
    [
      dict({ a: discrete(2), "b, c": discrete(2) }),
      dict({ "a, b": discrete(2), c: discrete(2) }),
      "keys",
      '["a","b, c"]',
      '["a, b","c"]',
    ],
    [tuple([discrete(2)]), tuple([discrete(2), discrete(2)]), "number of places", "1", "2"],
    [nested(discrete(2)), nested(discrete(2, { start: 1 })), "b, place 1, c, start", "0", "1"],
    [nested(discrete(2)), nested(multiBinary(2)), "b, place 1, c, kind", "discrete", "multi-binary"],
  ])("names the part that differs, and both values: %#", (a, b, part, first, second) => {
    expect(spaceDifference(a, b)).toEqual({ part, first, second });
    expect(spaceDifference(b, a)).toEqual({ part, first: second, second: first });
  });
});
