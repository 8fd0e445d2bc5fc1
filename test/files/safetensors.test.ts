import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeSafetensors,
  encodeSafetensors,
  littleEndianBytes,
  SafetensorsError,
  type Tensor,
} from "../../src/files/safetensors.ts";

const tensor = (shape: number[], ...data: number[]): Tensor => ({ shape, data: Float32Array.from(data) });

/** A file made by hand: any header, any number of bytes after it. */
function file(header: unknown, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  return bytes;
}

const text = (content: string) => new TextEncoder().encode(content);

const f32 = (shape: unknown, offsets: unknown) => ({ dtype: "F32", shape, data_offsets: offsets });

const tensors = fc.dictionary(
  fc.string().filter((name) => name !== "__metadata__"),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }).chain((shape) => {
    const size = shape.reduce((product, n) => product * n, 1);
    return fc.float32Array({ minLength: size, maxLength: size }).map((data): Tensor => ({ shape, data }));
  }),
  { maxKeys: 5 },
);
const metadata = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 });

describe("encodeSafetensors", () => {
  it("writes the format byte by byte", () => {
    const bytes = encodeSafetensors({ a: tensor([1, 2], 1, -2) });
    const header = '{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}} ';
    const padded = header.trimEnd().padEnd(56);
    expect([...bytes.subarray(0, 8)]).toEqual([56, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(bytes.subarray(8, 64))).toBe(padded);
    expect([...bytes.subarray(64)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it("puts the metadata first and begins the numbers at a multiple of eight bytes", () => {
    const bytes = encodeSafetensors({ weight: tensor([], 7) }, { made: "by hand: ∇" });
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    expect(bytes.length).toBe(8 + headerLength + 4);
    expect(new TextDecoder().decode(bytes.subarray(8))).toMatch(
      /^{"__metadata__":{"made":"by hand: ∇"},"weight"/,
    );
  });

  it("turns down a shape that does not fit, and the reserved name", () => {
    expect(() => encodeSafetensors({ a: tensor([3], 1, 2) })).toThrow(
      'tensors: "a" has shape [3] but 2 numbers.',
    );
    expect(() => encodeSafetensors({ __metadata__: tensor([]) })).toThrow(/__metadata__ is reserved/);
  });
});

describe("decodeSafetensors", () => {
  it("is the inverse of encoding", () => {
    fc.assert(
      fc.property(tensors, metadata, (tensors, metadata) => {
        const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata));
        expect(decoded.metadata).toEqual(metadata);
        expect(Object.keys(decoded.tensors).sort()).toEqual(Object.keys(tensors).sort());
        for (const [name, { shape, data }] of Object.entries(tensors)) {
          expect(decoded.tensors[name]!.shape).toEqual(shape);
          expect(littleEndianBytes(decoded.tensors[name]!.data)).toEqual(littleEndianBytes(data));
        }
      }),
    );
  });

  it("reads from anywhere in a buffer and shares no memory with it", () => {
    const bytes = encodeSafetensors({ a: tensor([2], 1, 2) });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const { a } = decodeSafetensors(shifted.subarray(3)).tensors;
    shifted.fill(0);
    expect([...a!.data]).toEqual([1, 2]);
  });

  it("reads files of others: no padding, no metadata, tensors in any order of the header", () => {
    const bytes = file({ late: f32([1], [4, 8]), early: f32([1], [0, 4]) }, 8);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 5, true);
    const { tensors, metadata } = decodeSafetensors(bytes);
    expect(Object.keys(tensors)).toEqual(["early", "late"]);
    expect(tensors.late!.data[0]).toBe(5);
    expect(metadata).toEqual({});
  });

  it.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "the file has 0 bytes, too short for the 8 that hold the header's length"],
    ["seven bytes", new Uint8Array(7), "the file has 7 bytes, too short"],
    [
      "a picture",
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0),
      "the bytes are no safetensors file (it is a PNG image)",
    ],
    ["a web page", text("<!doctype html><html>"), "the bytes are no safetensors file (it is a web page)"],
    [
      "an archive",
      text("PK\u0003\u0004 and so on"),
      "the bytes are no safetensors file (it is a ZIP archive",
    ],
    ["JSON", text('{"kind":"discrete"}'), "the bytes are no safetensors file (it is JSON)"],
    ["a text", text("a policy, or so"), "the bytes are no safetensors file."],
    ["no JSON", file("{weights}"), "the header is not JSON"],
    [
      "a tensor that is there twice",
      file(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'the header is not JSON as the format has it (it has "a" twice)',
    ],
    [
      "a header that is nested deep",
      file(`{"a":${"[".repeat(100_000)}`),
      "the header is not JSON as the format has it (it is nested more than 8 deep)",
    ],
    [
      "a name with escape codes",
      file({ "\u001b[2Jx": 3 }),
      'tensor "\\u{1b}[2Jx" is not described by a JSON object',
    ],
    [
      "a name as long as a book",
      file({ ["x".repeat(1_000_000)]: 3 }),
      `tensor "${"x".repeat(100)}… (999900 more characters)" is not described`,
    ],
    [
      "a shape as long as a book",
      file({ a: f32([..."1".repeat(100_000), "2"].map(Number), [0, 4]) }, 4),
      `tensor "a" has shape [${"1,".repeat(49)}1… (199903 more characters), which takes 8 bytes`,
    ],
    ["no UTF-8", Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff), "the header is not JSON"],
    ["a list", file([]), "the header must be a JSON object"],
    ["null", file("null"), "the header must be a JSON object"],
    ["a tensor that is a number", file({ a: 3 }), 'tensor "a" is not described by a JSON object'],
    [
      "half precision",
      file({ a: { ...f32([1], [0, 2]), dtype: "F16" } }, 2),
      'tensor "a" has dtype "F16"; only "F32"',
    ],
    ["no dtype", file({ a: {} }), 'tensor "a" has dtype undefined'],
    ["a negative shape", file({ a: f32([-1], [0, 4]) }, 4), 'tensor "a" has shape [-1]'],
    ["no shape", file({ a: { dtype: "F32" } }), 'tensor "a" has shape undefined'],
    ["a single offset", file({ a: f32([1], [0]) }, 4), 'tensor "a" has data_offsets [0]'],
    ["fractional offsets", file({ a: f32([1], [0.5, 4.5]) }, 8), 'tensor "a" has data_offsets [0.5,4.5]'],
    [
      "offsets out of range",
      file({ a: f32([2], [0, 8]) }, 4),
      'tensor "a" lies from byte 0 to 8, outside of the 4 bytes',
    ],
    ["offsets in reverse", file({ a: f32([1], [4, 0]) }, 4), 'tensor "a" lies from byte 4 to 0, outside'],
    [
      "shape × 4 ≠ bytes",
      file({ a: f32([2], [0, 4]) }, 4),
      'tensor "a" has shape [2], which takes 8 bytes, but lies from byte 0 to 4',
    ],
    [
      "overlapping tensors",
      file({ a: f32([2], [0, 8]), b: f32([1], [4, 8]) }, 8),
      'tensor "b" begins at byte 4, inside the one before it, which ends at 8',
    ],
    ["a gap", file({ a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, 12), "bytes 4 to 8 belong to no tensor"],
    ["a rest", file({ a: f32([1], [0, 4]) }, 6), "bytes 4 to 6 belong to no tensor"],
    ["metadata that is no text", file({ __metadata__: { n: 3 } }), "__metadata__ must hold text by name"],
    ["metadata that is a list", file({ __metadata__: [] }), "__metadata__ must hold text by name"],
  ])("says what is wrong with %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => decodeSafetensors(bytes)).toThrow(`safetensors: ${message}`);
  });

  it("turns down every truncation", () => {
    const bytes = encodeSafetensors({ a: tensor([2, 2], 1, 2, 3, 4), b: tensor([1], 5) }, { made: "here" });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(SafetensorsError);
    }
  });

  it("never fails in another way, whichever bytes are damaged", () => {
    const damage = fc.array(fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(tensors, metadata, damage, (tensors, metadata, damage) => {
        const bytes = encodeSafetensors(tensors, metadata);
        for (const { at, value } of damage) bytes[at % bytes.length] = value;
        decodeOrSay(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it("never fails in another way, whatever the header says", () => {
    const header = fc.dictionary(
      fc.constantFrom("a", "b", "__metadata__", "__proto__"),
      fc.oneof(
        fc.jsonValue(),
        fc.record(
          {
            dtype: fc.constantFrom("F32", "F64", 3),
            shape: fc.jsonValue(),
            data_offsets: fc.array(fc.nat(16)),
          },
          { requiredKeys: [] },
        ),
      ),
    );
    fc.assert(fc.property(header, fc.nat(16), (header, dataBytes) => decodeOrSay(file(header, dataBytes))));
  });
});

function decodeOrSay(bytes: Uint8Array): void {
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SafetensorsError);
  }
}
