/**
 * Characters that a terminal or a viewer of logs obeys instead of showing: control characters (escape sequences begin
 * with one), marks without a shape (some of which turn the direction of writing), separators of lines, halves of pairs.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a file, an argument or another program, safe to be part of a message: what would not be shown is written as its
 * code (`\u{1b}`), and what is longer than `most` characters is cut, with the number of characters that are left out.
 *
 * @param most default 100
 */
export function printable(text: string, most = 100): string {
  const rest = text.length - most;
  if (rest > 0) return `${printable(text.slice(0, most), most)}… (${rest} more characters)`;
  return text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Lines of text, each as {@link printable} makes it, none of them cut. */
export function printableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => printable(line, Number.POSITIVE_INFINITY))
    .join("\n");
}

/** {@link printable} in quotation marks. */
export function quoted(text: string, most?: number): string {
  return `"${printable(text, most)}"`;
}

/** A value as a line of JSON for programs, which shows as it is when it comes to a terminal. */
export function jsonLine(value: unknown): string {
  const escaped = (characters: string) =>
    Array.from({ length: characters.length }, (_, i) => characters.charCodeAt(i))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join("");
  return `${JSON.stringify(value).replace(unprintable, escaped)}\n`;
}

/** A value of a file or an argument as JSON, safe and short enough to be part of a message. */
export function shown(value: unknown): string {
  return printable(JSON.stringify(value) ?? String(value));
}
