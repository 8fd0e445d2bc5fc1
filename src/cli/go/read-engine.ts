import type { BackendName } from "../../backends/index.ts";
import { createGtpEngine, type GtpEngine, namedPlayer, standardPlayer } from "../../go/index.ts";
import { version } from "../../version.ts";
import type { Arguments } from "../arguments/parse-arguments.ts";
import { countOf } from "../arguments/parse-count.ts";
import { type CommandContext, type OptionSyntax, readingUsage, UsageError } from "../command.ts";
import { packagedModel } from "./packaged-model.ts";
import { parseKomi } from "./parse-komi.ts";

/** What commands have in common whose players compute with networks. */
export const backendOption: OptionSyntax = {
  value: "NAME",
  description: "what networks compute with: native (the default where it is built) or wasm",
};

/** @throws UsageError if there is no such backend */
export function readBackend(parsed: Arguments): BackendName | undefined {
  const name = parsed.value("backend");
  if (name === undefined || name === "native" || name === "wasm") return name;
  throw new UsageError(`--backend is "${name}"; it must be native or wasm.`);
}

/**
 * The engine that --player, --size, --komi, --backend and --seed say.
 *
 * @param mayResign whether its player may give games up
 * @throws UsageError if there is none
 */
export function readEngine(
  parsed: Arguments,
  { model }: CommandContext,
  mayResign: boolean,
): Promise<GtpEngine> {
  return readingUsage(async () => {
    const name = parsed.value("player");
    const backend = readBackend(parsed);
    return createGtpEngine({
      ...(name === undefined
        ? { player: standardPlayer(model ?? packagedModel(), { backend }) }
        : namedPlayer(name, backend)),
      version,
      rules: {
        ...(parsed.value("size") !== undefined && { size: countOf(parsed, "size", 9, 1) }),
        komi: parseKomi(parsed.value("komi")),
      },
      mayResign,
      seed: countOf(parsed, "seed", 0, 0),
    });
  });
}
