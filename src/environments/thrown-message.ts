import { describeValue } from "./spaces/describe-value.ts";

/** What was thrown, in words: the message of an error, or what the value is. */
export function thrownMessage(thrown: unknown): string {
  const message = (thrown as { readonly message?: unknown } | null | undefined)?.message;
  if (typeof message === "string" && message !== "") return message;
  return `it threw ${describeValue(message === undefined || message === "" ? thrown : message)}`;
}
