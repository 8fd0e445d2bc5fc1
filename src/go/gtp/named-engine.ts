import type { GoRules } from "../../games/go/index.ts";
import { quoted } from "../../text/printable.ts";
import type { EngineOptions } from "./engine-process.ts";
import { gnuGo } from "./gnu-go.ts";

/** An engine that can be started with any seed. */
export interface NamedEngine {
  readonly name: string;
  /** The seed is from 0 to 2^31 − 1; an engine that is given by its command line does not learn of it. */
  readonly engine: (seed: number) => Omit<EngineOptions, "signal">;
}

export interface NamedEngineOptions {
  readonly rules: GoRules;
  /** Of GNU Go. */
  readonly level: number;
  /** Seconds that a command may take. */
  readonly timeLimit: number;
}

/**
 * An engine by what stands for it: "gnugo", or, with a space or a slash in it, the command line of one that speaks GTP. No shell
 * reads it: words have spaces between them.
 *
 * @returns undefined if it is neither
 * @throws RangeError for a level that GNU Go does not have
 */
export function namedEngine(
  text: string,
  { rules, level, timeLimit }: NamedEngineOptions,
): NamedEngine | undefined {
  if (text === "gnugo") {
    const engine = (seed: number) => ({ ...gnuGo({ rules, level, seed }), timeLimit });
    return { name: engine(0).name, engine };
  }
  const name = text.trim();
  if (!/[\s/\\]/.test(name)) return undefined;
  const [program, ...args] = name.split(/\s+/);
  return { name, engine: () => ({ name, command: [program, ...args], timeLimit }) };
}

/** @throws RangeError if there is no such engine */
export function requireEngine(text: string, options: NamedEngineOptions): NamedEngine {
  const found = namedEngine(text, options);
  if (found !== undefined) return found;
  throw new RangeError(
    `${quoted(text)} is no engine: take gnugo, or the command line of one that speaks GTP, with a space or a slash in it, ` +
      'such as "./my-engine --gtp"',
  );
}
