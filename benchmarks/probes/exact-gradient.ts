/**
 * exactGradient against closed forms, right or refused: `python3 scripts/expectations.py 2000 1 > cases.json`, then
 * `npx tsx benchmarks/probes/exact-gradient.ts cases.json`.
 */
import { readFileSync } from "node:fs";
import { type Expectation, judge } from "../../test/estimators/expectations.ts";

const cases = JSON.parse(readFileSync(process.argv[2], "utf8")) as Expectation[];
const counts = { right: 0, refused: 0, wrong: 0 };
for (const each of cases) {
  const verdict = judge(each);
  if (verdict === "right" || verdict === "refused") counts[verdict]++;
  else {
    counts.wrong++;
    console.log(JSON.stringify(each), verdict);
  }
}
console.log(counts);
