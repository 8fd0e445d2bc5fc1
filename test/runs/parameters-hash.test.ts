import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parametersHash } from "../../src/runs/parameters-hash.ts";

const weights = (...tensors: number[][]) => ({
  weights: () =>
    Object.fromEntries(
      tensors.map((data, i) => [`tensor${i}`, { shape: [data.length], data: Float32Array.from(data) }]),
    ),
});

describe("parametersHash", () => {
  it("is the SHA-256 of the weights as little-endian float32, in their order", () => {
    const bytes = Buffer.alloc(12);
    [1.5, -2, 3e-8].forEach((x, i) => bytes.writeFloatLE(x, 4 * i));
    const expected = createHash("sha256").update(bytes).digest("hex");
    expect(parametersHash(weights([1.5, -2], [3e-8]))).toBe(expected);
    expect(parametersHash(weights([-2, 1.5], [3e-8]))).not.toBe(expected);
  });

  it("tells 0 and -0 apart, as it does any two bit patterns", () => {
    expect(parametersHash(weights([0]))).not.toBe(parametersHash(weights([-0])));
  });
});
