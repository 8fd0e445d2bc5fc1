import type { Operation } from "../../../graph/expression.ts";
import type { Selections } from "./selection.ts";

export const special = {
  special: (node) => onlyOnReference(node.attributes.name),
  deviance: () => onlyOnReference("deviance"),
  logGammaSlope: () => onlyOnReference("logGammaSlope"),
} satisfies Partial<Selections<Operation>>;

function onlyOnReference(operation: string): never {
  throw new TypeError(
    `${operation}: the compiled backends have no kernel for this special function; compile with ` +
      "createReferenceBackend() (float64) from logpi/backends",
  );
}
