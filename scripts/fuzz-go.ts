/**
 * Damages SGF files, and commands and responses of GTP, and reads them:
 *
 *   npx tsx scripts/fuzz-go.ts COUNT [FIRST]
 *
 * Input number N is the same whenever it is made, but for the engine that a command finds, which 30 commands share. Writes the figures,
 * or the number of the input for which something is wrong; an input that hangs is the one behind the last number shown.
 */
import { fuzzGo } from "./fuzz-go/campaign.ts";

Error.stackTraceLimit = 0; // most of the time would go into them

const [count = 10_000, first = 0] = process.argv.slice(2).map(Number);
const begun = performance.now();
let shown = begun;

fuzzGo(count, first, ({ inputs }) => {
  if (performance.now() < shown + 10_000) return;
  shown = performance.now();
  console.error(`${inputs} inputs`);
}).then(
  ({ inputs, outcomes, slowest, slowestMilliseconds }) => {
    console.table(outcomes);
    console.log(
      `${inputs} inputs from ${first} on in ${Math.round((performance.now() - begun) / 1000)} s; the slowest, ` +
        `${slowest}, took ${slowestMilliseconds.toFixed(1)} ms`,
    );
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
