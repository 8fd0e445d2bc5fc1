import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openLineFile } from "../../files/line-file.ts";
import { withNamesOfNumbers } from "../any-number.ts";
import { parsePlan, parseResult, type TuningPlan, type TuningResult } from "./plan.ts";
import { createSearch, type Search } from "./search.ts";

/** The files of a search, by what they hold. */
export const tuningFiles = { journal: "tuning.jsonl", best: "best.json", table: "table.md" } as const;

/**
 * The journal of a search: its plan in the first line, and a result in each line after it, in the order in which they came.
 * Lines are only added; a last one that a kill has cut off is left out, and its training comes again.
 */
export interface Journal {
  readonly plan: TuningPlan;
  /** The search with all results of the journal. */
  readonly search: Search;
  /** Adds a result to the search and to the file. */
  add(result: TuningResult): void;
  close(): void;
}

/**
 * Whether there is a search in a folder.
 *
 * @throws if the folder cannot be read
 */
export function hasJournal(directory: string): boolean {
  const path = join(directory, tuningFiles.journal);
  return existsSync(path) && readFileSync(path, "utf8").includes("\n");
}

/**
 * What the search in a folder does. Changes nothing.
 *
 * @throws if there is none, or the first line of its journal is damaged
 */
export function readTuningPlan(directory: string): TuningPlan {
  if (!hasJournal(directory)) {
    throw new Error(
      `tune: there is no search in ${directory} (no ${tuningFiles.journal} that was written). Give the folder of one.`,
    );
  }
  const path = join(directory, tuningFiles.journal);
  const [line] = readFileSync(path, "utf8").split("\n", 1);
  try {
    return parsePlan(line);
  } catch (cause) {
    throw new Error(`${path}, line 1: it is damaged: ${(cause as Error).message}.`, { cause });
  }
}

/**
 * Opens the journal in a folder, and checks each of its lines.
 *
 * @param begun the plan of a search that begins; default that in the file
 * @throws if a line is damaged, or none of the search at that place; the message names it
 */
export function openJournal(directory: string, begun?: TuningPlan): Journal {
  let plan = begun;
  let search = begun && createSearch(begun);
  const file = openLineFile(join(directory, tuningFiles.journal), (line, index) => {
    try {
      if (index > 0) return search!.add(parseResult(line));
      plan = parsePlan(line);
      search = createSearch(plan);
      return undefined;
    } catch (error) {
      return `it is damaged: ${(error as Error).message}`;
    }
  });
  if (plan === undefined || search === undefined) {
    file.close();
    throw new Error(`tune: there is no search in ${directory}: its ${tuningFiles.journal} is empty.`);
  }
  const into = search;
  const append = (line: TuningPlan | TuningResult) => file.append(JSON.stringify(line, withNamesOfNumbers));
  if (begun) append(begun);
  return {
    plan,
    search,
    add(result) {
      const problem = into.add(result);
      if (problem !== undefined) throw new Error(`tune: ${problem}`);
      append(result);
    },
    close: file.close,
  };
}
