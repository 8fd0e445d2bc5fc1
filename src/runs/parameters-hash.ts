import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { littleEndianBytes } from "../files/safetensors.ts";
import type { Policy } from "../policies/index.ts";

/**
 * The SHA-256 of a policy's weights, in hexadecimal: of the bytes of their little-endian float32, one tensor after
 * the other. Two runs gave the same policy, to the bit, if and only if their hashes are equal.
 */
export function parametersHash(policy: Pick<Policy, "weights">): string {
  const hash = sha256.create();
  for (const { data } of Object.values(policy.weights())) hash.update(littleEndianBytes(data));
  return bytesToHex(hash.digest());
}
