import { type Check, faultOf, integer, requireFields } from "./checks.ts";

/** By its tag, for a page may have the array from another frame or worker, where it is of another class. */
const bytes: Check = (value, { width, height }) => {
  const tag = Object.prototype.toString.call(value);
  if (!/^\[object Uint8(Clamped)?Array\]$/.test(tag)) return faultOf(value, "a Uint8ClampedArray");
  const { length } = value as Uint8ClampedArray;
  const count = 4 * (width as number) * (height as number);
  if (length === count) return undefined;
  return ` has ${length} bytes; it must have ${count}, 4 for each of ${width} × ${height} pixels`;
};

const fields = { width: integer(1), height: integer(1), data: bytes };

/**
 * @param where what the message begins with, up to the field's name
 * @throws TypeError unless there are 4 bytes for each pixel: those that are not there would be black
 */
export function requireFrame(where: string, frame: unknown): void {
  requireFields(where, fields, frame);
}
