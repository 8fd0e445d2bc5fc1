import { encodeSafetensors, type Tensor } from "../../src/networks/index.ts";
import { blankChecksum, sealFile } from "../../src/policies/files/checksum.ts";

/** The file of a policy with a checksum that is right, as somebody makes it who changes a file on purpose. */
export function sealed(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const bytes = encodeSafetensors(tensors, { checksum: blankChecksum, ...metadata });
  sealFile(bytes);
  return bytes;
}
