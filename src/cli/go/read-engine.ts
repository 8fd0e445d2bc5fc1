import { createGtpEngine, type GtpEngine, namedPlayer } from "../../go/index.ts";
import { version } from "../../version.ts";
import type { Arguments } from "../arguments/parse-arguments.ts";
import { countOf } from "../arguments/parse-count.ts";
import { readingUsage } from "../command.ts";
import { parseKomi } from "./parse-komi.ts";

/**
 * The engine that --player, --size, --komi and --seed say.
 *
 * @param mayResign whether its player may give games up
 * @throws UsageError if there is none
 */
export function readEngine(parsed: Arguments, mayResign: boolean): Promise<GtpEngine> {
  return readingUsage(async () =>
    createGtpEngine({
      ...namedPlayer(parsed.value("player") ?? "search"),
      version,
      rules: {
        ...(parsed.value("size") !== undefined && { size: countOf(parsed, "size", 9, 1) }),
        komi: parseKomi(parsed.value("komi")),
      },
      mayResign,
      seed: countOf(parsed, "seed", 0, 0),
    }),
  );
}
