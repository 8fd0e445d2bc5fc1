import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { optionsPage } from "../../scripts/option-texts.mjs";
import { algorithms } from "../../src/algorithms/index.ts";
import { describeOptions } from "../../src/learning/index.ts";

it("docs/options.md has the options of now: npm run options makes it anew", () => {
  const described = algorithms.map(({ name, description, options }) => ({
    ...{ name, description },
    options: describeOptions(options),
  }));
  expect(readFileSync(new URL("../../docs/options.md", import.meta.url), "utf8")).toBe(
    optionsPage(described),
  );
});
