import type { ActingProgram, Place } from "../policies/files/program-format.ts";

/** What a program must fit. */
export interface ProgramSetting {
  readonly observationSize: number;
  /** Numbers of a mask of legal actions; 0 for a policy without masks. */
  readonly maskSize: number;
  /** Numbers of an action. */
  readonly actionSize: number;
  /** How many weights there are, by name. */
  readonly weights: Readonly<Record<string, number>>;
  /** Bytes of the file that the program is from. */
  readonly fileSize: number;
}

/**
 * The program that an entry of a file describes, each part of the right type and size; what it does is not looked at.
 *
 * @throws TypeError saying which part is wrong
 */
export function readProgram(
  source: unknown,
  { observationSize, maskSize, actionSize, weights }: ProgramSetting,
): ActingProgram {
  const program = fields("the whole", source);
  const [noise, sampling, choosing, places] = ["noise", "sampling", "choosing", "weights"].map((part) =>
    fields(part, program[part]),
  );
  const { kind } = noise;
  const state = program.state === undefined ? undefined : place("state", program.state);
  const nextState = (part: "sampling" | "choosing", run: Readonly<Record<string, unknown>>) =>
    state && { nextState: place(part, run.nextState, state[1]) };
  if (kind !== "uniform" && kind !== "normal") fail("noise");
  return {
    version: String(program.version),
    weights: Object.fromEntries(
      Object.entries(weights).map(([name, size]) => [name, place("weights", places[name], size)]),
    ),
    constants: list("constants", program.constants).map((constant) => {
      const [address, bits] = list("constants", constant);
      return [integers("constants", [address])[0], integers("constants", bits)];
    }),
    observations: place("observations", program.observations, observationSize),
    ...(maskSize > 0 && { legalActions: place("legalActions", program.legalActions, maskSize) }),
    ...(state && { state }),
    noise: { kind, place: place("noise", noise.place) },
    sampling: {
      words: integers("sampling", sampling.words),
      actions: place("sampling", sampling.actions, actionSize),
      logProbs: place("sampling", sampling.logProbs, 1),
      ...nextState("sampling", sampling),
    },
    choosing: {
      words: integers("choosing", choosing.words),
      actions: place("choosing", choosing.actions, actionSize),
      ...nextState("choosing", choosing),
    },
  };
}

function fields(part: string, value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : fail(part);
}

function list(part: string, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail(part);
}

/** Integers that an int32 holds. */
function integers(part: string, value: unknown): readonly number[] {
  const numbers = list(part, value) as readonly number[];
  return numbers.every((number) => (number | 0) === number) ? numbers : fail(part);
}

/** A place of `size` numbers, or of any number of them from 1 up. */
function place(part: string, value: unknown, size?: number): Place {
  const [address, length] = integers(part, value);
  return length > 0 && length === (size ?? length) ? [address, length] : fail(part);
}

function fail(part: string): never {
  throw new TypeError(`"${part}" is not what it must be for the spaces and the weights of the file`);
}
