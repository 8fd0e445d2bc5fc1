import type { CommandContext } from "../command.ts";
import { formatCount, formatSeconds } from "../display/format.ts";

/** Shows how far a task is that is made of equal pieces. */
export interface TaskProgress {
  /** @param more what else is known, which is left out first where there is no room */
  show(done: number, more?: string): void;
  /** Takes the line away that a terminal shows, so that something else can be written. */
  clear(): void;
}

export interface TaskProgressOptions {
  /** What the pieces are called: "games". */
  readonly unit: string;
  readonly total: number;
  /** Pieces that were done before, which say nothing about the rate. */
  readonly before: number;
}

/** In a terminal a line that is written over ten times a second, elsewhere a line every ten seconds. */
export function taskProgress(
  { stdout, now }: Pick<CommandContext, "stdout" | "now">,
  { unit, total, before }: TaskProgressOptions,
): TaskProgress {
  const begun = now();
  const interval = stdout.isTTY ? 100 : 10_000;
  let shown = begun - interval;
  return {
    show(done, more) {
      const time = now();
      if (time - shown < interval && done < total) return;
      shown = time;
      const rate = (done - before) / Math.max(1e-3, (time - begun) / 1000);
      const pieces = [
        `${formatCount(done)} of ${formatCount(total)} ${unit}`,
        ...(done > before
          ? [`${rate.toPrecision(3)} ${unit}/s`, `${formatSeconds((total - done) / rate)} left`]
          : []),
        ...(more === undefined ? [] : [more]),
      ];
      if (!stdout.isTTY) {
        stdout.write(`${pieces.join("  ")}\n`);
        return;
      }
      while (pieces.length > 1 && pieces.join("  ").length >= (stdout.columns || 80)) pieces.pop();
      stdout.write(`\r\x1b[K${pieces.join("  ")}`);
    },
    clear() {
      if (stdout.isTTY) stdout.write("\r\x1b[K");
    },
  };
}
