import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { trainAndHash } from "./train-and-hash.ts";

const here = new URL(".", import.meta.url).pathname;
const node24 = join(here, "../../.ci/node24/node_modules/node/bin/node");
const chromium = "/usr/bin/chromium";
const firefox = "/usr/bin/firefox-esr";
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

  it.skipIf(!existsSync(chromium))("in Chromium (apt-get install chromium)", async () => {
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    const others = ["--disable-component-update", "--disable-sync", "--no-first-run"];
    const hashes = await hashesIn(chromium, (profile) => [...flags, ...others, `--user-data-dir=${profile}`]);
    expect(hashes).toEqual(inThisNode);
  });

  it.skipIf(!existsSync(firefox))("in Firefox (apt-get install firefox-esr)", async () => {
    const hashes = await hashesIn(firefox, (profile) => ["--headless", "--no-remote", "--profile", profile]);
    expect(hashes).toEqual(inThisNode);
  });
});

/** What a browser finds: it opens a page that trains and posts the hashes back. */
async function hashesIn(browser: string, flags: (profile: string) => string[]): Promise<unknown> {
  const script = `${await bundle()}
    fetch("/hashes", { method: "POST", body: JSON.stringify(logpi.trainAndHash()) });`;
  const profile = mkdtempSync(join(tmpdir(), "logpi-"));
  const server = createServer();
  const hashes = new Promise<unknown>((resolve) => {
    server.on("request", async (request, response) => {
      if (request.url === "/hashes") resolve(JSON.parse(await text(request)));
      const isScript = request.url === "/train.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : "<!doctype html><title>logpi</title><script src=/train.js></script>");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = spawn(browser, [...flags(profile), address], { stdio: "ignore", detached: true });
  try {
    return await hashes;
  } finally {
    process.kill(-child.pid!, "SIGKILL");
    await once(child, "exit");
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, maxRetries: 10 });
  }
}
