import type { WhichPolicy } from "../../runs/index.ts";
import { UsageError } from "../command.ts";
import type { Arguments } from "./parse-arguments.ts";
import { parseCount } from "./parse-count.ts";

/** Which policy of a run --checkpoint says; default the last. @throws UsageError if it says none */
export function readWhichPolicy(parsed: Arguments): WhichPolicy {
  const text = parsed.value("checkpoint") ?? "last";
  if (text === "last" || text === "best") return text;
  if (/^\d+(_\d+)*$/.test(text)) return parseCount("--checkpoint", text, 0);
  throw new UsageError(`--checkpoint is "${text}"; it must be last, best or the steps of a checkpoint.`);
}
