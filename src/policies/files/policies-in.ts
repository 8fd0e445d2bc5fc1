import { type Bytes, bytesIn } from "../../files/bytes-in.ts";
import { quoted } from "../../text/printable.ts";
import { ofPolicy, policyNames } from "./named-policies.ts";
import { policyFormat } from "./policy-description.ts";
import { readPolicies } from "./policy-file.ts";

/** What a file of policies says of itself. */
export interface PoliciesInFile {
  /** Undefined for the file of a single policy, which has no name. */
  readonly names: readonly string[] | undefined;
  /** Free text by name. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * Which policies a file has, as `savePolicies` or `policy.save()` wrote it. They themselves are not looked at; `loadPolicy`
 * checks them.
 *
 * @throws TypeError when the source is no bytes; Error when they are damaged or foreign
 */
export function policiesIn(source: Bytes): PoliciesInFile {
  const file = readPolicies("policiesIn", bytesIn("policiesIn", source));
  if (file.metadata.format === policyFormat) return { names: undefined, texts: {} };
  const names = policyNames(file);
  const stray = Object.keys(file.tensors).find(
    (key) => !names.some((name) => key.startsWith(ofPolicy(name))),
  );
  if (stray !== undefined)
    throw new Error(
      `policiesIn: the file has weights ${quoted(stray)}, which belong to none of its policies`,
    );
  const { format: _, checksum: __, ...entries } = file.metadata;
  return {
    names,
    texts: Object.fromEntries(Object.entries(entries).filter(([key]) => !key.includes("."))),
  };
}
