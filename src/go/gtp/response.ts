import { quoted } from "../../text/printable.ts";

/** What an engine answers to a command. */
export interface GtpResponse {
  /** That of the command. */
  readonly id: number | undefined;
  /** Whether the command was carried out; otherwise the text says why not. */
  readonly success: boolean;
  /** Lines without empty ones in between. */
  readonly text: string;
}

/** An engine wrote something that is no response. */
export class GtpSyntaxError extends SyntaxError {
  override readonly name = "GtpSyntaxError";
}

/**
 * A response as it is sent: empty lines, which would end it, are left out of its text. A text that begins with a line break
 * begins on a line of its own.
 */
export function formatResponse({ id, success, text }: GtpResponse): string {
  const lines = text
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "")
    .join("\n");
  const gap = lines === "" ? "" : text.startsWith("\n") ? "\n" : " ";
  return `${success ? "=" : "?"}${id ?? ""}${gap}${lines}\n\n`;
}

/** Control characters without a meaning: all but the tab and the line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ignored = /[\x00-\x08\x0b-\x1f\x7f]/g;

/** Characters that one response may have, so that an engine that writes without end is found out. */
const longestResponse = 1_000_000;

/**
 * Reads responses out of text that comes in pieces of any size.
 *
 * @returns a function from the next piece to the responses that it completes
 * @throws GtpSyntaxError (the function) at text that is no response, or does not end
 */
export function createResponseReader(): (piece: string) => GtpResponse[] {
  let pending = "";
  return (piece) => {
    const responses: GtpResponse[] = [];
    pending = (pending + piece.replace(ignored, "").replaceAll("\t", " ")).replace(/^\n+/, "");
    for (let end = pending.indexOf("\n\n"); end >= 0; end = pending.indexOf("\n\n")) {
      responses.push(parseResponse(pending.slice(0, end)));
      pending = pending.slice(end).replace(/^\n+/, "");
    }
    if (pending !== "" && !/^[=?]/.test(pending)) throw noResponse(pending);
    if (pending.length > longestResponse) {
      throw new GtpSyntaxError(
        `GTP: a response has more than ${longestResponse} characters, and no empty line that ends it: ${quoted(pending, 60)}`,
      );
    }
    return responses;
  };
}

/** @param text without the empty line that ends it */
function parseResponse(text: string): GtpResponse {
  const match = /^([=?])(\d*)(?:\s(.*))?$/s.exec(text);
  if (match === null) throw noResponse(text);
  const [, sign, id, rest = ""] = match;
  return { id: id === "" ? undefined : Number(id), success: sign === "=", text: rest.trim() };
}

function noResponse(text: string): GtpSyntaxError {
  return new GtpSyntaxError(
    `GTP: expected a response, which begins with "=" or "?" and the number of its command; found ${quoted(text, 60)}`,
  );
}
