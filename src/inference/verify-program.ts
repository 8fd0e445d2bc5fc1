import { type Accesses, accessesOf, type Range } from "../compiler/instruction-set/accesses.ts";
import { actingForms } from "../compiler/instruction-set/acting-forms.ts";
import { type ActingProgram, programStart } from "../policies/files/program-format.ts";
import { type ProgramSetting, readProgram } from "./read-program.ts";

/** A program that is safe to run. */
export interface VerifiedProgram {
  readonly program: ActingProgram;
  /** Where its memory ends, which begins at `programStart`. */
  readonly end: number;
}

/**
 * Checks what a file says to be a program. Every one of its instructions is looked at: it stays within the memory above the
 * kernels' own, writes over no weights, constants or inputs, and reads nothing but these and what has been written before
 * it in the same run; the results are written by it. So whatever words a file holds, they end, and act on nothing else.
 *
 * A program's work is at most that of applying every byte of the file once for each number of the observation (at least
 * {@link fewestPlaces}). Its memory is at most {@link spareMemory} and ten times the file, or, where observations are
 * large, as they are for convolutions, up to {@link mostImages}.
 *
 * @throws Error saying what is wrong with the program
 */
export function verifyProgram(source: unknown, setting: ProgramSetting): VerifiedProgram {
  const program = readProgram(source, setting);
  const given = givenPlaces(program);
  const runs = [program.choosing, program.sampling].map(({ words, ...results }) => ({
    steps: stepsOf(words),
    results: Object.values<Range>(results),
  }));
  const end = requireModest(
    given,
    runs.flatMap(({ steps }) => steps),
    setting,
  );

  const state = new Uint8Array((end - programStart) / 4);
  const wordsOf = ([address, words]: Range): Uint8Array => {
    const first = (address - programStart) / 4;
    if (Number.isInteger(first) && first >= 0 && first + words <= state.length) {
      return state.subarray(first, first + words);
    }
    return fail("a place is outside of its memory");
  };
  for (const range of given) {
    const words = wordsOf(range);
    if (words.includes(fixed)) fail("two of its places overlap");
    words.fill(fixed);
  }
  for (const { steps, results } of runs) {
    const before = state.slice();
    for (const { reads, writes } of steps) {
      if (reads.some((range) => wordsOf(range).includes(empty))) fail("it reads what it has not written");
      for (const range of writes) {
        const words = wordsOf(range);
        if (words.includes(fixed)) fail("it writes over its weights or inputs");
        // Number by number in place is harmless. What has checked its indices must not write over those to come.
        if (reads.some((read) => overlap(read, range) && !isSame(read, range))) {
          fail("an instruction writes over what it reads");
        }
        words.fill(written);
      }
    }
    for (const range of results) {
      if (!wordsOf(range).every((word) => word === written)) fail("a result is not written by it");
    }
    state.set(before);
  }
  return { program, end };
}

const overlap = ([a, m]: Range, [b, n]: Range) => a < b + 4 * n && b < a + 4 * m;
const isSame = ([a, m]: Range, [b, n]: Range) => a === b && m === n;

/** What is known of a word of memory. */
const empty = 0;
const written = 1;
const fixed = 2;

/** Applications of a weight that even the smallest network may need. */
const fewestPlaces = 1024;

/** Bytes that even the smallest network may need. */
const spareMemory = 2 ** 20;

/** Bytes that the images between the layers of a convolutional network may take, whatever the size of its file. */
const mostImages = 2 ** 28;

/** Where the memory of a program ends that takes neither too much of it nor too long. */
function requireModest(
  given: readonly Range[],
  steps: readonly Accesses[],
  { observationSize, fileSize }: ProgramSetting,
): number {
  let work = 0;
  let end = programStart;
  for (const step of [{ work: 0, reads: given, writes: [] }, ...steps]) {
    work += step.work;
    for (const [address, words] of [...step.reads, ...step.writes]) {
      work += words; // what is between its elements is looked at below, too
      end = Math.max(end, address + 4 * words);
    }
  }
  // Both are written so that NaN does not pass.
  if (!(work <= fileSize * Math.max(observationSize, fewestPlaces))) fail("it would take too long");
  const images = Math.min(fileSize * observationSize, mostImages);
  const memory = end - programStart;
  if (!(memory <= spareMemory + Math.max(10 * fileSize, images))) fail("it would take too much memory");
  return end;
}

function stepsOf(words: readonly number[]): Accesses[] {
  const code = Int32Array.from(words);
  const steps: Accesses[] = [];
  for (let at = 0; at < code.length; at += steps.at(-1)!.length)
    steps.push(accessesOf(code, at, actingForms));
  return steps;
}

/** The places that the program finds filled. */
function givenPlaces({
  constants,
  weights,
  observations,
  noise,
  legalActions,
  state,
}: ActingProgram): Range[] {
  return [
    ...Object.values(weights),
    ...constants.map(([address, bits]): Range => [address, bits.length]),
    observations,
    noise.place,
    ...(legalActions ? [legalActions] : []),
    ...(state ? [state] : []),
  ];
}

function fail(problem: string): never {
  throw new Error(problem);
}
