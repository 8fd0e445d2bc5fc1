/**
 * Draws the figures of docs/alphago.md, and writes docs/alphago-log.md, from docs/alphago.json.
 *
 *   npx tsx scripts/draw-alphago.ts                  from the file as it is
 *   npx tsx scripts/draw-alphago.ts --from FOLDER    makes the file anew, from the runs and matches that are in the folder of
 *                                                    scripts/train-go.ts by now
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { collectResults } from "./draw-alphago/collect.ts";
import { drawFigures } from "./draw-alphago/figures.ts";
import { page } from "./draw-alphago/page.ts";
import type { AlphaGoResults } from "./draw-alphago/results.ts";

const docs = new URL("../docs/", import.meta.url);
const dataFile = new URL("alphago.json", docs);
const { values } = parseArgs({ options: { from: { type: "string" } } });

if (values.from !== undefined) {
  writeFileSync(dataFile, `${JSON.stringify(collectResults(values.from))}\n`);
}
const results: AlphaGoResults = JSON.parse(readFileSync(dataFile, "utf8"));
writeFileSync(new URL("alphago-log.md", docs), page(results));
mkdirSync(new URL("images/", docs), { recursive: true });
for (const [file, svg] of drawFigures(results)) {
  const path = new URL(`images/${file}`, docs);
  writeFileSync(path, svg);
  console.log(fileURLToPath(path));
}
