import type { Space } from "../environments/index.ts";
import type { Architecture } from "../networks/index.ts";

/**
 * A table has a number for each state, which a discrete observation names. Of any other observation it would be linear,
 * without a bias, under a false name.
 *
 * @throws RangeError when the architecture is a table, and observations are not discrete
 */
export function refuseTable(architecture: Architecture, { kind }: Space): void {
  if ((architecture as { readonly kind?: string })?.kind !== "tabular" || kind === "discrete") return;
  throw new RangeError(
    `architecture: kind is "tabular"; it must be "linear" or "mlp" where observations are a ${kind} space`,
  );
}
