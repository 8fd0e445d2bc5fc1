import type { Shape } from "../../environments/index.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

/** Width that pixels of an image are magnified for, by a whole number. */
const leastWidth = 160;

export const drawImage: Drawing<"image"> = ({ columns, channels, values }) => {
  const rows = values.length / channels / columns;
  const scale = Math.max(1, Math.ceil(leastWidth / columns));
  const shapes: Shape[] = [];
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    const color = colorOf(values, channels, pixel);
    if (color === 0) continue;
    const [row, column] = [Math.floor(pixel / columns), pixel % columns];
    shapes.push({ ...rectangle(column * scale, row * scale, scale, scale), color });
  }
  return { width: columns * scale, height: rows * scale, background: 0, shapes };
};

function colorOf(values: ArrayLike<number>, channels: 1 | 3, pixel: number): number {
  let color = 0;
  for (let part = 0; part < 3; part++) {
    const value = values[pixel * channels + (channels === 3 ? part : 0)];
    color = color * 256 + Math.round(255 * Math.max(0, Math.min(1, value)));
  }
  return color;
}
