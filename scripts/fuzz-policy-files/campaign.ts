import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { loadPolicy as loadActing } from "../../src/inference/index.ts";
import { loadPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { mutate, type Part, parts } from "./mutate.ts";
import { createOriginals, type Original } from "./originals.ts";

/** What came of many damaged files. */
export interface Figures {
  files: number;
  /** By what was damaged and whether the checksum was computed anew, as "program, sealed". */
  readonly outcomes: Record<string, Outcomes>;
  slowestMilliseconds: number;
  /** Which file that was. */
  slowest: number;
  /** Memory that `logpi/inference` used, beyond a megabyte of the kernels and one for any program, in multiples of its file. */
  largestMemory: number;
}

export interface Outcomes {
  /** Neither loader takes the file. */
  refused: number;
  /** Only one loader does: `logpi` (the program is not needed there), or `logpi/inference`. */
  onlyLogpi: number;
  onlyInference: number;
  /** Both do, and act the same as the original, or else the same as each other. */
  asOriginal: number;
  alike: number;
}

/**
 * Damages files, one for each number from `first` on, and puts them through both loaders. What must hold:
 *
 * - A loader takes a file, or throws an error of its own: in a sentence, short, and without control characters.
 * - Policies act within their action space, or throw an error that says why not (numbers that have become NaN).
 * - Both loaders take the file: they act alike, to the bit, in choosing, in drawing and in log-probabilities.
 * - The checksum was not computed anew and one takes the file: it acts as the original does.
 *
 * @param report is called with the figures so far, after every file
 * @throws Error with the number of the file for which something does not hold
 */
export function fuzzPolicyFiles(count: number, first = 0, report?: (figures: Figures) => void): Figures {
  const originals = createOriginals();
  const behaviors = originals.map((original) => behaviorOf(loadActing(original.bytes), original));
  const figures: Figures = {
    files: 0,
    outcomes: {},
    slowestMilliseconds: 0,
    slowest: first,
    largestMemory: 0,
  };
  const stopWatching = watchMemory((bytes) => {
    figures.largestMemory = Math.max(figures.largestMemory, bytes);
  });
  let backend = createWasmBackend();
  try {
    for (let number = first; number < first + count; number++) {
      const random = createGenerator(number);
      const which = number % originals.length;
      const original = originals[which]!;
      const part: Part = parts[random.integers(0, parts.length)]!;
      const sealed = random.random() < 0.5;
      const bytes = mutate(original.bytes, part, sealed, random);
      const before = performance.now();
      if (number % 500 === 0) backend = createWasmBackend(); // what policies had in it goes with it
      try {
        const full = attempt(() => behaviorOf(loadPolicy(bytes, { backend }), original));
        fileSize = bytes.length;
        const acting = attempt(() => behaviorOf(loadActing(bytes), original));
        fileSize = undefined;
        const kind = `${part}, ${sealed ? "sealed" : "not sealed"}`;
        figures.outcomes[kind] ??= { refused: 0, onlyLogpi: 0, onlyInference: 0, asOriginal: 0, alike: 0 };
        figures.outcomes[kind][compare(full, acting, behaviors[which]!, sealed)]++;
      } catch (cause) {
        const about = `file ${number} (${original.name}, ${part}, ${sealed ? "sealed" : "not sealed"})`;
        throw new Error(`${about}: ${(cause as Error).message}`, { cause });
      }
      const milliseconds = performance.now() - before;
      if (milliseconds > figures.slowestMilliseconds) {
        figures.slowestMilliseconds = milliseconds;
        figures.slowest = number;
      }
      figures.files++;
      report?.(figures);
    }
  } finally {
    stopWatching();
  }
  return figures;
}

/** Of the file that `logpi/inference` is loading; undefined otherwise. */
let fileSize: number | undefined;

/** Calls back with the memory that a program is given, in multiples of its file. */
function watchMemory(callback: (multiple: number) => void): () => void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    const bytes = this.buffer.byteLength + 65536 * pages - 2 * 2 ** 20;
    if (fileSize !== undefined) callback(Math.max(0, bytes) / fileSize);
    return grow.call(this, pages);
  };
  return () => {
    WebAssembly.Memory.prototype.grow = grow;
  };
}

type State = ArrayLike<number>;
interface Options {
  readonly state: State;
  readonly legalActions?: readonly number[];
}
interface Policy {
  readonly actionSpace: { contains(value: unknown): boolean };
  initialState(): State;
  act(observation: unknown, options: Options): { readonly action: unknown; readonly state: State };
  sample(
    observation: unknown,
    generator: ReturnType<typeof createGenerator>,
    options: Options,
  ): { readonly action: unknown; readonly logProb: number; readonly state: State };
}

/** What a policy does at some observations one after another, as text; errors are "error". */
function behaviorOf(policy: Policy, { observations, legalActions }: Original): string {
  let state = policy.initialState();
  return observations
    .flatMap((observation) => {
      const options = { state, ...(legalActions && { legalActions }) };
      return [
        tried(() => {
          const chosen = policy.act(observation, options);
          state = chosen.state;
          return `${inSpace(policy, chosen.action)} and ${Array.from(chosen.state)}`;
        }),
        tried(() => {
          const { action, logProb, state: next } = policy.sample(observation, createGenerator(1), options);
          if (Number.isNaN(logProb)) throw new Unexpected("the log-probability is NaN");
          return `${inSpace(policy, action)} with ${logProb} and ${Array.from(next)}`;
        }),
      ];
    })
    .join("; ");
}

function inSpace({ actionSpace }: Policy, action: unknown): string {
  if (!actionSpace.contains(action)) throw new Unexpected(`${String(action)} is not in the action space`);
  return String(action);
}

class Unexpected extends Error {}

function tried(act: () => string): string {
  try {
    return act();
  } catch (error) {
    requireClear(error, /^policy[:.]/);
    return "error";
  }
}

/** The result, or undefined for an error as it should be. */
function attempt(load: () => string): string | undefined {
  try {
    return load();
  } catch (error) {
    requireClear(error, /^(loadPolicy|safetensors): /);
    return undefined;
  }
}

/** What engines write. */
const raw =
  /is not a function|Cannot read|Maximum call|Invalid (typed )?array|not iterable|memory access|unreachable/;

function requireClear(error: unknown, beginning: RegExp): void {
  if (!(error instanceof Error)) throw new Unexpected(`${String(error)} was thrown`);
  const { message } = error;
  const clear = message.length <= 700 && !/[\p{Cc}\p{Cf}]/u.test(message) && !raw.test(message);
  if (error instanceof Unexpected || !clear || !beginning.test(message)) {
    throw new Unexpected(`${error.name}: ${message.slice(0, 1000)}`, { cause: error });
  }
}

function compare(
  full: string | undefined,
  acting: string | undefined,
  original: string,
  sealed: boolean,
): keyof Outcomes {
  for (const behavior of [full, acting]) {
    if (!sealed && behavior !== undefined && behavior !== original) {
      throw new Unexpected(`an intact checksum, and it does ${behavior} where the original does ${original}`);
    }
  }
  if (full === undefined) return acting === undefined ? "refused" : "onlyInference";
  if (acting === undefined) return "onlyLogpi";
  if (full !== acting) throw new Unexpected(`the loaders differ: ${full}, and ${acting}`);
  return full === original ? "asOriginal" : "alike";
}
