import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildForBrowser, newFolder, removeFolder } from "./build-scenarios.ts";
import { program, programSteps } from "./docs-program.ts";
import { chromiumPath, type IsolatedPages, openIsolatedPages, printedDuring } from "./isolated-pages.ts";

/** What fails to start in one page of ten goes unseen in 3 of them 73 times of 100, in 50 of them less than once. */
const freshPages = Number(process.env.LOGPI_PAGES ?? 3);

describe.skipIf(!existsSync(chromiumPath))("in Chromium (apt-get install chromium)", () => {
  const folder = newFolder();
  let pages: IsolatedPages;
  beforeAll(async () => {
    const source = join(folder, "program.ts");
    writeFileSync(source, program);
    await buildForBrowser(folder, "program", source);
    await buildForBrowser(join(folder, "scenarios"), "browser-scenarios");
    pages = await openIsolatedPages(folder);
  });
  afterAll(async () => {
    await pages?.close();
    removeFolder(folder);
  });

  it("the program of the docs trains to its end in each of many fresh pages", async () => {
    const printed: string[][] = [];
    for (let i = 0; i < freshPages; i++) {
      const page = await pages.open();
      printed.push(await printedDuring(page, () => page.evaluate('import("/program.js")')));
      await page.close();
    }
    expect(printed[0].map((line) => line.split(" ")[0])).toEqual(programSteps);
    for (const lines of printed) expect(lines).toEqual(printed[0]);
  }, 180_000);

  it("the program of the docs trains to its end inside a web worker", async () => {
    const page = await pages.open();
    const source = `import("/program.js").then(() => postMessage("ended"), (error) => postMessage(String(error)))`;
    writeFileSync(join(folder, "start.js"), source);
    const lines = await printedDuring(page, async () => {
      const said = await page.evaluate(`new Promise((resolve) => {
        new Worker("/start.js", { type: "module" }).onmessage = ({ data }) => resolve(data);
      })`);
      expect(said).toBe("ended");
    });
    expect(lines.length).toBe(programSteps.length);
    await page.close();
  });

  it("a worker that ends early ends the training of a busy page with an error that names it", async () => {
    const silent = /^workers: worker 1 has ended without a word, as one does that was closed/;
    const expected: Record<string, string | RegExp> = {
      "objectAsMessage&load": '{"code":5} (in worker 1)',
      "objectAsMessage&0": /: it threw an object with keys code \(in worker 1\)$/,
      "undefined&40": /: it threw undefined \(in worker 1\)$/,
      "revoked&0": /: it threw a value that cannot be read \(in worker 1\)$/,
      "rejection&0": "rejected, and nobody listened (in worker 1)",
      "timer&0": /^(Uncaught Error: )?thrown by a timer \(in worker 1\)$/,
      "close&0": silent,
      "close&100": silent,
    };
    const page = await pages.open();
    const list = JSON.stringify(Object.keys(expected));
    const found = (await page.evaluate(
      `import("/scenarios/browser-scenarios.js").then(({ earlyEnds }) => earlyEnds(${list}))`,
    )) as Record<string, { readonly message: string; readonly seconds: number }>;
    for (const [end, message] of Object.entries(expected)) {
      expect(found[end].message, end).toEqual(
        typeof message === "string" ? message : expect.stringMatching(message),
      );
      // From the beginning of the training on.
      expect(found[end].seconds, end).toBeLessThan(20);
    }
    await page.close();
  });

  it("workers whose module is missing are an error of startWorkers", async () => {
    rmSync(join(folder, "scenarios/worker.js"));
    const page = await pages.open();
    const said = await page.evaluate(
      'import("/scenarios/browser-scenarios.js").then(({ whyNot }) => whyNot())',
    );
    expect(said).toBe("workers: their module did not load");
    await page.close();
  });
});
