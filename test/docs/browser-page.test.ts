import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { describe, expect, it } from "vitest";
import { chromiumPath } from "../workers/isolated-pages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const markdown = readFileSync(join(root, "docs/browser.md"), "utf8");

/** The files of the page: each block that begins with a name. */
const files = [...markdown.matchAll(/```\w+\n(?:\/\/|<!--) ([\w.]+\.\w+)(?: -->)?\n(.*?)```/gs)];

describe.skipIf(!existsSync(chromiumPath))("the page of docs/browser.md (apt-get install chromium)", () => {
  it("trains in a web worker when Vite has built it", async () => {
    expect(files.map(([, name]) => name)).toEqual(["index.html", "main.ts", "training.ts", "vite.config.ts"]);
    execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root });
    const folder = mkdtempSync(join(root, "node_modules/.page-"));
    for (const [, name, content] of files) writeFileSync(join(folder, name), content);
    const alias = { logpi: join(root, "dist/index.js") };
    const page = { root: folder, configFile: join(folder, "vite.config.ts"), resolve: { alias } };
    await build({ ...page, logLevel: "silent", build: { target: "es2022" } });
    const server = await preview({ ...page, preview: { port: 0 } });
    const browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const tab = await browser.newPage();
      await tab.goto(server.resolvedUrls!.local[0]);
      expect(await tab.evaluate("crossOriginIsolated")).toBe(true);
      await tab.waitForFunction(
        "document.querySelector('#report').textContent.startsWith('a policy of')",
        undefined,
        {
          timeout: 60_000,
        },
      );
    } finally {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
