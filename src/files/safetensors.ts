/*
 * Safetensors, the file format for weights: eight bytes with the length of the header (little-endian), the header
 * as JSON, then the numbers of all tensors without gaps.
 *
 *   { "__metadata__": { "name": "text", … }, "layer.weight": { "dtype": "F32", "shape": [4, 64], "data_offsets": [0, 1024] }, … }
 *
 * Python, Rust and JavaScript all read it; what is read is data, and all of it is checked. Offsets count from the end of
 * the header. https://huggingface.co/docs/safetensors
 */
import { parseJson } from "../text/parse-json.ts";
import { printable, quoted, shown } from "../text/printable.ts";

/** A float32 tensor. */
export interface Tensor {
  /** The lengths of its axes; `[]` for a single number. */
  readonly shape: readonly number[];
  /** Its numbers in row-major order: as many as the product of the shape. */
  readonly data: Float32Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order in which their numbers lie in the file. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes are not a safetensors file of float32 tensors, or are damaged; the message says in what way. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}

const lengthBytes = 8;
/** What the format allows; a length beyond it is something else's first eight bytes. */
const longestHeader = 100_000_000;
/** Of the header: tensors by name, each with lists. One that describes a tensor otherwise may have more. */
const headerDepth = 8;
const alignment = 8;
const metadataKey = "__metadata__";

/**
 * The bytes of a safetensors file. Tensors and metadata are written in the order of their keys, so that equal input
 * gives equal bytes on every machine. The numbers begin at a multiple of eight bytes.
 *
 * @throws if a tensor's shape does not fit its data, or its name is `__metadata__`
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [[metadataKey, metadata]] : [];
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (name === metadataKey)
      throw new RangeError(`tensors: the name ${metadataKey} is reserved by the format.`);
    if (!isShape(shape) || sizeOf(shape) !== data.length) {
      throw new RangeError(`tensors: "${name}" has shape [${shape}] but ${data.length} numbers.`);
    }
    const begin = end;
    end += data.length * Float32Array.BYTES_PER_ELEMENT;
    entries.push([name, { dtype: "F32", shape, data_offsets: [begin, end] }]);
  }

  const bytes = beginFile(Object.fromEntries(entries), end);
  let offset = bytes.length - end;
  for (const { data } of Object.values(tensors)) {
    bytes.set(littleEndianBytes(data), offset);
    offset += data.length * Float32Array.BYTES_PER_ELEMENT;
  }
  return bytes;
}

/** The bytes of a file of its two parts: what {@link splitHeader} takes apart. */
export function joinHeader({ header, numbers }: FileParts): Uint8Array<ArrayBuffer> {
  const bytes = beginFile(header, numbers.length);
  bytes.set(numbers, bytes.length - numbers.length);
  return bytes;
}

/** The bytes of a file with its header, and room for the numbers behind it: the last `numberBytes`. */
export function beginFile(header: object, numberBytes: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const begin = lengthBytes + Math.ceil(text.length / alignment) * alignment;
  const bytes = new Uint8Array(begin + numberBytes).fill(0x20, lengthBytes, begin);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(begin - lengthBytes), true);
  bytes.set(text, lengthBytes);
  return bytes;
}

/**
 * Reads a safetensors file. The tensors are copies: they share no memory with `bytes`.
 *
 * @throws {SafetensorsError} if the bytes are damaged, are no safetensors file, or hold anything but float32 (`F32`)
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, numbers } = splitHeader(bytes);
  const { [metadataKey]: metadata = {}, ...described } = header;
  const placed = Object.entries(described).map(([name, entry]) => placeTensor(name, entry, numbers.length));
  placed.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(placed, numbers.length);
  return {
    tensors: Object.fromEntries(
      placed.map(({ name, shape, begin, end }) => [
        name,
        { shape, data: readFloats(numbers.subarray(begin, end)) },
      ]),
    ),
    metadata: readMetadata(metadata),
  };
}

/** The numbers as little-endian float32, the byte order of files and hashes, whatever the machine's own is. */
export function littleEndianBytes(data: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.byteLength);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < data.length; i++) view.setFloat32(4 * i, data[i], true);
  return bytes;
}

function readFloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Float32Array(bytes.length / 4);
  for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(4 * i, true);
  return data;
}

