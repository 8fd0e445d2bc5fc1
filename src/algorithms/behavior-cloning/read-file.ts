import type { DemonstrationArrays, DemonstrationSource } from "../../experience/index.ts";
import { decodeState, encodeState, type Saved, savedRecord, within } from "../../state/index.ts";
import { nodeModule } from "../../workers/index.ts";

const names = ["observations", "actions", "legalActions", "weights"] as const;

/** The bytes of a file of demonstrations, for the option `data` of behavior cloning. */
export function encodeDemonstrations(arrays: DemonstrationArrays): Uint8Array<ArrayBuffer> {
  return encodeState(Object.fromEntries(names.map((name) => [name, (arrays[name] ?? null) as Saved])));
}

/**
 * The demonstrations of a file that {@link encodeDemonstrations} has made.
 *
 * @throws Error when there is no such file, or no file system, and StateError when it holds something else
 */
export function readDemonstrationFile(path: string): DemonstrationSource {
  const files = nodeModule("node:fs");
  if (path === "" || files === undefined) {
    throw new Error(
      "behavior-cloning: there are no demonstrations. Give the function demonstrations in the third argument, or in Node the " +
        "path of a file as the option data, which encodeDemonstrations makes",
    );
  }
  const state = within(path, () => savedRecord(decodeState(files.readFileSync(path)), names));
  return Object.fromEntries(
    Object.entries(state).map(([name, array]) => [name, array ?? undefined]),
  ) as unknown as DemonstrationSource;
}
