import type { NetworkUse } from "../../go/index.ts";
import type { Arguments } from "../arguments/parse-arguments.ts";
import { UsageError } from "../command.ts";
import { environmentOf, readGoNetwork } from "./read-go-network.ts";
import type { Begin } from "./read-go-training.ts";

/** Which network of a file an option means, where none is named. */
const uses = { policy: "prior", value: "value" } as const satisfies Record<string, NetworkUse>;

/**
 * What learns from games begins with the network that an option names, on the board and planes that it knows; undefined
 * where the option is not given.
 */
export function beginningWith(
  option: keyof typeof uses,
  command: string,
  parsed: Arguments,
): Begin | undefined {
  const from = parsed.value(option);
  if (from === undefined) return undefined;
  return async () => {
    const said = ["size", "planes"].find((name) => parsed.value(name) !== undefined);
    if (said !== undefined) {
      throw new UsageError(
        `${command}: --${said} and --${option} exclude each other: the network knows its board and planes.`,
      );
    }
    const network = readGoNetwork(from, uses[option]);
    return { environment: environmentOf(network), policy: network.network };
  };
}
