import { valueInText } from "../../text/value-in-text.ts";
import type { Curves } from "./read-curves.ts";

/**
 * @param owner what draws them: begins the message
 * @throws TypeError for what are no curves, such as their list without a title
 */
export function requireCurves(owner: string, given: Curves): void {
  const { title, label, curves } = Object(given) as Partial<Curves>;
  if (typeof title === "string" && typeof label === "string" && Array.isArray(curves)) return;
  throw new TypeError(
    `${owner}: the curves are ${valueInText(given)}; they must be what readCurves(["runs/…"]) returns: ` +
      "a record of title, label and curves, a list",
  );
}
