import { quoted } from "../text/printable.ts";

/** Bytes in any of the forms in which files and responses come. */
export type Bytes = ArrayBufferLike | ArrayBufferView;

/**
 * A view of the bytes of a file; they may be from another realm (a frame, a `vm` context), whose classes differ.
 *
 * @throws TypeError for anything else; the message says how to get them
 */
export function bytesIn(owner: string, bytes: Bytes): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = Object.prototype.toString.call(bytes).slice("[object ".length, -1);
  if (kind === "ArrayBuffer" || kind === "SharedArrayBuffer") return new Uint8Array(bytes);
  throw new TypeError(
    `${owner}: expected the bytes of a file, a Uint8Array or an ArrayBuffer; found ` +
      `${typeof bytes === "string" ? `the text ${quoted(bytes)}` : `a value of type ${kind}`}. They are what ` +
      "readFileSync(path), or await (await fetch(url)).arrayBuffer(), returns",
  );
}
