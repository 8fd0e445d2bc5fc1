import type { Report } from "../../learning/index.ts";
import { formatCount, formatReturn, formatSeconds } from "./format.ts";
import { createReturnHistory, type ReturnHistory } from "./return-history.ts";
import { sparkline } from "./sparkline.ts";

/** How far a training is. */
export interface Progress {
  readonly steps: number;
  readonly totalSteps: number;
  /** Since it began. */
  readonly seconds: number;
  readonly history: ReturnHistory;
}

/** Follows a training: call it with every report. */
export function followProgress(): (report: Report, seconds: number) => Progress {
  const history = createReturnHistory();
  return ({ steps, totalSteps, episodes }, seconds) => {
    history.add(episodes);
    return { steps, totalSteps, seconds, history };
  };
}

/** Progress as one line that is never longer than `width` characters: what matters least is left out first. */
export function progressLine({ steps, totalSteps, seconds, history }: Progress, width: number): string {
  const stepsPerSecond = steps / Math.max(seconds, 1e-9);
  const counted = `${formatCount(steps)} of ${formatCount(totalSteps)} steps`;
  const achieved = `return ${formatReturn(history.recent())}`;
  const speed = `${formatCount(stepsPerSecond)} steps/s`;
  const left = `${formatSeconds(Math.max(0, totalSteps - steps) / stepsPerSecond)} left`;

  const pieces: string[] = [];
  const room = () => width - pieces.join(gap).length - (pieces.length > 0 ? gap.length : 0);
  for (const piece of [counted, achieved, speed, left]) {
    if (piece.length > room()) break;
    pieces.push(piece);
  }
  const curveWidth = Math.min(widestCurve, room());
  if (curveWidth >= narrowestCurve && history.means.length > 1 && pieces[1] === achieved) {
    pieces[1] = `${achieved}${gap}${sparkline(history.means, curveWidth)}`;
  }
  return pieces.length > 0 ? pieces.join(gap) : counted.slice(0, Math.max(0, width));
}

const gap = "  ";
const narrowestCurve = 6;
const widestCurve = 30;
