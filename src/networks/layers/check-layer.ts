import { shown } from "../../text/printable.ts";
import { requireFinite, requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";

/** What the weights of a layer are drawn with. */
interface Draws {
  readonly generator: unknown;
  readonly saved?: unknown;
  readonly initializer?: unknown;
  readonly gain?: unknown;
}

/**
 * Checks what layers are made of, for callers without types.
 *
 * @param kind what makes the layer: "dense"
 * @param sizes by name, each at least 1
 * @param draws of layers whose weights are drawn; where they are saved ones, there need be no generator
 * @throws TypeError or RangeError that names the layer and the option
 */
export function checkLayer(
  kind: string,
  name: unknown,
  sizes: Readonly<Record<string, unknown>>,
  draws?: Draws,
): void {
  if (typeof name !== "string") {
    throw new TypeError(`${kind}: the name is ${valueInText(name)}; it must be a text, such as "policy.0"`);
  }
  const owner = `${kind} ${shown(name)}`;
  for (const [size, value] of Object.entries(sizes)) requireInteger(`${owner}: ${size}`, value, 1);
  if (!draws) return;
  const { generator, saved, initializer, gain = 1 } = draws;
  requireFinite(`${owner}: gain`, gain);
  if (initializer !== undefined && typeof initializer !== "function") {
    throw new TypeError(
      `${owner}: initializer is ${valueInText(initializer)}; it must be a function, such as heNormal of logpi/networks`,
    );
  }
  const { normal, uniform } = (generator ?? {}) as { normal?: unknown; uniform?: unknown };
  if (saved || (typeof normal === "function" && typeof uniform === "function")) return;
  throw new TypeError(
    `${owner}: generator is ${valueInText(generator)}; it must be a generator of random numbers, such as createGenerator(1) ` +
      "of logpi/random",
  );
}
