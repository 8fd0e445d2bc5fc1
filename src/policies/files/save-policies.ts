import { encodeSafetensors, type Tensor } from "../../networks/index.ts";
import { quoted } from "../../text/printable.ts";
import type { Policy } from "../policy.ts";
import { blankChecksum, sealFile } from "./checksum.ts";
import { descriptionOf } from "./encode-policy.ts";
import { ofPolicy } from "./named-policies.ts";
import { policiesFormat } from "./policy-description.ts";

/**
 * The bytes of one file for several policies, such as the networks that play together: `loadPolicy(bytes, { name })` reads
 * one of them, as from a file of its own, and `policiesIn(bytes)` tells which there are.
 *
 * @param policies by name, which is of letters, digits and hyphens
 * @param texts free text by name, such as what made them; none by default
 * @throws RangeError for other names, for a text called "format" or "checksum", and where there is no policy
 */
export function savePolicies(
  policies: Readonly<Record<string, Policy>>,
  texts: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  if (Object.keys(policies).length === 0) throw new RangeError("savePolicies: there are no policies to save");
  for (const name of [...Object.keys(policies), ...Object.keys(texts)]) {
    if (/^[a-z][a-z\d-]*$/i.test(name) && !(Object.hasOwn(texts, name) && taken.includes(name))) continue;
    throw new RangeError(
      `savePolicies: the name ${quoted(name)} is not allowed; it must be of letters, digits and hyphens, and texts are not ` +
        "called format or checksum",
    );
  }
  const tensors: Record<string, Tensor> = {};
  const metadata: Record<string, string> = { format: policiesFormat, checksum: blankChecksum, ...texts };
  for (const [name, policy] of Object.entries(policies)) {
    const start = ofPolicy(name);
    for (const [key, weights] of Object.entries(policy.weights())) tensors[start + key] = weights;
    for (const [key, text] of Object.entries(descriptionOf(policy))) metadata[start + key] = text;
  }
  const bytes = encodeSafetensors(tensors, metadata);
  sealFile(bytes);
  return bytes;
}

/** Entries of the file itself. */
const taken = ["format", "checksum"];
