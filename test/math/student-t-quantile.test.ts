import { describe, expect, it } from "vitest";
import { studentTQuantile } from "../../src/math/special/student-t-quantile.ts";

describe("studentTQuantile", () => {
  it.each([
    [0.05, 1, 12.706204736432095],
    [0.05, 2, 4.302652729911275],
    [0.05, 3, 3.182446305284263],
    [0.05, 5, 2.570581835636314],
    [0.05, 9, 2.262157162740992],
    [0.05, 30, 2.042272456301238],
    [0.05, 100, 1.983971518523553],
    [0.01, 3, 5.840909309732955],
    [0.01, 10, 3.169272671610186],
    [0.5, 3, 0.764892328404345],
  ])("of probability %s with %s degrees of freedom is that of tables", (p, freedom, expected) => {
    expect(Math.abs(studentTQuantile(p, freedom) / expected - 1)).toBeLessThan(1e-5);
  });
});
