import type { Frame } from "../environments/index.ts";
import { requireFrame } from "./require-frame.ts";

/**
 * The frame in another size: each pixel is the mean of the area that it covers, parts of pixels included; alpha is kept
 * in the same way.
 *
 * @throws RangeError unless both sizes are integers from 1
 * @throws TypeError unless the frame has 4 bytes for each of its pixels
 */
export function resizeFrame(frame: Frame, width: number, height: number): Frame {
  requireFrame("resizeFrame: frame.", frame);
  for (const [name, size] of Object.entries({ width, height })) {
    if (Number.isInteger(size) && size >= 1) continue;
    throw new RangeError(`resizeFrame: ${name} is ${size}; it must be an integer from 1.`);
  }
  const [columns, rows] = [sharesOf(frame.width, width), sharesOf(frame.height, height)];
  const data = new Uint8ClampedArray(width * height * 4);
  for (const [y, ofRow] of rows.entries()) {
    for (const [x, ofColumn] of columns.entries()) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (const [row, inRow] of ofRow) {
          for (const [column, inColumn] of ofColumn) {
            sum += inRow * inColumn * frame.data[(row * frame.width + column) * 4 + channel];
          }
        }
        data[(y * width + x) * 4 + channel] = sum;
      }
    }
  }
  return { width, height, data };
}

/** For each pixel of a line of `count`, the pixels of a line of `from` that it covers, and its share of each. */
function sharesOf(from: number, count: number): (readonly [pixel: number, share: number])[][] {
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [(i * from) / count, ((i + 1) * from) / count];
    const shares: [number, number][] = [];
    for (let pixel = Math.floor(start); pixel < end; pixel++) {
      const covered = Math.min(end, pixel + 1) - Math.max(start, pixel);
      shares.push([pixel, covered / (end - start)]);
    }
    return shares;
  });
}
