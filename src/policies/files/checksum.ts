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
  bytes.set(new TextEncoder().encode(checksumOf(bytes, found.at)), found.at);
}

const noEntry = 'the metadata has no entry "checksum" of eight hexadecimal digits';

/** What is wrong with a file's checksum; undefined for an intact file. */
export function explainChecksum(bytes: Uint8Array): string | undefined {
  const found = findChecksum(bytes);
  if (found === undefined) return noEntry;
  const computed = checksumOf(bytes, found.at);
  return computed === found.value ? undefined : `its checksum is ${computed}, and it says ${found.value}`;
}

function findChecksum(bytes: Uint8Array): { readonly at: number; readonly value: string } | undefined {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = new TextDecoder().decode(bytes.subarray(headerStart, headerStart + headerLength));
  const match = entry.exec(header);
  if (match === null) return undefined;
  const value = match[1]!;
  const before = header.slice(0, match.index + match[0].length - 1 - value.length);
  return { at: headerStart + new TextEncoder().encode(before).length, value };
}

/** The checksum of a file whose own digits are from `at` on. */
function checksumOf(bytes: Uint8Array, at: number): string {
  const zeros = new TextEncoder().encode(blankChecksum);
  return crc32(bytes.subarray(0, at), zeros, bytes.subarray(at + zeros.length))
    .toString(16)
    .padStart(zeros.length, "0");
}

let tables: readonly Int32Array[] | undefined;

/** What a byte leaves of the remainder when 0, 1, 2 or 3 bytes follow it. */
function makeTables(): readonly Int32Array[] {
  const [last, second, third, fourth] = [0, 1, 2, 3].map(() => new Int32Array(256));
  for (let bit = 128, remainder = 1; bit > 0; bit >>= 1) {
    remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
    // The remainder of a sum is the sum of the remainders.
    for (let index = 0; index < 256; index += 2 * bit) last[index + bit] = last[index] ^ remainder;
  }
  for (let index = 0; index < 256; index++) {
    second[index] = (last[index] >>> 8) ^ last[last[index] & 255];
    third[index] = (second[index] >>> 8) ^ last[second[index] & 255];
    fourth[index] = (third[index] >>> 8) ^ last[third[index] & 255];
  }
  return [last, second, third, fourth];
}

/**
 * The CRC-32 of bytes one after another. Four at once, since most files are read once, before the loop is compiled; then an
 * array for each table is quicker, too, than one for all.
 */
export function crc32(...pieces: readonly Uint8Array[]): number {
  tables ??= makeTables();
  const [last, second, third, fourth] = tables;
  let remainder = -1;
  for (const bytes of pieces) {
    const { length } = bytes;
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      remainder ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
      remainder =
        fourth[remainder & 255] ^
        third[(remainder >>> 8) & 255] ^
        second[(remainder >>> 16) & 255] ^
        last[remainder >>> 24];
    }
    for (; i < length; i++) remainder = (remainder >>> 8) ^ last[(remainder ^ bytes[i]) & 255];
  }
  return ~remainder >>> 0;
}
