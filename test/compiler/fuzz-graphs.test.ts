import { describe, expect, it } from "vitest";
import { fuzzGraphs } from "../../scripts/fuzz-graphs/campaign.ts";
import { createNativeBackend } from "../../src/backends/native/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import type { Backend } from "../../src/compiler/backend.ts";
import { addOn } from "../backends/add-on.ts";

const backends: [string, () => Backend<Float32Array>][] = [["wasm", () => createWasmBackend()]];
if (addOn) backends.push(["native", () => createNativeBackend()]);

describe("random graphs and networks", () => {
  // The same with any number of graphs: npx tsx scripts/fuzz-graphs.ts --backend native --count COUNT.
  it.each(backends)(
    "give the values of the reference backend or are refused with a reason, on the %s backend",
    (_, createBackend) => {
      const figures = fuzzGraphs(150, 0, createBackend);
      // All of it was tried.
      expect(figures.graphs).toBe(150);
      expect(figures.compared).toBeGreaterThan(100);
      expect(figures.instructions).toBeGreaterThan(2000);
      expect(figures.refused).toBeGreaterThan(10);
      expect(figures.stopped).toBeGreaterThan(0);
    },
  );
});
