import { expect, it } from "vitest";
import {
  fillZigguratTables,
  ZIGGURAT_DENSITIES,
  ZIGGURAT_SAFE_DRAWS,
  ZIGGURAT_WIDTHS,
} from "../../src/random/ziggurat-tables.ts";
import { hashOfFloats } from "./hash-of-floats.ts";

it("computes the tables of NumPy's ziggurat_constants.h to the bit", () => {
  fillZigguratTables();
  expect(hashOfFloats(ZIGGURAT_WIDTHS)).toBe(
    "a0602c341df2243e383ab9821067ee16563d881c91d7d3adc482e5dce07c7a3e",
  );
  expect(hashOfFloats(ZIGGURAT_SAFE_DRAWS)).toBe(
    "d3c6847aee4edccce48020e66271d2c4cc11056c0013e69e082c1c6ef30bd23b",
  );
  expect(hashOfFloats(ZIGGURAT_DENSITIES)).toBe(
    "acd898d9d87e212f657755ba43b21e40958090a7ff2103c9e79f4ea1b0fe2bc5",
  );
});
