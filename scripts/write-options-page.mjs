/** Writes docs/options.md: npm run options */
import { writeFileSync } from "node:fs";
import { algorithms } from "../dist/algorithms.js";
import { describeOptions } from "../dist/learning.js";
import { optionsPage } from "./option-texts.mjs";

const described = algorithms.map(({ name, description, options }) => ({
  ...{ name, description },
  options: describeOptions(options),
}));
writeFileSync(new URL("../docs/options.md", import.meta.url), optionsPage(described));
