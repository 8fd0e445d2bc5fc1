/** A command of the Go Text Protocol as an engine receives it. */
export interface GtpCommand {
  /** From 0 to 2^31 − 1; the response repeats it. */
  readonly id: number | undefined;
  readonly name: string;
  readonly arguments: readonly string[];
}

const largestId = 2 ** 31 - 1;

/** What the protocol takes out of every line: control characters other than the tab. A line feed ends the line before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ignored = /[\x00-\x08\x0a-\x1f\x7f]/g;

/**
 * Reads a line that an engine is sent: control characters are dropped, tabs are spaces, and a comment begins with "#".
 *
 * @returns undefined where nothing is left, which is answered by nothing
 * @see https://www.lysator.liu.se/~gunnar/gtp/gtp2-spec-draft2/gtp2-spec.html section 3.1
 */
export function parseCommand(line: string): GtpCommand | undefined {
  const plain = line.replace(ignored, "").replace(/#.*$/, "");
  const words = plain.split(/[\t ]+/).filter((word) => word !== "");
  const id = readId(words[0]);
  const [name, ...rest] = id === undefined ? words : words.slice(1);
  if (name === undefined) return id === undefined ? undefined : { id, name: "", arguments: [] };
  return { id, name, arguments: rest };
}

function readId(word: string | undefined): number | undefined {
  if (word === undefined || !/^\d{1,10}$/.test(word)) return undefined;
  const id = Number(word);
  return id <= largestId ? id : undefined;
}

/**
 * The line that sends a command to an engine, with its line feed.
 *
 * @throws RangeError if a word of it is empty, or has spaces, control characters or "#", which would make it another command
 */
export function formatCommand(id: number, words: readonly string[]): string {
  const wrong = words.find((word) => !/^[^\s#\p{Cc}]+$/u.test(word));
  if (words.length === 0 || wrong !== undefined) {
    throw new RangeError(
      `GTP: ${JSON.stringify(wrong ?? "")} is no word of a command; it must have characters, and neither spaces, control ` +
        'characters nor "#"',
    );
  }
  return `${id} ${words.join(" ")}\n`;
}
