// From the import of the package to the first action of a saved policy (standard input).
import { readFileSync } from "node:fs";

const bytes = readFileSync(0);
const [entry, backend] = process.argv.slice(2);
const start = performance.now();
const { loadPolicy } = await import(entry);
const imported = performance.now();
// What only acts has no choice of it.
const policy = loadPolicy(bytes, entry === "logpi" ? { backend } : {});
policy.act([0.1, 0.2, 0.3, 0.4]);
const acted = performance.now();
console.log(JSON.stringify({ importing: imported - start, acting: acted - imported, total: acted - start }));
