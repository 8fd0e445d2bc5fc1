import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparkline } from "../../../src/cli/display/sparkline.ts";

describe("sparkline", () => {
  it("draws from the lowest value to the highest", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([-200, -1000], 8)).toBe("█▁");
  });

  it("takes means where there are more values than characters", () => {
    expect(sparkline([0, 0, 0, 7, 7, 7], 2)).toBe("▁█");
    expect(sparkline([0, 2, 6, 8], 2)).toBe("▁█");
  });

  it("draws equal values low, and nothing as nothing", () => {
    expect(sparkline([3, 3, 3], 8)).toBe("▁▁▁");
    expect(sparkline([], 8)).toBe("");
    expect(sparkline([1, 2], 0)).toBe("");
  });

  it("is never wider than asked for", () => {
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(values, fc.nat(50), (values, width) => {
        expect(sparkline(values, width)).toHaveLength(Math.min(width, values.length));
        expect(sparkline(values, width)).toMatch(/^[▁-█]*$/);
      }),
    );
  });
});
