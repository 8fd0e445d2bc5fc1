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

/** What a value of RE says; undefined where it does not say who won, and no points where it says them in another way than SGF. */
export function resultFromSgf(text: string): GoResult | undefined {
  const value = text.trim();
  if (/^(0|draw|jigo)$/i.test(value)) return { winner: 0 };
  const match = /^([BW])\s*\+\s*(.*)$/i.exec(value);
  if (match === null) return undefined;
  const winner = match[1].toUpperCase() === "B" ? black : white;
  const [, reason, points] =
    /^(?:(R|T|F|res.*|time.*|forfeit.*)|(\d+(?:\.\d+)?)\s*[(]?[a-z]*[)]?)\.?$/i.exec(match[2]) ?? [];
  if (reason !== undefined)
    return { winner, by: reasons[reason.charAt(0).toUpperCase() as keyof typeof reasons] };
  // Of "3,5" and "3 1/2", the part that looks like a number would be another one.
  return points === undefined ? { winner } : { winner, by: Number(points) };
}
