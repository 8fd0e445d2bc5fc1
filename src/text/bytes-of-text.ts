/** The bytes that `kernels/text-of-bytes.mjs` wrote as text. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  // Nothing is compiled yet when it runs: the loop is of few and simple operations, and works in place.
  const bytes = new TextEncoder().encode(text);
  const end = bytes.length;
  let length = 0;
  for (let at = 0; at < end; at++) {
    const code = bytes[at];
    const first = code < 92 ? code - 35 : code - 36;
    if (first < 89) bytes[length++] = first - 4;
    else {
      const next = bytes[++at];
      bytes[length++] = 91 * (first - 89) + 85 + (next < 92 ? next - 35 : next - 36);
    }
  }
  return bytes.slice(0, length);
}
