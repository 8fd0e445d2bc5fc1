import { inWords } from "../text/did-you-mean.ts";
import { valueInText } from "../text/value-in-text.ts";

/** The error of an option whose `kind` is none of those that there are, which only untyped programs can make. */
export function unknownKind(
  option: string,
  { kind }: { readonly kind: unknown },
  known: readonly string[],
): RangeError {
  return new RangeError(`${option}: kind is ${valueInText(kind)}; it must be ${inWords(known)}`);
}
