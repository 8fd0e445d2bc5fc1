/** Prints the closing line "N passed, N failed, N skipped" of a vitest JSON report; fails when nothing ran. */
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
const failed = report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1);
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0 || report.numPassedTests === 0) process.exit(1);
