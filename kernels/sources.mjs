import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** The source of the kernels, text by name of file. */
export function readSources(folder = "./") {
  const url = new URL(folder, import.meta.url);
  const names = readdirSync(url).filter((name) => name.endsWith(".c") || name.endsWith(".h"));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(new URL(name, url), "utf8")]));
}

/**
 * Tells one state of the kernels and of the add-on from every other: programs that are made for one must not run on
 * another.
 */
export function sourceHash() {
  const hash = createHash("sha256");
  for (const sources of [readSources(), readSources("native/")]) {
    for (const [name, text] of Object.entries(sources))
      hash.update(`${name}\n${text.replaceAll("\r\n", "\n")}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}
