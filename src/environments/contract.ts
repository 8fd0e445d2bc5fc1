import { describeValue } from "../text/describe-value.ts";

/** One way in which a result breaks the contract. */
export interface Mismatch {
  /** Which part, such as "reward". */
  readonly part: string;
  readonly expected: string;
  readonly found: string;
}

const NONE: readonly Mismatch[] = [];

/** What is wrong with what `reset` returned, the observation itself apart. */
export function mismatchesInReset(result: unknown): readonly Mismatch[] {
  return hasObservation(result) ? NONE : [wrongResult("reset", "{ observation, info? }", result)];
}

/**
 * What is wrong with what `step` returned, the observation itself apart.
 *
 * @param players how many there are
 * @param mover who took the action
 */
export function mismatchesInStep(result: unknown, players = 1, mover = 0): readonly Mismatch[] {
  if (!hasObservation(result)) {
    const rewards = players > 1 ? ", rewards" : "";
    return [wrongResult("step", `{ observation, reward${rewards}, terminated, truncated, info? }`, result)];
  }
  const { reward, rewards, terminated, truncated } = result as Readonly<Record<string, unknown>>;
  const ofPlayers = players > 1 ? mismatchInRewards(rewards, reward, players, mover) : undefined;
  if (
    Number.isFinite(reward) &&
    ofPlayers === undefined &&
    typeof terminated === "boolean" &&
    typeof truncated === "boolean"
  ) {
    return NONE;
  }
  const mismatches: Mismatch[] = [];
  if (!Number.isFinite(reward)) {
    mismatches.push({ part: "reward", expected: "a finite number", found: describeValue(reward) });
  }
  if (ofPlayers) mismatches.push(ofPlayers);
  for (const [part, flag] of Object.entries({ terminated, truncated })) {
    if (typeof flag !== "boolean") {
      mismatches.push({ part, expected: "true or false", found: describeValue(flag) });
    }
  }
  return mismatches;
}

function mismatchInRewards(
  rewards: unknown,
  reward: unknown,
  players: number,
  mover: number,
): Mismatch | undefined {
  const expected = `an array of ${players} finite numbers, the reward of each player`;
  if (typeof rewards !== "object" || rewards === null || !("length" in rewards)) {
    return { part: "rewards", expected, found: describeValue(rewards) };
  }
  const given = rewards as ArrayLike<unknown>;
  if (given.length !== players) return { part: "rewards", expected, found: `one of ${given.length}` };
  for (let player = 0; player < players; player += 1) {
    if (Number.isFinite(given[player])) continue;
    return { part: "rewards", expected, found: `${describeValue(given[player])} at player ${player}` };
  }
  if (given[mover] === reward) return undefined;
  const found = `${describeValue(reward)} beside ${given[mover]} in rewards`;
  return { part: "reward", expected: `the reward of player ${mover}, who took the action`, found };
}

/** Is the result an object with an observation, so that there is something to go on with? */
export function hasObservation(result: unknown): result is { readonly observation: unknown } {
  return typeof result === "object" && result !== null && "observation" in result;
}

function wrongResult(method: string, shape: string, result: unknown): Mismatch {
  const promised = typeof result === "object" && result !== null && "then" in result;
  const found = promised
    ? "a promise; only `for await` over an algorithm, in one worker, and evaluateLater wait for it"
    : describeValue(result);
  return { part: `the result of ${method}`, expected: `an object ${shape}`, found };
}
