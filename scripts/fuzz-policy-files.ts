/**
 * Damages policy files and puts them through both loaders:
 *
 *   npx tsx scripts/fuzz-policy-files.ts COUNT [FIRST]
 *
 * File number N is the same whenever it is made. Writes the figures, or the number of the file for which something is wrong;
 * a file that hangs is the one behind the last number shown.
 */
import { fuzzPolicyFiles } from "./fuzz-policy-files/campaign.ts";

Error.stackTraceLimit = 0; // most of the time would go into them

const [count = 10_000, first = 0] = process.argv.slice(2).map(Number);
const begun = performance.now();
let shown = begun;
let memory = 0;

const figures = fuzzPolicyFiles(count, first, ({ files }) => {
  if (files % 100 === 0) memory = Math.max(memory, process.memoryUsage.rss());
  if (performance.now() < shown + 10_000) return;
  shown = performance.now();
  console.error(`${files} files, ${Math.round(memory / 1e6)} MB`);
});

console.table(figures.outcomes);
console.log(
  `${figures.files} files from ${first} on in ${Math.round((performance.now() - begun) / 1000)} s; the slowest, ` +
    `${figures.slowest}, took ${figures.slowestMilliseconds.toFixed(1)} ms; memory beyond ` +
    `2 MB at most ${figures.largestMemory.toFixed(2)} times the file; the process at most ${Math.round(memory / 1e6)} MB`,
);
