import { describe, expect, it } from "vitest";
import { importFrom, inModule, whyNotYet } from "../../src/workers/index.ts";

describe("inModule", () => {
  it("takes the URL of the module, as text or as an object", () => {
    const { href } = new URL("./environment.js", import.meta.url);
    for (const url of [href, new URL(href)]) {
      expect(inModule(url, () => 1, "corridor").module).toEqual({ url: href, name: "corridor" });
    }
  });

  it.each([
    "./environment.ts",
    "environment.ts",
    "/work/environment.ts",
    "C:\\work\\environment.ts",
    "C:/environment.ts",
    "",
  ])("refuses what is no URL, and says how to write one: %j", (path) => {
    expect(() => inModule(path, () => 1)).toThrow(
      new TypeError(
        `inModule: url is ${JSON.stringify(path)}; it must be the URL of the module that exports the value: ` +
          'import.meta.url there, elsewhere new URL("./environment.js", import.meta.url)',
      ),
    );
  });

  it("takes import.meta.url as CommonJS has it, undefined: there is no other thread that would need it", () => {
    const value = inModule(undefined as never, () => 1);
    expect(value()).toBe(1);
    expect(whyNotYet(value.module)).toBeUndefined();
  });
});

describe("importFrom", () => {
  it("leaves no obstacle behind when the import fails", async () => {
    const module = { url: new URL("./none.js", import.meta.url).href, name: "default" };
    await expect(importFrom(module)).rejects.toThrow();
    expect(whyNotYet(module)).toBe("");
  });
});
