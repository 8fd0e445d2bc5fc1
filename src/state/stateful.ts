/** The kinds of arrays that a state holds. */
export type SavedArray = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** A state as plain data: what JSON has, and arrays of these types. Numbers that may be infinite or NaN belong into arrays. */
export type Saved =
  | null
  | boolean
  | number
  | string
  | SavedArray
  | readonly Saved[]
  | { readonly [name: string]: Saved };

/**
 * What changes while a training runs, and can say what it is. Whoever restores what another one of its kind saved goes
 * on as that one would have, to the bit.
 */
export interface Stateful<State extends Saved = Saved> {
  /** A copy of the state, which later changes leave alone. */
  save(): State;
  /** @throws StateError for what one of another kind or size has saved; the message says where they differ */
  restore(saved: Saved): void;
}

/** A saved state does not fit what it is restored to. */
export class StateError extends Error {
  override readonly name = "StateError";
}

/** Several states as one, each under its name. */
export function stateOf(
  parts: Readonly<Record<string, Stateful>>,
): Stateful<Readonly<Record<string, Saved>>> {
  const names = Object.keys(parts);
  return {
    save: () => Object.fromEntries(names.map((name) => [name, parts[name].save()])),
    restore(saved) {
      const record = savedRecord(saved, names);
      for (const name of names) within(name, () => parts[name].restore(record[name]));
    },
  };
}

/** An array of a fixed length as a state. */
export function arrayState(array: SavedArray): Stateful<SavedArray> {
  return {
    save: () => array.slice(),
    restore: (saved) => array.set(savedArray(saved, array)),
  };
}

/** Runs `work`, and puts a name before what a {@link StateError} of it says. */
export function within<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const separator = /^[\w"-]+(\.|:)/.test(error.message) ? "." : ": ";
    throw new StateError(`${name}${separator}${error.message}`, { cause: error.cause });
  }
}

/** @throws StateError unless it is a record that has exactly these names */
export function savedRecord(saved: Saved, names: readonly string[]): Readonly<Record<string, Saved>> {
  if (typeof saved !== "object" || saved === null || Array.isArray(saved) || ArrayBuffer.isView(saved)) {
    throw new StateError(`it must have ${names.join(", ")}; found ${kindOf(saved)}`);
  }
  const record = saved as Readonly<Record<string, Saved>>;
  const missing = names.filter((name) => !Object.hasOwn(record, name));
  const extra = Object.keys(record).filter((name) => !names.includes(name));
  if (missing.length > 0 || extra.length > 0) {
    const found = Object.keys(record).join(", ") || "nothing";
    throw new StateError(`it must have ${names.join(", ") || "nothing"}; found ${found}`);
  }
  return record;
}

/** @throws StateError unless it is an array of the kind and length of `like` */
export function savedArray<A extends SavedArray>(saved: Saved, like: A): A {
  if (ArrayBuffer.isView(saved) && saved.constructor === like.constructor) {
    if ((saved as A).length === like.length) return saved as A;
    throw new StateError(`it must have ${like.length} numbers; found ${(saved as A).length}`);
  }
  throw new StateError(`it must be an ${like.constructor.name}; found ${kindOf(saved)}`);
}

/** @throws StateError unless it is a list, of `length` entries if that is given */
export function savedList(saved: Saved, length?: number): readonly Saved[] {
  if (!Array.isArray(saved)) throw new StateError(`it must be a list; found ${kindOf(saved)}`);
  if (length === undefined || saved.length === length) return saved;
  throw new StateError(`it must have ${length} entries; found ${saved.length}`);
}

/** @throws StateError unless it is a whole number from 0 */
export function savedCount(saved: Saved): number {
  if (Number.isSafeInteger(saved) && (saved as number) >= 0) return saved as number;
  throw new StateError(`it must be a whole number from 0; found ${kindOf(saved)}`);
}

function kindOf(saved: Saved): string {
  if (saved === null || typeof saved === "boolean" || typeof saved === "number") return String(saved);
  if (typeof saved === "string") return "text";
  if (Array.isArray(saved)) return `a list of ${saved.length}`;
  return ArrayBuffer.isView(saved)
    ? `an ${saved.constructor.name} of ${(saved as SavedArray).length}`
    : "a record";
}
