import { readFileSync } from "node:fs";

/** The version of logpi, from its package.json. */
export function logpiVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return version;
}
