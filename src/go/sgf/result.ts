import { black, pointsText, white } from "../../games/go/index.ts";
import type { GoResult } from "../game.ts";

const reasons = { R: "resignation", T: "time", F: "forfeit" } as const;

/** The value of RE: "B+3.5", "W+R", "0" for a draw. */
export function resultToSgf({ winner, by }: GoResult): string {
  if (winner === 0) return "0";
  const letter = Object.entries(reasons).find(([, reason]) => reason === by)?.[0];
  const points = typeof by === "number" ? pointsText(by) : "";
  return `${winner === black ? "B" : "W"}+${letter ?? points}`;
}

/** What a value of RE says; undefined where it does not say who won. */
export function resultFromSgf(text: string): GoResult | undefined {
  const value = text.trim();
  if (/^(0|draw|jigo)$/i.test(value)) return { winner: 0 };
  const match = /^([BW])\s*\+\s*(.*)$/i.exec(value);
  if (match === null) return undefined;
  const winner = match[1].toUpperCase() === "B" ? black : white;
  const letter = match[2].charAt(0).toUpperCase();
  if (letter in reasons) return { winner, by: reasons[letter as keyof typeof reasons] };
  const points = /^\d+(\.\d+)?/.exec(match[2])?.[0];
  return points === undefined ? { winner } : { winner, by: Number(points) };
}
