/** The bytes that `kernels/text-of-bytes.mjs` wrote as text. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  const digit = (at: number) => {
    const code = text.charCodeAt(at);
    return code < 92 ? code - 35 : code - 36;
  };
  for (let at = 0; at < text.length; at++) {
    const first = digit(at);
    const value = first < 89 ? first : 89 + 91 * (first - 89) + digit(++at);
    bytes[length++] = value - 4;
  }
  return bytes.slice(0, length);
}
