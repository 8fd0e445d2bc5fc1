import { describeValue } from "../text/describe-value.ts";

/** What was thrown, in words: the message of an error, or what the value is. Throws nothing, whatever it was. */
export function thrownMessage(thrown: unknown): string {
  try {
    const { message, name } = Object(thrown) as { readonly message?: unknown; readonly name?: unknown };
    if (typeof message === "string" && message !== "") return message;
    if (message === "" && typeof name === "string") return `it threw a ${name} without a message`;
    return `it threw ${describeValue(message ?? thrown)}`;
  } catch {
    return "it threw a value that cannot be read";
  }
}
