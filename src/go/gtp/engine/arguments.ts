import { type BoardSize, black, type GoColor, parseVertex, white } from "../../../games/go/index.ts";
import { quoted } from "../../../text/printable.ts";
import { CommandError } from "./state.ts";

/** @throws CommandError if there are fewer arguments than `names`, or more than those and `optional` */
export function requireArguments(args: readonly string[], names: readonly string[], optional = 0): void {
  if (args.length >= names.length && args.length <= names.length + optional) return;
  const expected = names.length === 0 ? "no arguments" : names.join(" and ");
  throw new CommandError(`syntax error: expected ${expected}, found ${args.length} arguments`);
}

export function readInteger(name: string, text: string): number {
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
  throw new CommandError(`syntax error: ${name} must be an integer, found ${quoted(text, 20)}`);
}

export function readNumber(name: string, text: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new CommandError(`syntax error: ${name} must be a number, found ${quoted(text, 20)}`);
}

export function readColor(text: string): GoColor {
  const name = text.toLowerCase();
  if (name === "b" || name === "black") return black;
  if (name === "w" || name === "white") return white;
  throw new CommandError(`syntax error: a color is black, b, white or w, found ${quoted(text, 20)}`);
}

export function readVertex(text: string, size: BoardSize): number {
  try {
    return parseVertex(text, size);
  } catch (cause) {
    throw new CommandError(`syntax error: ${(cause as Error).message}`, { cause });
  }
}
