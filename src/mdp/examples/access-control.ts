import { knownOptions } from "../../text/known-options.ts";
import { requireFinite, requireInteger } from "../../text/require-number.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { requireList } from "../model/require-list.ts";
import { requireProbability, sumOf } from "../probabilities.ts";
import { requireSize, tabulate } from "./build.ts";

export interface AccessControlOptions {
  /** Default 10. */
  readonly servers?: number;
  /** The probability that a busy server becomes free in a step; default 0.06. */
  readonly freeing?: number;
  /** What a customer pays, by priority, each of them equally likely; default 1, 2, 4, 8. */
  readonly payments?: readonly number[];
  /** For the discounted quantities; the problem is one of the average reward. Default 0.99. */
  readonly discount?: number;
}

/**
 * Access control for a queue (Sutton and Barto 2018, example 10.2): at every step the customer at the head of a queue
 * is rejected (action 0) or, if a server is free, accepted (1), which pays by priority and takes the server. State
 * `free * priorities + priority`. Begins with all servers free.
 *
 * @throws RangeError for options that there are not, and for more than 5 million transitions: (servers + 1)² · priorities²
 */
export function accessControl(options: AccessControlOptions = {}): Mdp {
  const {
    servers = 10,
    freeing = 0.06,
    payments = [1, 2, 4, 8],
    discount = 0.99,
  } = knownOptions("accessControl", options, ["servers", "freeing", "payments", "discount"]);
  requireInteger("mdp: servers", servers, 1);
  requireList("payments", payments);
  requireInteger("mdp: payments.length", payments.length, 1);
  for (let i = 0; i < payments.length; i++) requireFinite(`mdp: payments[${i}]`, payments[i]);
  requireProbability("freeing", freeing);
  const priorities = payments.length;
  const states = (servers + 1) * priorities;
  const rows = (servers + 1) * (servers + 1) * priorities ** 2; // of both actions, each of which reaches half of all states
  requireSize(`${servers} servers and ${priorities} payments have`, rows, "transitions");
  const freed = Array.from({ length: servers + 1 }, (_, busy) => binomial(busy, freeing));
  return createMdp({
    ...tabulate(states, 2, (state, action) => {
      const free = Math.floor(state / priorities);
      if (action === 1 && free === 0) return undefined;
      const left = free - action;
      const busy = servers - left;
      const next: [number, number][] = [];
      freed[busy].forEach((probability, count) => {
        for (let priority = 0; priority < priorities; priority++) {
          next.push([(left + count) * priorities + priority, probability / priorities]);
        }
      });
      return { reward: action === 1 ? payments[state % priorities] : 0, next };
    }),
    legalActions: Array.from({ length: states }, (_, state) => [1, state < priorities ? 0 : 1]),
    start: Array.from({ length: states }, (_, state) => (state < servers * priorities ? 0 : 1 / priorities)),
    discount,
    id: "AccessControl-v0",
    description: "Accept or reject customers of different priorities for a few servers.",
  });
}

/** The probabilities of 0, …, n successes, from the most likely number on, so that nothing overflows. */
function binomial(n: number, success: number): Float64Array {
  const probabilities = new Float64Array(n + 1);
  const mode = Math.min(Math.floor((n + 1) * success), n);
  const odds = success / (1 - success);
  probabilities[mode] = 1;
  for (let k = mode; k < n; k++) probabilities[k + 1] = probabilities[k] * ((n - k) / (k + 1)) * odds;
  for (let k = mode; k > 0; k--) probabilities[k - 1] = probabilities[k] * (k / (n - k + 1) / odds);
  const total = sumOf(probabilities);
  return probabilities.map((probability) => probability / total);
}
