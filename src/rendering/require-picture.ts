import { type Check, faultOf, integer, list, one, point, record, requireFields } from "./checks.ts";

const isColor = (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffff;
const color = one(isColor, "an integer from 0x000000 to 0xffffff, such as 0xff0000 for red");

const isExtent = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;
const extent = one(isExtent, "a finite number from 0");

const polygon = record({ polygon: list(point), color });
const circle = record({ circle: point, radius: extent, color });
const line = record({ line: list(point), thickness: extent, color });

const shape: Check = (value, of) => {
  const found = Object(value ?? {}) as object;
  if ("polygon" in found) return polygon(value, of);
  if ("circle" in found) return circle(value, of);
  if ("line" in found) return line(value, of);
  return faultOf(value, "{ polygon, color }, { line, thickness, color } or { circle, radius, color }");
};

const fields = { width: integer(1), height: integer(1), background: color, shapes: list(shape) };

/**
 * @param where what the message begins with, up to the field's name
 * @throws TypeError unless it has a size and a background, and each shape is one that can be drawn
 */
export function requirePicture(where: string, picture: unknown): void {
  requireFields(where, fields, picture);
}
