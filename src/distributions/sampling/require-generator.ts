import type { Generator } from "../../random/index.ts";
import { valueInText } from "../../text/value-in-text.ts";

/** @throws TypeError unless it is a generator of random numbers */
export function requireGenerator(owner: string, generator: unknown): void {
  const { random, fillNormal } = (generator ?? {}) as Partial<Generator>;
  if (typeof random === "function" && typeof fillNormal === "function") return;
  throw new TypeError(
    `${owner}: generator is ${valueInText(generator)}; it must be a generator of random numbers, such as createGenerator(1) ` +
      "of logpi/random",
  );
}
