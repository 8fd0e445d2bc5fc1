import type { BackendName } from "../../backends/index.ts";
import { loadPolicy } from "../../policies/index.ts";
import { serveFunction } from "../../workers/index.ts";
import { networksOf } from "../players/go-networks.ts";
import { gamesAtOnce } from "./play-on-threads.ts";
import { createSearchGames, type SearchGameSettings } from "./search-game.ts";

/** What a thread that plays games of a search is started with. */
export interface SearchGamesThread {
  /** Files of the networks. */
  readonly policy: Uint8Array;
  readonly value: Uint8Array;
  readonly backend: BackendName;
  readonly settings: SearchGameSettings;
}

/* What threads run that play games of a search, see `generateSearchGames`. */
serveFunction(({ policy, value, backend, settings }: SearchGamesThread) => {
  const named = (name: string, file: Uint8Array) => ({ name, network: loadPolicy(file, { backend }) });
  return createSearchGames(networksOf(named("policy", policy), named("value", value)), settings, gamesAtOnce);
});
