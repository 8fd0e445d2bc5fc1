import { describe, expect, test } from "vitest";
import {
  box,
  dict,
  discrete,
  type Environment,
  type Space,
  vectorize,
  vectorizeEach,
} from "../../../src/environments/index.ts";

/** Shows these observations one after another, in episodes of `length` steps. */
const showing = (observationSpace: Space, shown: readonly unknown[], length = 2): Environment => {
  let at = 0;
  const next = () => shown[Math.min(at++, shown.length - 1)];
  return {
    observationSpace,
    actionSpace: discrete(2),
    reset: () => ({ observation: next() }),
    step: () => ({ observation: next(), reward: 0, terminated: at % (length + 1) === 0, truncated: false }),
  };
};

const warningsOf = (open: typeof vectorize | typeof vectorizeEach, source: () => Environment, count = 1) => {
  const warnings: string[] = [];
  const environments = [open(source, { count, warn: (_, message) => void warnings.push(message) })].flat();
  for (const environment of environments) {
    const observations = new Float32Array(environment.count * environment.observationSize);
    environment.reset(observations);
    for (let i = 0; i < 5; i += 1) environment.step(new Int32Array(environment.count), observations);
  }
  return warnings;
};

const unit = box({ low: 0, high: 1, shape: [2] });
const inside = [0.5, 0.5];

describe("an observation outside its bounds is warned of", () => {
  test("once, with the copy, the entry, its value and the bounds", () => {
    let made = 0;
    const source = () => showing(unit, made++ === 0 ? [inside] : [inside, [0.5, 1.001], [-7, 0]]);
    const [warning, ...others] = warningsOf(vectorize, source, 3);
    expect(others).toEqual([]);
    expect(warning).toMatch(
      /^source, copy 1, step 1 of the run: observation: element 1 is 1\.001, outside its bounds 0 to 1\. /,
    );
  });

  test("once for environments that are stepped one by one, too", () => {
    expect(warningsOf(vectorizeEach, () => showing(unit, [[2, 2]]), 4)).toHaveLength(1);
  });

  test.each([
    ["a first observation", [[-0.5, 0]], /step 0 of the run: observation: element 0 is -0\.5, /],
    [
      "a final observation",
      [inside, inside, [0, 2], inside],
      /step 2 of the run: observation: element 1 is 2, /,
    ],
    [
      "the first observation of a later episode",
      [inside, inside, inside, [3, 0]],
      /step 2 of the run: .* element 0 is 3, /,
    ],
  ])("when it is %s", (_, shown, message) => {
    expect(warningsOf(vectorize, () => showing(unit, shown)).join()).toMatch(message);
  });

  test("with its key in a dict", () => {
    const space = dict({ z: box({ low: [-1, 0], high: [Infinity, 1] }), a: discrete(3) });
    const source = () => showing(space, [{ a: 1, z: [5, 1 + 2 ** -23] }]);
    expect(warningsOf(vectorize, source).join()).toMatch(
      /z, element 1 is 1\.0000001, outside its bounds 0 to 1\./,
    );
  });

  test("and no observation that is inside, or that no bound holds", () => {
    expect(warningsOf(vectorize, () => showing(unit, [[0, 1], [1, 0], inside]))).toEqual([]);
    const rounded = box({ low: -0.1, high: 0.1 });
    expect(warningsOf(vectorize, () => showing(rounded, [[0.1], [-0.1]]))).toEqual([]);
    const open = box({ low: -Infinity, high: Infinity });
    expect(warningsOf(vectorize, () => showing(open, [[1e30]]))).toEqual([]);
    expect(warningsOf(vectorize, () => showing(discrete(3), [0, 1, 2]))).toEqual([]);
  });
});
