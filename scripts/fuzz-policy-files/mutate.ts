import { sealFile } from "../../src/policies/files/checksum.ts";
import type { Generator } from "../../src/random/index.ts";

/** What is damaged. */
export const parts = ["bytes", "header", "entry", "program", "tensors", "weights"] as const;
export type Part = (typeof parts)[number];

/**
 * A damaged copy of a file.
 *
 * @param sealed whether the checksum is computed anew, as by somebody who changes the file on purpose
 */
export function mutate(bytes: Uint8Array, part: Part, sealed: boolean, random: Generator): Uint8Array {
  const damaged = damage[part](bytes, random);
  if (sealed) trySealing(damaged);
  return damaged;
}

type Damage = (bytes: Uint8Array, random: Generator) => Uint8Array;

const damage: Record<Part, Damage> = {
  bytes(bytes, random) {
    let edited = bytes;
    const edits = random.integers(1, 4);
    for (let i = 0; i < edits; i++) edited = editBytes(edited, random);
    return edited;
  },

  header(bytes, random) {
    const { header, numbers } = split(bytes);
    return join(editJson(header as Json, random), numbers, random);
  },

  entry(bytes, random) {
    const { header, numbers } = split(bytes);
    const entries = header.__metadata__ as Record<string, string>;
    const key = pick(["observationSpace", "actionSpace", "architecture", "masked", "program"], random);
    const value = editJson(JSON.parse(entries[key]!), random);
    return join(
      { ...header, __metadata__: { ...entries, [key]: JSON.stringify(value) ?? "" } },
      numbers,
      random,
    );
  },

  /** Numbers of the program alone: its words, places and constants stay lists of numbers. */
  program(bytes, random) {
    const { header, numbers } = split(bytes);
    const entries = header.__metadata__ as Record<string, string>;
    const program = JSON.parse(entries.program!) as Json;
    const lists = listsOfNumbers(program);
    const edits = random.integers(1, 4);
    for (let i = 0; i < edits; i++) {
      const list = pick(lists, random);
      const at = random.integers(0, list.length);
      list[at] = random.random() < 0.3 ? pick(pick(lists, random), random) : editNumber(list[at]!, random);
    }
    const text = JSON.stringify(program);
    return join({ ...header, __metadata__: { ...entries, program: text } }, numbers, random);
  },

  /** The table of tensors. */
  tensors(bytes, random) {
    const { header, numbers } = split(bytes);
    const { __metadata__, ...table } = header;
    return join(
      { ...(editJson(table, random) as typeof table), __metadata__: __metadata__! },
      numbers,
      random,
    );
  },

  weights(bytes, random) {
    const copy = bytes.slice();
    const { length } = split(bytes).numbers;
    const view = new DataView(copy.buffer, copy.length - length);
    const edits = random.integers(1, 4);
    for (let i = 0; i < edits && length > 0; i++) {
      const value = pick([0, -1, 1e30, -3e38, 1e-40, Number.NaN, Infinity, random.normal()], random);
      view.setFloat32(4 * random.integers(0, length / 4), value, true);
    }
    return copy;
  },
};

function trySealing(bytes: Uint8Array): void {
  try {
    sealFile(bytes);
  } catch {
    // Too damaged to have a checksum.
  }
}

function editBytes(bytes: Uint8Array, random: Generator): Uint8Array {
  // Half of the edits hit the length of the header or what begins behind it.
  const at = random.integers(0, random.random() < 0.5 ? bytes.length : Math.min(bytes.length, 400));
  const count = random.integers(1, 9);
  const noise = Uint8Array.from({ length: count }, () => random.integers(0, 256));
  const before = bytes.subarray(0, at);
  const behind = bytes.subarray(at);
  switch (random.integers(0, 7)) {
    case 0:
      return concatenate(before, [bytes[at]! ^ (1 << random.integers(0, 8))], behind.subarray(1));
    case 1:
      return concatenate(before, noise, behind.subarray(count));
    case 2:
      return concatenate(before, noise, behind);
    case 3:
      return concatenate(before, behind.subarray(count));
    case 4:
      return concatenate(before.length > 0 ? before : bytes.subarray(1));
    case 5:
      return concatenate(before, behind.subarray(0, 8 * count), behind);
    default:
      return concatenate(before, [48 + random.integers(0, 10)], behind.subarray(1));
  }
}

/** At least one byte. */
function concatenate(...pieces: readonly ArrayLike<number>[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0) || 1);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

