import { existsSync } from "node:fs";
import type { BackendName } from "../../backends/index.ts";
import type { GoRules } from "../../games/go/index.ts";
import {
  type GoNetworks,
  type MatchPlayer,
  namedEngine,
  namedPlayer,
  networksOfPlayer,
  splitNetworkName,
  splitPlayerName,
} from "../../go/index.ts";
import { shortHash } from "./short-hash.ts";

/** What the players of a match have in common. */
export interface MatchPlayerOptions {
  readonly rules: GoRules;
  /** Of GNU Go. */
  readonly level: number;
  /** Seconds that a command may take. */
  readonly timeLimit: number;
  /** What networks compute with; undefined for native where it is built, or else wasm. */
  readonly backend: BackendName | undefined;
  /** The file of this program. */
  readonly script: string;
}

/**
 * A player of a match by what stands for it on the command line: "gnugo", a player of logpi as `namedPlayer` has them, or, with a space
 * or a slash in it, the command line of an engine that speaks GTP.
 *
 * @throws RangeError if it is none of them
 */
export function matchPlayer(
  text: string,
  { rules, level, timeLimit, backend, script }: MatchPlayerOptions,
): MatchPlayer {
  const engine = isNameOfNetworks(text) ? undefined : namedEngine(text, { rules, level, timeLimit });
  if (engine !== undefined) return engine;
  const networks = networksOfPlayer(text, backend);
  namedPlayer(text, backend, networks); // that there is none is told before the first game
  const own = [
    ...process.execArgv,
    script,
    "gtp",
    "--player",
    text,
    ...(backend ? ["--backend", backend] : []),
  ];
  return {
    name: text,
    reusable: true,
    weights: weightsOf(networks),
    engine: (seed) => ({
      name: text,
      command: [process.execPath, ...own, "--seed", `${seed}`],
      timeLimit,
    }),
  };
}

function weightsOf(networks: GoNetworks | undefined): string | undefined {
  if (networks === undefined) return undefined;
  const { policy, valueNetwork } = networks;
  return (valueNetwork ? [policy, valueNetwork] : [policy]).map(shortHash).join(" and ");
}

/** A command line may end with the file of a network too; the name of a player begins with one, which may have spaces in it. */
function isNameOfNetworks(text: string): boolean {
  const { policy } = splitPlayerName(text);
  const file = policy === undefined ? undefined : splitNetworkName(policy)?.path;
  return file !== undefined && (!/\s/.test(file) || existsSync(file));
}
