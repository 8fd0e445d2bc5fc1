import { crc32c } from "./crc32c.ts";
import type { MetricsLine } from "./metrics-line.ts";

/*
 * A file of events, as TensorBoard reads it, is a sequence of records (tensorflow/core/lib/io/record_writer.h):
 *
 *   uint64 length, uint32 checksum of the length, length bytes of data, uint32 checksum of the data
 *
 * all little-endian. The data is an `Event` (tensorflow/core/util/event.proto) in the encoding of protocol buffers:
 *
 *   double wall_time = 1;  int64 step = 2;  string file_version = 3;  Summary summary = 5;  SessionLog session_log = 7;
 *   Summary { repeated Value value = 1; }   Value { string tag = 1; float simple_value = 2; }
 *   SessionLog { enum SessionStatus { START = 1; … } status = 1; }
 */

/** The beginning of a file of events: its version. @param seconds since 1970 */
export function eventsHeader(seconds: number): Uint8Array {
  return record([...double(1, seconds), ...text(3, "brain.Event:2")]);
}

/** Says that nothing counts of what was read before in other files. @param seconds since 1970 */
export function restartEvent(seconds: number): Uint8Array {
  return record([...double(1, seconds), ...bytes(7, [...key(1, 0), ...varint(1)])]);
}

/**
 * A line of metrics as a record that follows the header: a scalar for each number but those that say when it was. Its
 * tag has a group, which TensorBoard shows as a section: "episodes/meanReturn", "learning/entropy"; of a name with a dot,
 * such as "info.success", what is before it: "info/success".
 *
 * @param began when the training began, in seconds since 1970
 */
export function metricsEvent(line: MetricsLine, began: number): Uint8Array {
  const values = Object.entries(line).flatMap(([name, value]) =>
    value === null || when.has(name) ? [] : bytes(1, [...text(1, tagOf(name)), ...float(2, value)]),
  );
  return record([
    ...double(1, began + line.seconds),
    ...key(2, 0),
    ...varint(line.steps),
    ...bytes(5, values),
  ]);
}

const when = new Set(["update", "steps", "seconds"]);

/** Of what does not come from the algorithm. */
const tags = new Map([
  ["episodes", "episodes/count"],
  ["meanReturn", "episodes/meanReturn"],
  ["meanLength", "episodes/meanLength"],
  ["evaluationReturn", "evaluation/meanReturn"],
  ["evaluationLength", "evaluation/meanLength"],
]);

function tagOf(name: string): string {
  const tag = tags.get(name);
  if (tag !== undefined) return tag;
  const dot = name.indexOf(".");
  return dot > 0 ? `${name.slice(0, dot)}/${name.slice(dot + 1)}` : `learning/${name}`;
}

function record(data: readonly number[]): Uint8Array {
  const framed = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, masked(crc32c(framed.subarray(0, 8))), true);
  framed.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(framed.subarray(12, 12 + data.length))), true);
  return framed;
}

/** A checksum is stored rotated and shifted, since that of data with checksums in it would be weak. */
function masked(checksum: number): number {
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282_ead8) >>> 0;
}

// Fields of protocol buffers: a key, which is the field's number and how its value is encoded, and the value.

const key = (field: number, encoding: 0 | 1 | 2 | 5): number[] => varint(8 * field + encoding);

/** Seven bits in a byte, the lowest first; all bytes but the last have the eighth bit. */
function varint(value: number): number[] {
  const encoded: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) encoded.push((rest % 128) + 128);
  return [...encoded, rest];
}

function double(field: number, value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...key(field, 1), ...new Uint8Array(view.buffer)];
}

function float(field: number, value: number): number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [...key(field, 5), ...new Uint8Array(view.buffer)];
}

function bytes(field: number, value: readonly number[]): number[] {
  return [...key(field, 2), ...varint(value.length), ...value];
}

const text = (field: number, value: string): number[] => bytes(field, [...new TextEncoder().encode(value)]);
