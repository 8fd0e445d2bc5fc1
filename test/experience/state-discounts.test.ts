import { describe, expect, it } from "vitest";
import { createStateDiscounts, discountWeights } from "../../src/experience/index.ts";

describe("the discounts of states", () => {
  it("go on from one rollout into the next, and begin anew after each end, copy by copy", () => {
    const discounts = createStateDiscounts({ count: 2, discount: 0.5 });
    const next = (episodeLengths: number[]) =>
      Array.from(discounts.next({ episodeLengths }, new Float64Array(episodeLengths.length)));
    expect(next([0, 0, 2, 0, 0, 0])).toEqual([1, 1, 0.5, 0.5, 1, 0.25]);
    expect(next([0, 4, 0, 1])).toEqual([0.5, 0.125, 0.25, 1]);
    expect(next([0, 0])).toEqual([0.125, 1]);
  });

  it("are those of whole episodes, however the steps are cut into rollouts", () => {
    const lengths = [3, 1, 7, 2];
    const steps = lengths.reduce((a, b) => a + b);
    const episodeStarts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
    const whole = discountWeights({ discount: 0.9, episodeStarts, weights: new Float64Array(steps) });
    const ended = new Int32Array(steps);
    lengths.forEach((length, i) => {
      ended[episodeStarts[i] + length - 1] = length;
    });
    const discounts = createStateDiscounts({ count: 1, discount: 0.9 });
    const cut = [5, 1, 7].flatMap((size, i, sizes) => {
      const start = sizes.slice(0, i).reduce((a, b) => a + b, 0);
      const episodeLengths = ended.subarray(start, start + size);
      return Array.from(discounts.next({ episodeLengths }, new Float64Array(size)));
    });
    expect(cut).toEqual(Array.from(whole));
  });

  it("begin anew where a copy begins anew between two rollouts, and go on from a saved state", () => {
    const discounts = createStateDiscounts({ count: 2, discount: 0.5 });
    discounts.next({ episodeLengths: [0, 0, 0, 0] }, new Float64Array(4));
    const other = createStateDiscounts({ count: 2, discount: 0.5 });
    other.restore(discounts.save());
    const rollout = { episodeLengths: [0, 0], stepsBefore: [0, 2] };
    for (const each of [discounts, other]) {
      expect(Array.from(each.next(rollout, new Float64Array(2)))).toEqual([1, 0.25]);
    }
  });

  it("are all 1 for the discount 1, and 0 but for first steps for the discount 0", () => {
    const weights = (discount: number) =>
      Array.from(
        createStateDiscounts({ count: 1, discount }).next(
          { episodeLengths: [0, 0, 3, 0] },
          new Float32Array(4),
        ),
      );
    expect(weights(1)).toEqual([1, 1, 1, 1]);
    expect(weights(0)).toEqual([1, 0, 0, 1]);
  });

  it("refuse what does not fit", () => {
    expect(() => createStateDiscounts({ count: 0, discount: 0.9 })).toThrow(
      /count is 0; it must be an integer/,
    );
    expect(() => createStateDiscounts({ count: 1, discount: 1.1 })).toThrow(
      "discount is 1.1; it must be from 0 to 1",
    );
    const discounts = createStateDiscounts({ count: 2, discount: 0.9 });
    expect(() => discounts.next({ episodeLengths: [0, 0, 0, 0] }, new Float64Array(3))).toThrow(
      /weights: the number of rows/,
    );
    expect(() => discounts.next({ episodeLengths: [0, 0] }, new Float64Array(4))).toThrow(
      "episodeLengths has 2 elements; it must have 4 or more",
    );
    expect(() => discounts.next({ episodeLengths: [0, 0], stepsBefore: [0] }, new Float64Array(2))).toThrow(
      "stepsBefore has 1 elements; it must have 2 or more",
    );
  });
});
