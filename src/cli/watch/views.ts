import { writeFileSync } from "node:fs";
import type { Frame } from "../../environments/index.ts";
import type { Moment } from "../../experience/index.ts";
import { printable } from "../../text/printable.ts";
import type { Output } from "../command.ts";
import { formatCount, formatReturn } from "../display/format.ts";
import { createGif } from "./create-gif.ts";
import { openLiveScreen } from "./live-screen.ts";

/** What is shown: a moment, and what it looks like. */
export interface Shown {
  readonly moment: Moment;
  /** Undefined where the environment does not render. */
  readonly frame: Frame | undefined;
  /** How long it is to be seen. */
  readonly seconds: number;
}

/** Where episodes are shown. */
export interface View {
  /** Whether moments are shown at the pace at which they happen. */
  readonly isLive: boolean;
  show(shown: Shown): void;
  /** All is shown: writes what remains to be written. */
  finish?(): void;
  /** Gives back what the view took, however the episodes ended. */
  close?(): void;
}

/** In the terminal, with a line of text below the picture. The ends of episodes are told when it is closed. */
export function screenView(stdout: Output, id: string): View {
  const screen = openLiveScreen(stdout);
  const ends: string[] = [];
  return {
    isLive: true,
    show({ moment, frame }) {
      const { episode, steps, returns } = moment;
      const counts = `episode ${formatCount(episode + 1)}  step ${formatCount(steps)}`;
      screen.show(frame!, `${printable(id)}  ${counts}  return ${numbers(returns)}`);
      if (moment.ended) ends.push(endOf(moment));
    },
    close() {
      screen.close();
      stdout.write(ends.join(""));
    },
  };
}

/** A line for each step, of environments that have no picture. */
export function stepsView(stdout: Output): View {
  return {
    isLive: false,
    show({ moment }) {
      const { steps, action, observation, rewards } = moment;
      const seen = `observation ${inText(observation)}`;
      stdout.write(
        steps === 0
          ? `begin: ${seen}\n`
          : `step ${formatCount(steps)}: action ${inText(action)}, reward ${rewards.join(", ")}, ${seen}\n`,
      );
      if (moment.ended) stdout.write(endOf(moment));
    },
  };
}

/** A line for each episode. */
export function episodesView(stdout: Output): View {
  return {
    isLive: false,
    show({ moment }) {
      if (moment.ended) stdout.write(endOf(moment));
    },
  };
}

/** An animated file. Of an episode that is broken off, it has what was played. */
export function fileView(stdout: Output, file: string): View {
  const gif = createGif();
  return {
    isLive: false,
    show({ moment, frame, seconds }) {
      gif.add(frame!, moment.ended ? Math.max(seconds, secondsAtEnd) : seconds);
      if (moment.ended) stdout.write(endOf(moment));
    },
    finish() {
      const bytes = gif.bytes();
      try {
        writeFileSync(file, bytes);
      } catch (cause) {
        throw new Error(`watch: ${file} cannot be written: ${(cause as Error).message}`, { cause });
      }
      const size = formatCount(bytes.length / 1000);
      stdout.write(`Written to ${file}: ${formatCount(gif.frames)} frames, ${size} kB.\n`);
    },
  };
}

/** How long the last picture of an episode is to be seen at least. */
export const secondsAtEnd = 1;

function endOf({ episode, steps, returns, ended }: Moment): string {
  const count = `${formatCount(steps)} ${steps === 1 ? "step" : "steps"}`;
  return `Episode ${formatCount(episode + 1)}: return ${numbers(returns)} after ${count} (${ended}).\n`;
}

/** The return of a single player, or of each of several. */
function numbers(returns: readonly number[]): string {
  return returns.map(formatReturn).join(" and ");
}

/** A value of a space in a line, without what is beyond the first few numbers. */
function inText(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    ArrayBuffer.isView(part) ? Array.from(part as Float32Array, short) : part,
  );
  return printable(text);
}

const short = (value: number): number => Number(value.toPrecision(4));
