import { describeArgument } from "../random/describe-argument.ts";

/** The error of an option whose `kind` is none of those that there are, which only untyped programs can make. */
export function unknownKind(
  option: string,
  { kind }: { readonly kind: unknown },
  known: readonly string[],
): RangeError {
  const allowed = `${known.slice(0, -1).join(", ")} or ${known.at(-1)}`;
  return new RangeError(`${option}: kind is ${describeArgument(kind)}; it must be ${allowed}`);
}
