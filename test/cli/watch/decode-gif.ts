import type { Frame } from "../../../src/environments/index.ts";

/** A frame of an animation, as it is seen. */
export interface ShownFrame extends Frame {
  /** Hundredths of a second. */
  readonly delay: number;
}

/** Reads an animated GIF by the specification (GIF89a), what our encoder does not write left out: interlacing, other disposals than 1. */
export function decodeGif(bytes: Uint8Array): { readonly loops: boolean; readonly frames: ShownFrame[] } {
  const text = (at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));
  const uint16 = (at: number) => bytes[at] + 256 * bytes[at + 1];
  if (text(0, 6) !== "GIF89a") throw new Error("no GIF");
  const [width, height] = [uint16(6), uint16(8)];
  let at = 13;
  const table = (flags: number) => {
    const start = at;
    at += 3 * 2 ** ((flags & 7) + 1);
    return bytes.subarray(start, at);
  };
  const blocks = () => {
    const data: number[] = [];
    while (bytes[at] > 0) {
      data.push(...bytes.subarray(at + 1, at + 1 + bytes[at]));
      at += 1 + bytes[at];
    }
    at += 1;
    return data;
  };
  const globalTable = bytes[10] & 0x80 ? table(bytes[10]) : undefined;
  const canvas = new Uint8ClampedArray(width * height * 4);
  const frames: ShownFrame[] = [];
  let [loops, delay, transparent] = [false, 0, -1];
  for (;;) {
    const kind = bytes[at++];
    if (kind === 0x3b) return { loops, frames };
    if (kind === 0x21) {
      const label = bytes[at++];
      if (label === 0xff) loops ||= text(at + 1, 11) === "NETSCAPE2.0";
      if (label === 0xf9) {
        const disposal = (bytes[at + 1] >> 2) & 7;
        if (disposal !== 1) throw new Error(`disposal ${disposal}`);
        delay = uint16(at + 2);
        transparent = bytes[at + 1] & 1 ? bytes[at + 4] : -1;
      }
      blocks();
    } else if (kind === 0x2c) {
      const [x, y, frameWidth, frameHeight] = [0, 2, 4, 6].map((offset) => uint16(at + offset));
      const flags = bytes[at + 8];
      at += 9;
      const colors = flags & 0x80 ? table(flags) : globalTable!;
      const indices = decompress(bytes[at++], blocks(), frameWidth * frameHeight);
      for (const [pixel, index] of indices.entries()) {
        if (index === transparent) continue;
        const place = (y + Math.floor(pixel / frameWidth)) * width + x + (pixel % frameWidth);
        canvas.set([...colors.subarray(3 * index, 3 * index + 3), 255], 4 * place);
      }
      frames.push({ width, height, data: canvas.slice(), delay });
    } else throw new Error(`block ${kind}`);
  }
}

/** The variable-length-code LZW of GIF. */
function decompress(minimumSize: number, data: readonly number[], count: number): number[] {
  const clear = 2 ** minimumSize;
  let [bits, held, next, size] = [0, 0, 0, minimumSize + 1];
  let strings: number[][] = [];
  let before: number[] | undefined;
  const output: number[] = [];
  for (;;) {
    while (held < size) {
      bits += data[next++] * 2 ** held;
      held += 8;
    }
    const code = bits % 2 ** size;
    bits = Math.floor(bits / 2 ** size);
    held -= size;
    if (code === clear + 1) break;
    if (code === clear) {
      strings = [...Array.from({ length: clear }, (_, index) => [index]), [], []];
      [size, before] = [minimumSize + 1, undefined];
      continue;
    }
    const string = strings[code] ?? [...before!, before![0]];
    output.push(...string);
    if (before && strings.length < 4096) strings.push([...before, string[0]]);
    if (strings.length === 2 ** size && size < 12) size += 1;
    before = string;
  }
  if (output.length !== count) throw new Error(`${output.length} pixels instead of ${count}`);
  return output;
}
