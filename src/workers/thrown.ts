/** What was thrown, in texts that can be given to another thread. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  /** Empty where there is none. */
  readonly stack: string;
  readonly cause?: Thrown;
}

/** Causes of causes that are told. */
const mostCauses = 4;

/**
 * Describes what was thrown, which may be any value: not an error, an error whose message is an object, an object whose
 * getters throw, a revoked proxy. Never throws itself.
 */
export function describeThrown(thrown: unknown, causes = mostCauses): Thrown {
  if (typeof thrown === "string") return { name: "Error", message: thrown, stack: "" };
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) {
    return { name: "Error", message: `${String(thrown)} was thrown, which is not an error`, stack: "" };
  }
  const read = (key: string): unknown => attempt(() => (thrown as Record<string, unknown>)[key]);
  const name = read("name");
  const message = read("message");
  const stack = read("stack");
  const cause = read("cause");
  return {
    name: typeof name === "string" ? name : "Error",
    message: typeof message === "string" ? message : textOf(message ?? thrown),
    stack: typeof stack === "string" ? stack : "",
    ...(cause !== undefined && causes > 0 && { cause: describeThrown(cause, causes - 1) }),
  };
}

/** The same with no text longer than `length`. */
export function shortened({ name, message, stack, cause }: Thrown, length: number): Thrown {
  return {
    name: name.slice(0, length),
    message: message.slice(0, length),
    stack: stack.slice(0, length),
    ...(cause && { cause: shortened(cause, length) }),
  };
}

/** An error like the one that was described, for another thread to throw or to give as a cause. */
export function rebuiltError({ name, message, stack, cause }: Thrown): Error {
  const error = new Error(message, cause && { cause: rebuiltError(cause) });
  error.name = name;
  error.stack = stack;
  return error;
}

function textOf(value: unknown): string {
  return (
    attempt(() => JSON.stringify(value)) ?? attempt(() => String(value)) ?? "an unreadable value was thrown"
  );
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
