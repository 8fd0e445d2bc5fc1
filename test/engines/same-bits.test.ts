import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { trainAndHash } from "./train-and-hash.ts";

const here = new URL(".", import.meta.url).pathname;
const node24 = join(here, "../../.ci/node24/node_modules/node/bin/node");
const chromiumPath = "/usr/bin/chromium";
const inThisNode = trainAndHash();
const writtenDown = JSON.parse(readFileSync(join(here, "weights.json"), "utf8"));

/** The training with all that it imports as one script, without anything of Node. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, "train-and-hash.ts")],
    bundle: true,
    format: "iife",
    globalName: "logpi",
    platform: "browser",
    target: "es2022",
    logLevel: "error", // nothing here asks for the modules that are found by import.meta.url
    write: false,
  });
  return outputFiles[0].text;
}

describe("the same seed gives the same weights, to the bit", () => {
  // A change of the algorithms or kernels may change these on purpose: then write down what this test finds.
  it("as on the machine where they were written down", () => {
    expect(inThisNode).toEqual(writtenDown);
  });

  it("on a second run", () => {
    expect(trainAndHash()).toEqual(inThisNode);
  });

  it.skipIf(!existsSync(node24))("in Node 24 (npm install --prefix .ci/node24 node@24)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "logpi-"));
    try {
      const script = join(folder, "train.cjs");
      writeFileSync(
        script,
        `${await bundle()}\nconsole.log(JSON.stringify([process.version, logpi.trainAndHash()]));`,
      );
      const [version, hashes] = JSON.parse(execFileSync(node24, [script], { encoding: "utf8" }));
      expect(version).toMatch(/^v24\./);
      expect(hashes).toEqual(inThisNode);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(!existsSync(chromiumPath))("in Chromium (apt-get install chromium)", async () => {
    const page = "<!doctype html><title>logpi</title><script src=/train.js></script>";
    const script = await bundle();
    const server = createServer((request, response) => {
      const isScript = request.url === "/train.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : page);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    try {
      const tab = await browser.newPage();
      await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const hashes = await tab.evaluate("logpi.trainAndHash()");
      expect(hashes).toEqual(inThisNode);
    } finally {
      await browser.close();
      server.close();
    }
  });
});
