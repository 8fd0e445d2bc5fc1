import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltPrograms, buildPrograms } from "../../scripts/run-snippets.mjs";
import { gnuGoPath, hasGnuGo } from "../gnu-go.ts";

const docs = new URL("../../docs/", import.meta.url);
const pages = readdirSync(docs, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => [name, readFileSync(new URL(name, docs), "utf8")] as const)
  .filter(([, text]) => text.includes("```text"));

let programs: BuiltPrograms;
beforeAll(async () => {
  programs = await buildPrograms(Object.fromEntries(pages));
});
afterAll(() => programs.remove());

describe.concurrent("the programs in the docs print what stands behind them", () => {
  for (const [name, text] of pages) {
    it.skipIf(text.includes(gnuGoPath) && !hasGnuGo)(name, async () => {
      expect(await programs.withOutputs(name)).toBe(text);
    });
  }
});
