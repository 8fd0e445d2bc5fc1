import { beginFile } from "../files/safetensors.ts";
import { type Saved, type SavedArray, StateError } from "./stateful.ts";

/*
 * A state as a safetensors file (https://huggingface.co/docs/safetensors): its arrays are tensors of one axis, named
 * after where they stand in the state; all the rest is JSON in the metadata, in which an array is ["array", name], a list is
 * ["list", …], and ["-0"] the number −0, which JSON has not. The same state gives the same bytes on every machine.
 */

const types = {
  U8: Uint8Array,
  I32: Int32Array,
  U32: Uint32Array,
  F32: Float32Array,
  F64: Float64Array,
} as const;
type TypeName = keyof typeof types;

const lengthBytes = 8;
const format = "logpi-state-1";

/**
 * The bytes of a state, of which {@link decodeState} gives the same state.
 *
 * @throws StateError for what it would not give again: numbers that are not finite, which JSON does not have, other kinds of
 *   arrays and objects, and what is nested too deep; the message says where in the state
 */
export function encodeState(state: Saved): Uint8Array<ArrayBuffer> {
  const arrays: SavedArray[] = [];
  const tensors = new Map<string, unknown>();
  let end = 0;
  const place = (array: SavedArray, dtype: TypeName, path: string) => {
    let name = path;
    while (tensors.has(name) || name === "__metadata__") name += "'"; // names with dots may give the path of another
    const begin = end;
    end += array.byteLength;
    arrays.push(array);
    tensors.set(name, { dtype, shape: [array.length], data_offsets: [begin, end] });
    return ["array", name];
  };
  const plain = (value: unknown, path: string, depth: number): unknown => {
    if (depth > deepest) throw new StateError(`state: ${path.slice(0, 80)}… ${tooDeep}`);
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isFinite(value)) return Object.is(value, -0) ? ["-0"] : value;
    const dtype = typeName(value);
    if (dtype) return place(value as SavedArray, dtype, path);
    const under = (name: string | number) => (path === "" ? `${name}` : `${path}.${name}`);
    const member = (item: unknown, name: string | number) => plain(item, under(name), depth + 1);
    if (Array.isArray(value)) return ["list", ...Array.from(value, member)];
    if (!isRecord(value)) throw notSaved(value, path);
    // What is undefined reads the same where it is not there.
    const there = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(there.map(([name, item]) => [name, member(item, name)]));
  };
  const tree = JSON.stringify(plain(state, "", 0));
  const bytes = beginFile({ __metadata__: { format, state: tree }, ...Object.fromEntries(tensors) }, end);
  let at = bytes.length - end;
  for (const array of arrays) {
    bytes.set(
      littleEndian(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), array.BYTES_PER_ELEMENT),
      at,
    );
    at += array.byteLength;
  }
  return bytes;
}

/** Whether it is an object as a literal makes it, also of another realm: its prototype is at the end of its chain. */
function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notSaved(value: unknown, path: string): StateError {
  const kind =
    typeof value === "object" ? value?.constructor?.name : typeof value === "number" ? value : typeof value;
  const arrays = Object.values(types).map(({ name }) => name);
  return new StateError(
    `state: ${path || "it"} is ${kind}; it must be plain data, as JSON has it, or one of ${arrays.join(", ")}`,
  );
}

/** The state that {@link encodeState} wrote. @throws StateError for other bytes */
export function decodeState(bytes: Uint8Array): Saved {
  const { header, numbers } = split(bytes);
  const arrays = new Map(
    Object.entries(header.tensors).map(([name, entry]) => [name, readArray(name, entry, numbers)]),
  );
  const build = (value: unknown, depth: number): Saved => {
    if (depth > deepest) throw new StateError(`state: it ${tooDeep}`);
    if (typeof value !== "object" || value === null) return value as Saved;
    if (!Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, build(item, depth + 1)]));
    }
    const [kind, ...items] = value;
    if (kind === "list") return items.map((item) => build(item, depth + 1));
    if (kind === "-0") return -0;
    const array = kind === "array" && typeof items[0] === "string" ? arrays.get(items[0]) : undefined;
    if (!array) throw new StateError("state: it names an array that the file does not have");
    return array;
  };
  return build(header.tree, 0);
}

/** States nest a few levels; a file that is made to overflow the stack nests thousands. */
const deepest = 64;
const tooDeep = `is nested more than ${deepest} deep`;

function split(bytes: Uint8Array) {
  let begin: number;
  let found: unknown;
  let tensors: Record<string, unknown>;
  let tree: unknown;
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    begin = lengthBytes + view.getUint32(0, true) + 2 ** 32 * view.getUint32(4, true);
    // Of a file that is cut off, or of another kind, it is what there is of one, which is no JSON.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.slice(lengthBytes, begin));
    const { __metadata__: metadata, ...rest } = JSON.parse(text);
    found = metadata.format;
    if (found !== format) throw new Error("another format");
    tensors = rest;
    tree = JSON.parse(metadata.state);
  } catch (cause) {
    throw new StateError(
      `state: the file, of ${bytes.length} bytes, is cut off, damaged, or of another kind: its format is ` +
        `${found ?? "not stated"}; ${format} can be read`,
      { cause },
    );
  }
  // Not a Buffer of Node's, whose slices are no copies.
  const numbers = new Uint8Array(bytes.buffer, bytes.byteOffset + begin, bytes.length - begin);
  return { header: { tensors, tree }, numbers };
}

function readArray(name: string, entry: unknown, numbers: Uint8Array): SavedArray {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const type = Object.hasOwn(types, String(dtype)) ? types[dtype as TypeName] : undefined;
  const fits =
    type &&
    Array.isArray(shape) &&
    shape.length === 1 &&
    isCount(shape[0]) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isCount) &&
    offsets[1] - offsets[0] === shape[0] * type.BYTES_PER_ELEMENT &&
    offsets[1] <= numbers.length;
  if (!fits)
    throw new StateError(`state: the array "${name.slice(0, 80)}" does not lie in the file as it says`);
  const [begin, end] = offsets as [number, number];
  // A copy of its own begins where any type may.
  const bytes = littleEndian(numbers.slice(begin, end), type.BYTES_PER_ELEMENT);
  return new type(bytes.buffer, 0, shape[0]);
}

/** Undefined for what is no array that a state holds. */
function typeName(value: unknown): TypeName | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  return (Object.keys(types) as TypeName[]).find((name) => value instanceof types[name]);
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Bytes of numbers of this machine in the order of files, or back. */
function littleEndian(bytes: Uint8Array<ArrayBuffer> | Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  if (isLittleEndian) return bytes as Uint8Array<ArrayBuffer>;
  const swapped = bytes.slice();
  for (let at = 0; at < swapped.length; at += width) swapped.subarray(at, at + width).reverse();
  return swapped;
}
