import { quoted } from "../../text/printable.ts";
import { decodeSgf } from "./decode.ts";
import { type Place, SgfError, type SgfNode } from "./tree.ts";

interface GrowingNode extends SgfNode {
  readonly properties: Map<string, string[]>;
  readonly children: GrowingNode[];
}

/**
 * Reads a collection of games: FF[4] and what older files have of their own, such as small letters beside the capital ones in the
 * names of properties, which do not count, and text before the first game. Values come without escapes and soft line breaks; line breaks are "\n".
 *
 * @param file its text, or its bytes, decoded as `decodeSgf` says
 * @returns the root of each game
 * @throws SgfError if it is not SGF; the message has line and column
 * @see https://www.red-bean.com/sgf/sgf4.html
 */
export function parseSgf(file: string | Uint8Array): SgfNode[] {
  const text = typeof file === "string" ? file : decodeSgf(file);
  const placeAt = placesIn(text);
  const games: GrowingNode[] = [];
  /** For each "(" that is open: the node before it; undefined for a game. */
  const open: (GrowingNode | undefined)[] = [];
  /** The last node of the innermost tree that is open; undefined where it has none yet. */
  let node: GrowingNode | undefined;
  /** Whether a tree has just ended, so that only another one or ")" may follow. */
  let ended = true;
  let at = beginningOf(text);

  const fail = (expected: string): never => {
    const found = at < text.length ? quoted(text[at]) : "the end of the file";
    throw new SgfError(`expected ${expected}; found ${found}`, placeAt(at));
  };
  const addNode = (): GrowingNode => {
    const added: GrowingNode = { properties: new Map(), children: [], place: placeAt(at) };
    const parent = node ?? open.at(-1);
    (parent?.children ?? games).push(added);
    return added;
  };

  while (at < text.length) {
    const character = text[at];
    const begins = open.length > 0 && node === undefined;
    if (begins && (character === "(" || character === ")")) fail('a node, which begins with ";"');
    if (character === "(") {
      open.push(node);
      node = undefined;
      ended = false;
      at++;
    } else if (character === ")") {
      if (open.length === 0) fail('a game, which begins with "(;"');
      node = open.pop();
      ended = true;
      at++;
    } else if (ended) {
      fail(open.length === 0 ? 'the end of the file, or another game, which begins with "(;"' : '"(" or ")"');
    } else if (character === ";") {
      node = addNode();
      at++;
    } else if (isLetter(text.charCodeAt(at))) {
      if (begins) node = addNode();
      const property = readProperty(text, at);
      if (property.problem !== undefined) {
        at = property.end;
        fail(property.problem);
      }
      const values = node!.properties.get(property.name);
      if (values) values.push(...property.values);
      else node!.properties.set(property.name, property.values);
      at = property.end;
    } else {
      fail('";", "(", ")" or the name of a property');
    }
    at = skipSpace(text, at);
  }
  if (open.length > 0) fail('")"');
  if (games.length === 0) fail('a game, which begins with "(;"');
  return games;
}

interface Property {
  readonly name: string;
  readonly values: string[];
  /** Where it ends, or where something else was expected. */
  readonly end: number;
  readonly problem?: string;
}

function readProperty(text: string, begin: number): Property {
  let at = begin;
  while (isLetter(text.charCodeAt(at))) at++;
  // Older files write AddBlack for AB.
  const name = text.slice(begin, at).replaceAll(/[a-z]/g, "");
  const values: string[] = [];
  if (name === "")
    return { name, values, end: begin, problem: "the name of a property, with a capital letter" };
  for (let next = skipSpace(text, at); text[next] === "["; next = skipSpace(text, at)) {
    const end = endOfValue(text, next + 1);
    if (end === text.length) return { name, values, end, problem: '"]"' };
    values.push(unescaped(text.slice(next + 1, end)));
    at = end + 1;
  }
  if (values.length === 0) return { name, values, end: skipSpace(text, at), problem: '"["' };
  return { name, values, end: at };
}

/** Where the "]" is that ends a value, or the end of the text. */
function endOfValue(text: string, begin: number): number {
  let at = begin;
  while (at < text.length && text[at] !== "]") at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}

function unescaped(value: string): string {
  const lines = value.replaceAll(/\r\n?|\n\r/g, "\n");
  return lines.replaceAll(/\\(.)/gs, (_, character: string) => (character === "\n" ? "" : character));
}

/** Mail and news had text before the game. */
function beginningOf(text: string): number {
  const game = /\(\s*;/.exec(text) ?? /\(/.exec(text);
  return game?.index ?? skipSpace(text, 0);
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

const space = /\s*/y;

function skipSpace(text: string, at: number): number {
  space.lastIndex = at;
  space.test(text);
  return space.lastIndex;
}

/** A function from places in the text, which never go back, to their lines and columns. */
function placesIn(text: string): (at: number) => Place {
  const lineBreak = /\r\n|\n\r|\r|\n/g;
  let line = 1;
  let lineBegin = 0;
  let next = lineBreak.exec(text);
  return (at) => {
    for (; next !== null && lineBreak.lastIndex <= at; next = lineBreak.exec(text)) {
      line++;
      lineBegin = lineBreak.lastIndex;
    }
    return { line, column: at - lineBegin + 1 };
  };
}
