import { describe, expect, it } from "vitest";
import { createGif } from "../../../src/cli/watch/create-gif.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { decodeGif } from "./decode-gif.ts";

/** A frame whose pixels are drawn from so many colors. */
function frameOf(width: number, height: number, colors: number, seed: number) {
  const generator = createGenerator(seed);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const color = generator.integers(0, colors);
    data.set([color, (color * 7) % 256, Math.floor(color / 256) * 50, 255], 4 * pixel);
  }
  return { width, height, data };
}

describe("createGif", () => {
  it.each([1, 2, 3, 16, 255])("keeps every pixel of frames of %i colors", (colors) => {
    const frames = [1, 2, 3].map((seed) => frameOf(23, 17, colors, seed));
    const gif = createGif();
    for (const frame of [...frames, frames[2]]) gif.add(frame, 0.04);
    expect(gif.frames).toBe(4);
    const decoded = decodeGif(gif.bytes());
    expect(decoded.loops).toBe(true);
    expect(decoded.frames.map(({ delay }) => delay)).toEqual([4, 4, 4, 4]);
    for (const [i, { data }] of decoded.frames.entries()) {
      expect(Buffer.from(data).equals(Buffer.from(frames[Math.min(i, 2)].data))).toBe(true);
    }
  });

  it("comes near to frames of more colors", () => {
    const frame = frameOf(40, 40, 1000, 1);
    const gif = createGif();
    gif.add(frame, 1);
    const [{ data }] = decodeGif(gif.bytes()).frames;
    const apart = data.reduce((sum, value, i) => sum + Math.abs(value - frame.data[i]), 0) / data.length;
    expect(apart).toBeLessThan(8);
  });

  it.each([3, 1000])("copies frames of %i colors that are drawn into a part of the same memory", (colors) => {
    const frames = [1, 2, 3].map((seed) => frameOf(8, 6, colors, seed));
    const memory = new Uint8ClampedArray(1000);
    const drawn = { width: 8, height: 6, data: memory.subarray(100, 100 + 8 * 6 * 4) };
    const [once, anew] = [createGif(), createGif()];
    for (const frame of frames) {
      drawn.data.set(frame.data);
      once.add(drawn, 1);
      anew.add(frame, 1);
    }
    expect(Buffer.from(once.bytes()).equals(Buffer.from(anew.bytes()))).toBe(true);
  });

  it("shows no frame for less than two hundredths of a second, which viewers take for ten", () => {
    const gif = createGif();
    gif.add(frameOf(2, 2, 2, 1), 0.001);
    expect(decodeGif(gif.bytes()).frames[0].delay).toBe(2);
  });

  it("shows a frame for at most 655.35 seconds, the most that a GIF can say", () => {
    const gif = createGif();
    for (const seconds of [500, 655.36, 1000]) gif.add(frameOf(2, 2, 2, 1), seconds);
    expect(decodeGif(gif.bytes()).frames.map(({ delay }) => delay)).toEqual([50_000, 65_535, 65_535]);
  });

  it("refuses a frame of another size", () => {
    const gif = createGif();
    gif.add(frameOf(2, 2, 2, 1), 1);
    expect(() => gif.add(frameOf(3, 2, 2, 1), 1)).toThrow(
      "animation: frame 1 is of 3 × 2 pixels, and those before are of 2 × 2; all frames must be of one size.",
    );
  });
});
