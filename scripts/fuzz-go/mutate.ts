import type { Generator } from "../../src/random/index.ts";

/**
 * A damaged copy of a text: pieces are left out, doubled, moved, replaced by others or by characters that mean something.
 *
 * @param meaningful characters, and longer pieces, to put in
 * @param most how often, at most
 */
export function mutate(text: string, meaningful: readonly string[], random: Generator, most: number): string {
  let edited = text;
  const edits = random.integers(0, most + 1);
  for (let i = 0; i < edits; i++) edited = edit(edited, meaningful, random);
  return edited;
}

function edit(text: string, meaningful: readonly string[], random: Generator): string {
  const begin = random.integers(0, text.length + 1);
  const end = Math.min(text.length, begin + Math.floor(40 * random.random() ** 3));
  const [before, piece, after] = [text.slice(0, begin), text.slice(begin, end), text.slice(end)];
  switch (random.integers(0, 6)) {
    case 0:
      return before + after;
    case 1:
      return before + piece + piece + after;
    case 2:
      return before + random.choice(meaningful) + after;
    case 3:
      return before + random.choice(meaningful) + piece + after;
    case 4:
      return before + String.fromCharCode(random.integers(0, random.random() < 0.8 ? 128 : 65_536)) + after;
    default:
      return random.random() < 0.3 ? before : after + piece + before;
  }
}
