import { nodeModule } from "../workers/index.ts";

/**
 * The bytes of a file, uncompressed where it is one that gzip wrote, whatever it is called.
 *
 * @param most bytes that it may have uncompressed: a small file can claim to be of any size
 * @throws Error if it cannot be read, is damaged, or has more; and outside of Node
 */
export function readUncompressed(path: string, most = 2 ** 30): Uint8Array {
  const fs = nodeModule("node:fs");
  const zlib = nodeModule("node:zlib");
  if (fs === undefined || zlib === undefined) throw new Error("only Node (20.16 or later) reads files");
  const bytes = fs.readFileSync(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return zlib.gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const problem = code === "ERR_BUFFER_TOO_LARGE" ? `it has more than ${most} bytes uncompressed` : message;
    throw new Error(`it begins as gzip does and cannot be uncompressed: ${problem}`, { cause });
  }
}
