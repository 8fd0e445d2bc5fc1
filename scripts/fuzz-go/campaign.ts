import { createGenerator } from "../../src/random/index.ts";
import { fuzzCommand, fuzzResponses, newEngine } from "./fuzz-gtp.ts";
import { fuzzSgf, originalGames } from "./fuzz-sgf.ts";

/** What came of many damaged inputs. */
export interface Figures {
  inputs: number;
  /** By what was damaged and what came of it: "sgf: refused". */
  readonly outcomes: Record<string, number>;
  slowestMilliseconds: number;
  /** Which input that was. */
  slowest: number;
}

/**
 * Damages games in SGF, commands of GTP and responses of GTP, one for each number from `first` on, and reads them, see
 * {@link fuzzSgf}, {@link fuzzCommand} and {@link fuzzResponses}. Commands go to an engine that lives on for 30 of them.
 *
 * @param report is called with the figures so far, after every input
 * @throws Error with the number of the input for which something does not hold
 */
export async function fuzzGo(
  count: number,
  first = 0,
  report?: (figures: Figures) => void,
): Promise<Figures> {
  const figures: Figures = { inputs: 0, outcomes: {}, slowestMilliseconds: 0, slowest: first };
  const originals = originalGames(50);
  let engine = newEngine(first);
  for (let number = first; number < first + count; number++) {
    const random = createGenerator(number);
    const kind = (["sgf", "command", "responses"] as const)[number % 3];
    if (number % 90 === 0) engine = newEngine(number);
    const begun = performance.now();
    try {
      const outcome =
        kind === "sgf"
          ? fuzzSgf(random.choice(originals), random)
          : kind === "command"
            ? await fuzzCommand(engine, random)
            : fuzzResponses(random);
      figures.outcomes[`${kind}: ${outcome}`] = (figures.outcomes[`${kind}: ${outcome}`] ?? 0) + 1;
    } catch (cause) {
      throw new Error(`input ${number} (${kind}): ${(cause as Error).message}`, { cause });
    }
    const milliseconds = performance.now() - begun;
    if (milliseconds > figures.slowestMilliseconds) {
      figures.slowestMilliseconds = milliseconds;
      figures.slowest = number;
    }
    figures.inputs++;
    report?.(figures);
  }
  return figures;
}
