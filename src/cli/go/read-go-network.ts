import { goEnvironment } from "../../environments/index.ts";
import { loadNetwork, type NamedNetwork, type NetworkUse, seenBy, splitNetworkName } from "../../go/index.ts";
import { loadRun } from "../../runs/index.ts";

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
 * The environment of a network's run; or else that with its board, its planes and the default rules.
 *
 * @throws Error for a network of a file that sees no board of Go
 */
export function environmentOf({ name, network, environment }: GoNetwork): string {
  if (environment !== undefined) return environment;
  const seen = seenBy(network);
  if (seen === undefined) throw new Error(`${name} is no network of Go: it does not see a board.`);
  return goEnvironment({ ...seen.board, features: seen.features }).id;
}
