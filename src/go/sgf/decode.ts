/**
 * The text of a file: by its byte order mark, or the encoding that its property CA names (any that `TextDecoder` knows), or else
 * as UTF-8 if it is that, or else as Latin-1, the format's default. Bytes that stand for nothing become U+FFFD.
 */
export function decodeSgf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes);
  const latin = new TextDecoder("latin1").decode(bytes);
  const named = /(?:^|[^A-Za-z])CA\s*\[\s*([^\]\s]+)\s*\]/.exec(latin)?.[1];
  return (named && decoded(bytes, named, false)) ?? decoded(bytes, "utf-8", true) ?? latin;
}

/** Undefined for an encoding that is not known, and for what is wrong in a fatal one. */
function decoded(bytes: Uint8Array, encoding: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes);
  } catch {
    return undefined;
  }
}