type Json = number | string | boolean | null | Json[] | { [key: string]: Json };

interface Parts {
  readonly header: Readonly<Record<string, Json>>;
  readonly numbers: Uint8Array;
}

const known = new WeakMap<Uint8Array, Parts>();

/** The parts of an undamaged file. */
function split(bytes: Uint8Array): Parts {
  const found = known.get(bytes) ?? parse(bytes);
  known.set(bytes, found);
  return found;
}

function parse(bytes: Uint8Array): Parts {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  return { header: JSON.parse(text), numbers: bytes.subarray(8 + length) };
}

/** The file of a header; now and then one of its keys is there twice. */
function join(header: Json | undefined, numbers: Uint8Array, random: Generator): Uint8Array {
  let text = JSON.stringify(header) ?? "";
  if (random.random() < 0.02) text = text.replace(/"([^"\\]*)":/, '"$1":0,"$1":');
  const encoded = new TextEncoder().encode(text);
  const bytes = concatenate(new Uint8Array(8), encoded, numbers);
  new DataView(bytes.buffer).setUint32(0, encoded.length, true);
  return bytes;
}

/** The same with one to three parts replaced, removed, renamed, repeated or exchanged. */
function editJson(value: Json, random: Generator): Json | undefined {
  const copy = structuredClone({ value });
  const edits = random.integers(1, 4);
  for (let i = 0; i < edits; i++) editWithin(copy, random);
  return copy.value;
}

function editWithin(container: Json[] | { [key: string]: Json }, random: Generator): void {
  const keys = Object.keys(container);
  if (keys.length === 0) return;
  const key = pick(keys, random);
  const entries = container as Record<string, Json>;
  const value = entries[key]!;
  if (typeof value === "object" && value !== null && random.random() < 0.8) {
    editWithin(value as Json[], random);
    return;
  }
  const other = pick(keys, random);
  switch (random.integers(0, 6)) {
    case 0:
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else delete container[key];
      return;
    case 1:
      if (Array.isArray(container)) container.splice(Number(key), 0, value);
      else container[pick(["__proto__", "kind", `${key}\u001b[31m`, "x".repeat(5000)], random)] = value;
      return;
    case 2:
      entries[key] = entries[other]!;
      entries[other] = value;
      return;
    case 3:
      entries[key] = typeof value === "number" ? editNumber(value, random) : odd(random);
      return;
    case 4:
      entries[key] = typeof value === "string" ? editText(value, random) : odd(random);
      return;
    default:
      entries[key] = odd(random);
  }
}

function editNumber(value: number, random: Generator): number {
  return pick(
    [
      ...[value + 1, value - 1, value + 4, value - 64, 2 * value, -value, value + 0.5],
      ...[0, 1, 2, 3, 4096, 2 ** 20, 2 ** 30, -(2 ** 31), 2 ** 31, 2 ** 32, 1e9, 2 ** 53, 1e300],
      ...[value ^ (1 << random.integers(0, 31)), random.integers(0, 100), random.integers(0, 2 ** 24)],
    ],
    random,
  );
}

function editText(value: string, random: Generator): string {
  const at = random.integers(0, value.length + 1);
  const piece = pick(["", "\u001b[2J", "\u0000", "\u202e", "∇", "x".repeat(10_000), "0", '"'], random);
  return value.slice(0, at) + piece + value.slice(at + random.integers(0, 2));
}

function odd(random: Generator): Json {
  return structuredClone(
    pick<Json>(
      [
        ...[null, true, false, "", "Infinity", "tanh", "mlp", "\u001b]0;title\u0007", "y".repeat(3000)],
        ...[0, -1, 0.5, 1e9, 2 ** 31, 2 ** 53, -1e300],
        ...[
          [],
          {},
          [[]],
          [1, 2],
          [1e9],
          { kind: "discrete", n: 1e9 },
          { kind: "multi-binary", n: 1e8 },
          nested(100),
        ],
        ...[Array<number>(2000).fill(1), { kind: "box", shape: [1e9], low: [0], high: [1] }],
      ],
      random,
    ),
  );
}

function nested(depth: number): Json {
  let value: Json = [];
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { kind: "tuple", spaces: [value] };
  return value;
}

function listsOfNumbers(value: Json): number[][] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "number")) {
    return [value as number[]];
  }
  return Object.values(value).flatMap((each) => listsOfNumbers(each as Json));
}

function pick<T>(values: readonly T[], random: Generator): T {
  return values[random.integers(0, values.length)]!;
}
