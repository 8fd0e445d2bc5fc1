import { createRequire } from "node:module";
import type { Frame } from "../../environments/index.ts";
import type { Gifenc } from "./gifenc.ts";

// A CommonJS module with a default export, which loaders import in different ways.
const gifenc = createRequire(import.meta.url)("gifenc") as Gifenc;

/** An animation that frames are added to, one by one. */
export interface Gif {
  /** How many frames it has. */
  readonly frames: number;
  /**
   * @param seconds how long the frame is shown; a GIF counts hundredths, up to 65,535 of them, and viewers take less than
   * two for ten
   * @throws RangeError if it has not the size of the frames before
   */
  add(frame: Frame, seconds: number): void;
  /** The file. Nothing can be added after it. */
  bytes(): Uint8Array;
}

/** How long a frame is shown: viewers take less for ten hundredths, and the number has 16 bits. */
const [leastHundredths, mostHundredths] = [2, 65_535];

/** Colors of a frame, beside the transparent one. */
const mostColors = 255;

/**
 * Writes a GIF. What a frame does not change is transparent in it, which makes files small. Up to 255 colors are kept as
 * they are; of more, the frame has those 255 that come near to them. Alpha is not read.
 */
export function createGif(): Gif {
  const encoder = gifenc.GIFEncoder();
  let before: Frame | undefined;
  let frames = 0;
  return {
    get frames() {
      return frames;
    },
    add({ width, height, data }, seconds) {
      if (before && (before.width !== width || before.height !== height)) {
        throw new RangeError(
          `animation: frame ${frames} is of ${width} × ${height} pixels, and those before are of ${before.width} × ` +
            `${before.height}; all frames must be of one size.`,
        );
      }
      // A copy: an environment may draw each frame into the same memory, and gifenc reads the whole of a buffer.
      const frame = { width, height, data: new Uint8ClampedArray(data) };
      const { palette, indices } = paletteOf(frame, before);
      encoder.writeFrame(indices, width, height, {
        palette,
        delay: 10 * Math.min(mostHundredths, Math.max(leastHundredths, Math.round(100 * seconds))),
        transparent: before !== undefined,
        transparentIndex: 0,
        dispose: 1,
        colorDepth: Math.max(2, Math.ceil(Math.log2(palette.length))),
      });
      before = frame;
      frames += 1;
    },
    bytes() {
      encoder.finish();
      return encoder.bytes();
    },
  };
}

type Rgb = readonly [red: number, green: number, blue: number];

/** The colors of what is new in a frame, after the transparent one, and the index of each pixel's. */
function paletteOf(frame: Frame, before: Frame | undefined) {
  const { data, width, height } = frame;
  const pixels = width * height;
  const indices = new Uint8Array(pixels);
  const found = new Map<number, number>();
  const palette: Rgb[] = [[0, 0, 0]];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = 4 * pixel;
    if (before && isSame(data, before.data, at)) continue;
    const color = data[at] * 0x10000 + data[at + 1] * 0x100 + data[at + 2];
    let index = found.get(color);
    if (index === undefined) {
      if (palette.length > mostColors) return quantized(frame, before);
      index = palette.length;
      found.set(color, index);
      palette.push([data[at], data[at + 1], data[at + 2]]);
    }
    indices[pixel] = index;
  }
  return { palette, indices };
}

function quantized({ data }: Frame, before: Frame | undefined) {
  const near = gifenc.quantize(data, mostColors);
  const indices = gifenc.applyPalette(data, near).map((index) => index + 1);
  const first: Rgb = [0, 0, 0];
  for (let pixel = 0; pixel < indices.length; pixel++) {
    if (before && isSame(data, before.data, 4 * pixel)) indices[pixel] = 0;
  }
  return { palette: [first, ...near], indices };
}

function isSame(data: Uint8ClampedArray, before: Uint8ClampedArray, at: number): boolean {
  return data[at] === before[at] && data[at + 1] === before[at + 1] && data[at + 2] === before[at + 2];
}
