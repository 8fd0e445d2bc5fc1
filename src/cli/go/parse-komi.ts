import { UsageError } from "../command.ts";

/** Reads the value of --komi; 7.5 where it is not given. @throws UsageError if it is no number */
export function parseKomi(text: string | undefined): number {
  if (text === undefined) return 7.5;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`--komi is "${text}"; it must be a number, such as 7.5 or 0.`);
}
