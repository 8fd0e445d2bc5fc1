import type { BackendName } from "../../backends/index.ts";
import { goEnvironment } from "../../environments/index.ts";
import type { BoardSize } from "../../games/go/index.ts";
import { resizePolicy, type Spaces } from "../../policies/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { GoNetworks } from "./go-networks.ts";
import { loadNetworks } from "./load-networks.ts";
import { networkSearch } from "./network-search.ts";
import type { GoPlayer } from "./player.ts";
import { searchPlayer } from "./search-player.ts";

export interface StandardPlayerOptions {
  /** Of a search by networks; default 400. */
  readonly simulations?: number;
  /** What the networks compute with; default native where it is built, or else wasm. */
  readonly backend?: BackendName | undefined;
}

/** Lines of the smallest and the largest board that a policy is resized for. */
const resized = { least: 5, most: 13 } as const;

/** Simulations without networks. */
const withoutNetworks = 1000;

/**
 * A player for boards of every size, by the networks of a file for one: there a search goes by the policy and the value network.
 * On other boards from 5 to 13 lines the policy is resized, and random games take the place of the value network, which is made
 * for one size. On the others, and where there is no file, it is a search that knows nothing but the rules.
 *
 * @param file as {@link loadNetworks} takes it; undefined for none
 * @throws Error if the file cannot be read, or has no policy; OptionsError or RangeError for options that there are not
 */
export function standardPlayer(file: string | undefined, options: StandardPlayerOptions = {}): GoPlayer {
  const { simulations = 400, backend } = knownOptions("standardPlayer", options, ["simulations", "backend"]);
  requireInteger("standardPlayer: simulations", simulations, 1);
  const networks = file === undefined ? undefined : loadNetworks(file, { backend });
  const players = new Map<string, GoPlayer>();
  return (turn) => {
    const { columns, rows } = turn.position;
    const board = `${columns}×${rows}`;
    const player = players.get(board) ?? playerOn({ columns, rows }, networks, simulations);
    players.set(board, player);
    return player(turn);
  };
}

function playerOn(board: BoardSize, networks: GoNetworks | undefined, simulations: number): GoPlayer {
  const found = networks && networksOn(board, networks);
  return found ? networkSearch(found, simulations) : searchPlayer({ simulations: withoutNetworks });
}

/** The networks for a board of another size; undefined where it differs too much. */
function networksOn(board: BoardSize, networks: GoNetworks): GoNetworks | undefined {
  const { columns, rows } = board;
  if (columns === networks.board.columns && rows === networks.board.rows) return networks;
  if (Math.min(columns, rows) < resized.least || Math.max(columns, rows) > resized.most) return undefined;
  const { features, policy } = networks;
  const spaces = goEnvironment({ columns, rows, features }).create() as Spaces<unknown, unknown>;
  const ofThisSize = resizePolicy(policy, spaces, { backend: policy.backend });
  return { board, features, policy: ofThisSize, valueFunction: undefined };
}
