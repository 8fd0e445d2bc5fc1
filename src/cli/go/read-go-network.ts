import { type EnvironmentDefinition, environments, goEnvironment } from "../../environments/index.ts";
import { loadNetwork, type NamedNetwork, type NetworkUse, seenBy, splitNetworkName } from "../../go/index.ts";
import { loadRun } from "../../runs/index.ts";
import { quoted } from "../../text/printable.ts";

/** A network that a command is given, with the environment of its run where it is from one. */
export interface GoNetwork extends NamedNetwork {
  readonly environment: string | undefined;
}

/**
 * Reads the network of a run, or of a file.
 *
 * @param text the folder of a run, or `FILE.safetensors` or `FILE.safetensors#NAME`
 * @param use which of several networks of a file is meant where none is named
 * @throws Error if there is no such run, file or network
 */
export function readGoNetwork(text: string, use: NetworkUse): GoNetwork {
  if (splitNetworkName(text) !== undefined) {
    return { ...loadNetwork(text, use, "wasm"), environment: undefined };
  }
  const { policy, record } = loadRun(text);
  return { name: text, network: policy, environment: record.environment };
}

/**
 * The environment of a network's run; or else that with its board, its planes and the default rules. It is a built-in one: a run
 * might name a program or an address, which is neither imported nor connected to because a run says so.
 *
 * @throws Error for a network of a file that sees no board of Go, and for other environments
 */
export function environmentOf({ name, network, environment }: GoNetwork): EnvironmentDefinition {
  const id = environment ?? idFor(name, network);
  const found = environments.find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new Error(`${name} is for the environment ${quoted(id)}, which is not built in.`);
}

function idFor(name: string, network: NamedNetwork["network"]): string {
  const seen = seenBy(network);
  if (seen === undefined) throw new Error(`${name} is no network of Go: it does not see a board.`);
  return goEnvironment({ ...seen.board, features: seen.features }).id;
}
