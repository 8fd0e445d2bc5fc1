import type { RunRecord } from "../runs/index.ts";
import { quoted } from "./quoted.ts";
import { fileToGive } from "./run-environment.ts";
import { shownPath } from "./shown-path.ts";

/** What evaluates a run, as it would be typed. */
export function toEvaluate(program: string, directory: string, record: RunRecord): string {
  const environment = fileToGive(record, directory);
  const given = environment === undefined ? "" : ` --environment ${quoted(environment)}`;
  return `${program} evaluate ${quoted(shownPath(directory))}${given}`;
}
