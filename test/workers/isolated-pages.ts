import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, type ConsoleMessage, chromium, type Page } from "playwright-core";

export const chromiumPath = "/usr/bin/chromium";

/** A browser, and pages of a server that serves a folder. */
export interface IsolatedPages {
  readonly browser: Browser;
  /** Where pages are cross-origin isolated; below `shared/` they are not. */
  readonly address: string;
  /** A new empty page. */
  open(path?: string): Promise<Page>;
  close(): Promise<void>;
}

export async function openIsolatedPages(folder: string): Promise<IsolatedPages> {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url!, "http://localhost");
    if (!pathname.startsWith("/shared/")) {
      response.setHeader("cross-origin-opener-policy", "same-origin");
      response.setHeader("cross-origin-embedder-policy", "require-corp");
    }
    const isScript = pathname.endsWith(".js");
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    try {
      response.end(isScript ? await readFile(join(folder, pathname)) : "<!doctype html><title>logpi</title>");
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  return {
    browser,
    address,
    async open(path = "/") {
      const page = await browser.newPage();
      await page.goto(`${address}${path}`);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Lines of the page's console while something goes on. */
export async function printedDuring(page: Page, work: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const hear = (message: ConsoleMessage) => lines.push(message.text());
  page.on("console", hear);
  await work();
  page.off("console", hear);
  return lines;
}
