/** What is used of the package gifenc, which has no types of its own. */
export interface Gifenc {
  GIFEncoder(): {
    writeFrame(indices: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  };
  /** A palette of at most so many colors. */
  quantize(rgba: Uint8ClampedArray, maxColors: number): Palette;
  /** The index of each pixel's color in a palette, or of one that is near to it. */
  applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
}

type Palette = readonly (readonly [red: number, green: number, blue: number])[];

interface FrameOptions {
  readonly palette: Palette;
  /** Milliseconds; they are kept as hundredths of a second. */
  readonly delay: number;
  readonly transparent: boolean;
  readonly transparentIndex: number;
  /** What becomes of the frame when the next one is shown: 1 leaves it there. */
  readonly dispose: number;
  /** Bits of an index. */
  readonly colorDepth: number;
}