/** The two parts of a file. */
export interface FileParts {
  /** Its JSON. */
  readonly header: Readonly<Record<string, unknown>>;
  /** The bytes of all tensors. */
  readonly numbers: Uint8Array;
}

/**
 * The parts of a file, which share its memory. Of the header nothing is checked but that it is an object.
 *
 * @throws {SafetensorsError} if the bytes are too few, or the header is no JSON object
 */
export function splitHeader(bytes: Uint8Array): FileParts {
  if (bytes.length < lengthBytes) {
    throw new SafetensorsError(
      `safetensors: the file has ${bytes.length} bytes, too short for the ${lengthBytes} that hold the header's length.`,
    );
  }
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const available = bytes.length - lengthBytes;
  if (headerLength > BigInt(longestHeader)) {
    throw new SafetensorsError(`safetensors: the bytes are no safetensors file${resemblance(bytes)}.`);
  }
  if (headerLength > BigInt(available)) {
    throw new SafetensorsError(
      `safetensors: the header should have ${headerLength} bytes, but only ${available} follow. ` +
        "The file is cut off, or is no safetensors file.",
    );
  }
  const begin = lengthBytes + Number(headerLength);
  return { header: parseHeader(bytes.subarray(lengthBytes, begin)), numbers: bytes.subarray(begin) };
}

/** How other files begin that are given by mistake. */
const beginnings = [
  ["\x89PNG", "a PNG image"],
  ["PK", "a ZIP archive, as those of PyTorch are"],
  ["<", "a web page"],
  ["{", "JSON"],
] as const;

function resemblance(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, lengthBytes));
  const found = beginnings.find(([beginning]) => start.startsWith(beginning));
  return found ? ` (it is ${found[1]})` : "";
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = parseJson(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), headerDepth);
  } catch (error) {
    const why = printable((error as Error).message, 200);
    throw new SafetensorsError(`safetensors: the header is not JSON as the format has it (${why}).`, {
      cause: error,
    });
  }
  if (!isRecord(header)) {
    throw new SafetensorsError("safetensors: the header must be a JSON object of tensors by name.");
  }
  return header;
}

interface PlacedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where its numbers begin and end, in bytes. */
  readonly begin: number;
  readonly end: number;
}

function placeTensor(name: string, entry: unknown, available: number): PlacedTensor {
  const wrong = (what: string) => new SafetensorsError(`safetensors: tensor ${quoted(name)} ${what}.`);
  if (!isRecord(entry)) throw wrong("is not described by a JSON object");
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== "F32") throw wrong(`has dtype ${shown(dtype)}; only "F32" (float32) can be read`);
  if (!isShape(shape)) throw wrong(`has shape ${shown(shape)}; it must be a list of whole numbers from 0`);
  if (!isShape(offsets) || offsets.length !== 2) {
    throw wrong(`has data_offsets ${shown(offsets)}; they must be two whole numbers from 0`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > available) {
    throw wrong(
      `lies from byte ${begin} to ${end}, outside of the ${available} bytes of numbers in the file`,
    );
  }
  const expected = sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT;
  if (end - begin !== expected) {
    throw wrong(
      `has shape ${shown(shape)}, which takes ${expected} bytes, but lies from byte ${begin} to ${end}`,
    );
  }
  return { name, shape, begin, end };
}

/** Together the tensors, sorted by where they begin, fill the file: nothing overlaps, nothing is left over. */
function checkCoverage(placed: readonly PlacedTensor[], available: number): void {
  let covered = 0;
  for (const { name, begin, end } of placed) {
    if (begin < covered) {
      throw new SafetensorsError(
        `safetensors: tensor ${quoted(name)} begins at byte ${begin}, inside the one before it, which ends at ${covered}.`,
      );
    }
    if (begin > covered) {
      throw new SafetensorsError(`safetensors: bytes ${covered} to ${begin} belong to no tensor.`);
    }
    covered = end;
  }
  if (covered < available) {
    throw new SafetensorsError(`safetensors: bytes ${covered} to ${available} belong to no tensor.`);
  }
}

function readMetadata(metadata: unknown): Readonly<Record<string, string>> {
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== "string")) {
    throw new SafetensorsError(`safetensors: ${metadataKey} must hold text by name.`);
  }
  return metadata as Readonly<Record<string, string>>;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Is it a list of whole numbers from 0? */
function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
