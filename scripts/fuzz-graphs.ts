/**
 * Makes random graphs and networks, also with impossible numbers, and compares a backend with the reference backend:
 *
 *   npx tsx scripts/fuzz-graphs.ts [--backend wasm | native | sanitized] [--count N] [--first N] [--seconds N]
 *
 * Graph number N is the same whenever it is made. Backends take turns with all instruction sets of the machine. "sanitized"
 * is the native backend as `npm run build:native -- --sanitize` builds it, which says how it is run. Writes the figures, or the
 * number of the graph for which something is wrong; one that ends the process is that behind the last number shown.
 */
import { parseArgs } from "node:util";
import { createNativeBackend } from "../src/backends/native/index.ts";
import { loadAddOn } from "../src/backends/native/load-add-on.ts";
import { createWasmBackend } from "../src/backends/wasm/index.ts";
import type { Backend } from "../src/compiler/backend.ts";
import { fuzzGraphs } from "./fuzz-graphs/campaign.ts";
import { createGuardedBackend, loadSanitizedAddOn } from "./fuzz-graphs/guarded-backend.ts";

const { values } = parseArgs({
  options: {
    backend: { type: "string", default: "wasm" },
    count: { type: "string", default: "1000" },
    first: { type: "string", default: "0" },
    seconds: { type: "string", default: "Infinity" },
  },
});

function backends(name: string): readonly (() => Backend<Float32Array>)[] {
  switch (name) {
    case "wasm":
      return [createWasmBackend];
    case "native":
      return loadAddOn().instructionSets.map(
        (instructionSet) => () => createNativeBackend({ instructionSet }),
      );
    case "sanitized": {
      const addOn = loadSanitizedAddOn();
      return addOn.instructionSets.map((instructionSet) => () => createGuardedBackend(addOn, instructionSet));
    }
    default:
      throw new RangeError(`--backend is "${name}"; it must be wasm, native or sanitized`);
  }
}

const [count, first, seconds] = [values.count, values.first, values.seconds].map(Number) as [
  number,
  number,
  number,
];
const choices = backends(values.backend);
const begun = performance.now();
const elapsed = () => (performance.now() - begun) / 1000;
const atOnce = 100;
const total: Record<string, number> = {};
for (let done = 0; done < count && elapsed() < seconds; done += atOnce) {
  console.error(`from ${first + done} on, after ${Math.round(elapsed())} s`);
  const create = choices[(done / atOnce) % choices.length]!;
  const figures = fuzzGraphs(Math.min(atOnce, count - done), first + done, create);
  for (const [name, figure] of Object.entries(figures)) total[name] = (total[name] ?? 0) + figure;
}
console.table(total);
console.log(`${values.backend}, graphs from ${first} on, in ${Math.round(elapsed())} s`);
