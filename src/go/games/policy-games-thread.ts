import type { BackendName } from "../../backends/index.ts";
import { loadPolicy } from "../../policies/index.ts";
import { serveFunction } from "../../workers/index.ts";
import { gamesAtOnce } from "./play-on-threads.ts";
import { createPolicyGames, type PolicyGameSettings } from "./policy-game.ts";

/** What a thread that plays games of a policy is started with. */
export interface PolicyGamesThread {
  /** The file of the policy. */
  readonly policy: Uint8Array;
  readonly backend: BackendName;
  readonly settings: PolicyGameSettings;
}

/* What threads run that play games of a policy, see `generatePolicyGames`. */
serveFunction(({ policy, backend, settings }: PolicyGamesThread) =>
  createPolicyGames(loadPolicy(policy, { backend }), settings, gamesAtOnce),
);
