import { describe, it } from "vitest";
import { expectCase, type FixtureCase } from "./fixture.ts";
import torch from "./torch.json" with { type: "json" };

describe("log-density, score, entropy, divergence and moments equal PyTorch's", () => {
  const cases = torch.cases as unknown as FixtureCase[];
  // PyTorch gives the index of a category no moments, and squares differences of moments itself.
  it.each(cases.map((each) => [each.density, JSON.stringify(each.parameters), each] as const))(
    "%s %s",
    (_, __, fixture) => expectCase(fixture, 1e-10),
  );
});
