import type { Frame } from "../../environments/index.ts";
import { halfBlocks, resizeFrame } from "../../rendering/index.ts";
import type { Output } from "../command.ts";

/** Frames in a terminal, each in the place of the one before, on a screen of their own. */
export interface LiveScreen {
  /** @param status a line below the frame */
  show(frame: Frame, status: string): void;
  /** Brings back what was in the terminal before. */
  close(): void;
}

const csi = "\u001b[";
const enter = `${csi}?1049h${csi}?25l`;
const leave = `${csi}?25h${csi}?1049l`;
const toTop = `${csi}H`;
const clearRestOfLine = `${csi}K`;
const clearBelow = `${csi}J`;

export function openLiveScreen(output: Output): LiveScreen {
  let isOpen = false;
  return {
    show(frame, status) {
      const { columns, rows } = sizeOf(output);
      const lines = [...halfBlocks(fitted(frame, columns, 2 * (rows - 2))), status.slice(0, columns - 1)];
      const text = lines.map((line) => line + clearRestOfLine).join("\n");
      output.write(`${isOpen ? "" : enter}${toTop}${text}${clearBelow}`);
      isOpen = true;
    },
    close() {
      if (isOpen) output.write(leave);
      isOpen = false;
    },
  };
}

/** Of a terminal of unknown size, which some tell as 0, what terminals usually have. */
function sizeOf({ columns, rows }: Output) {
  return { columns: columns || 80, rows: rows || 24 };
}

/** The frame, not larger than it is, in a space of so many pixels. */
function fitted(frame: Frame, width: number, height: number): Frame {
  const scale = Math.min(1, width / frame.width, height / frame.height);
  const size = (length: number) => Math.max(1, Math.floor(length * scale));
  return resizeFrame(frame, size(frame.width), size(frame.height));
}
