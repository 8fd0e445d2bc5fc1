import type { DemonstrationArrays, DemonstrationSource } from "../../experience/index.ts";
import { requireKind } from "../../files/require-kind.ts";
import { decodeState, encodeState, type Saved, savedRecord } from "../../state/index.ts";
import { quoted } from "../../text/printable.ts";
import { nodeModule } from "../../workers/index.ts";

const names = ["observations", "actions", "legalActions", "weights"] as const;

/** The bytes of a file of demonstrations, for the option `data` of behavior cloning. */
export function encodeDemonstrations(arrays: DemonstrationArrays): Uint8Array<ArrayBuffer> {
  return encodeState(Object.fromEntries(names.map((name) => [name, (arrays[name] ?? null) as Saved])));
}

/**
 * The demonstrations of a file that {@link encodeDemonstrations} has made.
 *
 * @throws Error when there is no such file, no file system, or the file holds something else; the message names the option
 */
export function readDemonstrationFile(path: string): DemonstrationSource {
  const files = nodeModule("node:fs");
  if (path === "" || files === undefined) {
    throw new Error(
      "behavior-cloning: there are no demonstrations. Give the function demonstrations in the third argument, or in Node the " +
        "path of a file as the option data, which encodeDemonstrations makes",
    );
  }
  const owner = `behavior-cloning: option data, the file ${quoted(path, 300)}`;
  const bytes = explaining(owner, () => files.readFileSync(path));
  requireKind(owner, bytes, "demonstrations");
  const state = explaining(owner, () => savedRecord(decodeState(bytes), names));
  return Object.fromEntries(
    Object.entries(state).map(([name, array]) => [name, array ?? undefined]),
  ) as unknown as DemonstrationSource;
}

/** Puts before what is wrong with a file which one it is, and behind it what makes one. */
function explaining<Result>(owner: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is none" : message;
    throw new Error(
      `${owner}: ${why}. Give the path of a file with what encodeDemonstrations({ observations, actions }) returns`,
      { cause },
    );
  }
}
