import { describe, expect, it } from "vitest";
import { halfBlocks, resizeFrame } from "../../src/rendering/index.ts";

const frameOf = (width: number, ...colors: readonly (readonly [number, number, number])[]) => ({
  width,
  height: colors.length / width,
  data: Uint8ClampedArray.from(colors.flatMap((color) => [...color, 255])),
});
const [black, red, blue] = [[0, 0, 0], [255, 0, 0], [0, 0, 255]] as const; // biome-ignore format: as a list

describe("halfBlocks", () => {
  it("shows two pixels in a character, and says a color again only where it changes", () => {
    const frame = frameOf(3, red, red, blue, black, blue, blue);
    expect(halfBlocks(frame)).toEqual([
      "\u001b[38;2;255;0;0m\u001b[48;2;0;0;0m▀\u001b[48;2;0;0;255m▀\u001b[38;2;0;0;255m▀\u001b[0m",
    ]);
  });

  it("leaves the lower half of the last line free where the height is odd", () => {
    expect(halfBlocks(frameOf(1, red, red, blue))).toEqual([
      "\u001b[38;2;255;0;0m\u001b[48;2;255;0;0m▀\u001b[0m",
      "\u001b[38;2;0;0;255m▀\u001b[0m",
    ]);
  });

  it("refuses a frame that has not 4 bytes for each pixel", () => {
    const short = { width: 2, height: 2, data: new Uint8ClampedArray(12) };
    expect(() => halfBlocks(short)).toThrow("halfBlocks: frame.data has 12 bytes; it must have 16");
  });
});

describe("resizeFrame", () => {
  const frame = frameOf(2, red, blue, black, black);

  it("takes the mean of the area that a pixel covers", () => {
    expect(Array.from(resizeFrame(frame, 1, 1).data)).toEqual([64, 0, 64, 255]);
    // Of three pixels, one and a half each.
    const third = resizeFrame(frameOf(3, red, blue, black), 2, 1);
    expect(Array.from(third.data)).toEqual([170, 0, 85, 255, 0, 0, 85, 255]);
  });

  it("keeps a frame of its own size, and magnifies by whole numbers without blurring", () => {
    expect(resizeFrame(frame, 2, 2)).toEqual(frame);
    expect(resizeFrame(frame, 4, 2)).toEqual(frameOf(4, red, red, blue, blue, black, black, black, black));
  });

  it("refuses a frame that has not 4 bytes for each pixel, which would be black", () => {
    const short = { width: 2, height: 3, data: new Uint8ClampedArray(20) };
    expect(() => resizeFrame(short, 1, 1)).toThrow(
      new TypeError("resizeFrame: frame.data has 20 bytes; it must have 24, 4 for each of 2 × 3 pixels."),
    );
    expect(() => resizeFrame(undefined as never, 1, 1)).toThrow("resizeFrame: frame.width is undefined");
  });

  it("refuses sizes that are none", () => {
    expect(() => resizeFrame(frame, 0, 1)).toThrow("resizeFrame: width is 0; it must be an integer from 1.");
    expect(() => resizeFrame(frame, 1, 1.5)).toThrow("height is 1.5");
  });
});
