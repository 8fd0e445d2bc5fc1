/*
 * A policy's file carries a checksum, so that no damage passes for another policy: entry "checksum" of its metadata has,
 * as eight hexadecimal digits, the CRC-32 (of zlib, PNG and gzip) of the whole file with these digits as zeros. It says
 * nothing about who wrote the file: whoever changes a file on purpose can compute it anew.
 */

const entry = /"checksum"\s*:\s*"([0-9a-f]{8})"/;
/** Where the header begins, behind its length. */
const headerStart = 8;

/** What the entry holds while the checksum is computed. */
export const blankChecksum = "0".repeat(8);

/** Writes the checksum into a file whose metadata has an entry for it, with any digits. */
export function sealFile(bytes: Uint8Array): void {
  const found = findChecksum(bytes);
  if (found === undefined) throw new RangeError(`policy: ${noEntry}`);
  bytes.set(new TextEncoder().encode(digits(crc32(bytes, found.at, blankChecksum))), found.at);
}

const noEntry = 'the metadata has no entry "checksum" of eight hexadecimal digits';

/** What is wrong with a file's checksum; undefined for an intact file. */
export function explainChecksum(bytes: Uint8Array): string | undefined {
  const found = findChecksum(bytes);
  if (found === undefined) return noEntry;
  const computed = digits(crc32(bytes, found.at, blankChecksum));
  return computed === found.value ? undefined : `its checksum is ${computed}, and it says ${found.value}`;
}

function findChecksum(bytes: Uint8Array): { readonly at: number; readonly value: string } | undefined {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  // One character per byte.
  const header = new TextDecoder("latin1").decode(bytes.subarray(headerStart, headerStart + headerLength));
  const match = entry.exec(header);
  if (match === null) return undefined;
  const value = match[1]!;
  return { at: headerStart + match.index + match[0].length - 1 - value.length, value };
}

function digits(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}

let table: Uint32Array | undefined;

/** The CRC-32 of bytes, of which those from `at` on are taken to be the characters of `replaced`. */
export function crc32(bytes: Uint8Array, at = 0, replaced = ""): number {
  table ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let remainder = index;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
    return remainder;
  });
  let remainder = -1;
  for (let i = 0; i < bytes.length; i++) {
    const byte = i >= at && i < at + replaced.length ? replaced.charCodeAt(i - at) : bytes[i];
    remainder = (remainder >>> 8) ^ table[(remainder ^ byte) & 255];
  }
  return ~remainder >>> 0;
}
