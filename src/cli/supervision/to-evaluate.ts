import type { RunRecord } from "../../runs/index.ts";
import { environmentToGive } from "../arguments/run-environment.ts";
import { quoted } from "../display/quoted.ts";
import { shownPath } from "../display/shown-path.ts";

/** What evaluates a run, as it would be typed. */
export function toEvaluate(program: string, directory: string, record: RunRecord): string {
  const environment = environmentToGive(record, directory);
  const given = environment === undefined ? "" : ` --environment ${quoted(environment)}`;
  return `${program} evaluate ${quoted(shownPath(directory))}${given}`;
}
