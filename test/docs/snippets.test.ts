import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withOutputs } from "../../scripts/run-snippets.mjs";

const docs = new URL("../../docs/", import.meta.url);
const pages = readdirSync(docs, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => [name, readFileSync(new URL(name, docs), "utf8")] as const)
  .filter(([, text]) => text.includes("```text"));

describe("the programs in the docs print what stands behind them", () => {
  it.each(pages)("%s", async (_, text) => {
    expect(await withOutputs(text)).toBe(text);
  });
});
