import { basename, relative } from "node:path";
import { quoted } from "./display/quoted.ts";

/**
 * How logpi was started, as it would be typed.
 *
 * @param script the program's file
 */
export function programName(script: string): string {
  return basename(script) === "logpi" ? "npx logpi" : `node ${quoted(relative(process.cwd(), script))}`;
}
