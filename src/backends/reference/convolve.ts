import type { Window } from "../../graph/window.ts";

export type Images = readonly [batch: number, height: number, width: number, channels: number];

/**
 * Visits every pair of an entry of images and an entry of their patches that are the same number: places in the window
 * that lie outside of the images have no pair.
 */
export function visitPatches(
  [batch, height, width, channels]: Images,
  [rows, columns]: readonly [number, number],
  { kernel, stride, padding }: Window,
  visit: (image: number, patch: number) => void,
): void {
  let patch = 0;
  for (let image = 0; image < batch; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let i = 0; i < kernel[0]; i++) {
          for (let j = 0; j < kernel[1]; j++) {
            const y = row * stride[0] - padding[0] + i;
            const x = column * stride[1] - padding[1] + j;
            const inside = y >= 0 && y < height && x >= 0 && x < width;
            for (let channel = 0; channel < channels; channel++, patch++) {
              if (inside) visit(((image * height + y) * width + x) * channels + channel, patch);
            }
          }
        }
      }
    }
  }
}

/**
 * Visits every product of a 3×3 convolution with stride 1 and zeros around: an entry of the images
 * [batch, height, width, channels], one of the weights [3, 3, channels, filters] and the entry of the result
 * [batch, height, width, filters] that their product belongs to.
 */
export function visit3x3(
  [batch, height, width, channels]: Images,
  filters: number,
  visit: (image: number, weight: number, result: number) => void,
): void {
  const pixel = (image: number, y: number, x: number) => (image * height + y) * width + x;
  for (let image = 0; image < batch; image++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let tap = 0; tap < 9; tap++) {
          const y = row + Math.floor(tap / 3) - 1;
          const x = column + (tap % 3) - 1;
          if (y < 0 || y >= height || x < 0 || x >= width) continue;
          const from = pixel(image, y, x) * channels;
          const to = pixel(image, row, column) * filters;
          for (let c = 0; c < channels; c++) {
            for (let f = 0; f < filters; f++) visit(from + c, (tap * channels + c) * filters + f, to + f);
          }
        }
      }
    }
  }
}
