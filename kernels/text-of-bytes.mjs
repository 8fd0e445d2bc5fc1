/**
 * Bytes as text for a string literal, so that a module carries them without a loader: printable characters without
 * quote and backslash. 89 of the 256 bytes, those from 252 on around to 84, are one character and the others two, so that
 * what repeats in the bytes repeats in the text: it gzips as well as the bytes do, where base64 takes half as much again.
 * `src/text/bytes-of-text.ts` reads it.
 */
export function textOfBytes(bytes) {
  const character = (digit) => String.fromCharCode(digit + (digit < 57 ? 35 : 36));
  const words = Array.from({ length: 256 }, (_, byte) => {
    const value = (byte + 4) & 255;
    if (value < 89) return character(value);
    return character(89 + Math.floor((value - 89) / 91)) + character((value - 89) % 91);
  });
  return Array.from(bytes, (byte) => words[byte]).join("");
}
