import { describe, expect, it } from "vitest";
import { fuzzPolicyFiles } from "../../scripts/fuzz-policy-files/campaign.ts";

describe("damaged policy files", () => {
  // The same with any number of files: npx tsx scripts/fuzz-policy-files.ts COUNT.
  it("give clear errors, or policies that act alike in both loaders and within their space", () => {
    const { files, outcomes } = fuzzPolicyFiles(600);
    expect(files).toBe(600);
    // All of it was tried: refused, taken, and changed in a way that no loader can know of.
    const total = (key: "refused" | "asOriginal" | "alike") =>
      Object.values(outcomes).reduce((sum, outcome) => sum + outcome[key], 0);
    expect(Object.keys(outcomes)).toHaveLength(12);
    for (const key of ["refused", "asOriginal", "alike"] as const) expect(total(key)).toBeGreaterThan(5);
  });
});
