import { quoted } from "./printable.ts";

/**
 * The value that JSON of a file stands for. Objects and arrays may be nested `depth` deep, so that whoever walks through
 * the value may do so by recursion, and no object may have a key twice.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string, depth: number): unknown {
  scan(text, depth);
  return JSON.parse(text);
}

const codes = { objectBegin: 123, objectEnd: 125, arrayBegin: 91, arrayEnd: 93, quotationMark: 34 } as const;

/** Whether what is not JSON at all passes does not matter: the parser says so then. */
function scan(text: string, depth: number): void {
  /** The keys so far of each object around; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case codes.objectBegin:
      case codes.arrayBegin:
        open.push(text.charCodeAt(at) === codes.objectBegin ? new Set() : undefined);
        if (open.length > depth) throw new SyntaxError(`it is nested more than ${depth} deep`);
        break;
      case codes.objectEnd:
      case codes.arrayEnd:
        open.pop();
        break;
      case codes.quotationMark: {
        const begin = at;
        at = endOfString(text, at);
        const keys = open.at(-1);
        if (keys && isKey(text, at + 1)) addKey(keys, text.slice(begin, at + 1));
      }
    }
  }
}

/** Where the quotation mark is that ends the string which begins at `at`. */
function endOfString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === "\\") first--;
  return (at - first) % 2 === 1;
}

function isKey(text: string, from: number): boolean {
  let at = from;
  while (" \t\n\r".includes(text[at] ?? "-")) at++;
  return text[at] === ":";
}

function addKey(keys: Set<string>, literal: string): void {
  const key = literal.includes("\\") ? String(JSON.parse(literal)) : literal.slice(1, -1);
  if (keys.has(key)) throw new SyntaxError(`it has ${quoted(key)} twice`);
  keys.add(key);
}
