import type { Frame } from "../environments/index.ts";
import { requireFrame } from "./require-frame.ts";

const upperHalf = "▀";
const reset = "\u001b[0m";

/**
 * A frame as lines of text for a terminal of 24-bit colors: each character shows two pixels, one above the other. A color
 * is said again only where it changes. Alpha is not read. Of a frame of odd height, the lower half of the last line has the
 * color of the terminal.
 *
 * @returns lines of `frame.width` characters, each with its colors
 * @throws TypeError unless the frame has 4 bytes for each of its pixels
 */
export function halfBlocks(frame: Frame): string[] {
  requireFrame("halfBlocks: frame.", frame);
  const { width, height, data } = frame;
  const colorAt = (x: number, y: number): string => {
    const at = (y * width + x) * 4;
    return `${data[at]};${data[at + 1]};${data[at + 2]}`;
  };
  return Array.from({ length: Math.ceil(height / 2) }, (_, line) => {
    let text = "";
    let [foreground, background] = ["", ""];
    for (let x = 0; x < width; x++) {
      const upper = colorAt(x, 2 * line);
      const lower = 2 * line + 1 < height ? colorAt(x, 2 * line + 1) : "";
      if (upper !== foreground) text += `\u001b[38;2;${upper}m`;
      if (lower !== background) text += `\u001b[48;2;${lower}m`;
      text += upperHalf;
      [foreground, background] = [upper, lower];
    }
    return text + reset;
  });
}
