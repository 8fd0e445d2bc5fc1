import { RolldownMagicString } from "rolldown";

/**
 * A plugin of rolldown that writes characters beyond ASCII as escapes. Without comments they occur in strings, templates
 * and regular expressions only, where an escape is the same. An engine holds a module of ASCII with one byte for each
 * character, and is quicker to decode and to parse it.
 */
export function escapeNonAscii() {
  return {
    name: "escape-non-ascii",
    renderChunk(code) {
      const escaped = new RolldownMagicString(code);
      for (const { index, 0: characters } of code.matchAll(/[^\0-\x7f]+/g)) {
        escaped.update(
          index,
          index + characters.length,
          Array.from({ length: characters.length }, (_, at) => escapeOf(characters, at)).join(""),
        );
      }
      return { code: escaped.toString(), map: escaped.generateMap({ hires: "boundary" }).toString() };
    },
  };
}

const escapeOf = (text, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
