import { isBox } from "../../environments/index.ts";
import { boxEntries } from "../../environments/spaces/box-entries.ts";
import { entryName } from "../../environments/spaces/entry-name.ts";
import type { Trajectory } from "../../experience/index.ts";
import { isImage, type Policy } from "../../policies/index.ts";
import type { Warnings } from "./warnings.ts";

type Settings = Readonly<Record<string, unknown>>;
type Found = Pick<Trajectory, "steps" | "count" | "players" | "observations" | "rewards">;

/**
 * Warns of scales and bounds with which a training will hardly succeed: observations or returns that are far too large for
 * networks, and bounds of actions within which a policy draws few of its actions, or of which it draws only a small part.
 *
 * @param first the first trajectory
 */
export function warnOfScales(warnings: Warnings, policy: Policy, settings: Settings, first: Found): void {
  warnOfObservations(warnings, policy, settings, first);
  warnOfRewards(warnings, settings, first);
  warnOfBounds(warnings, policy, settings);
}

/** Root of the mean square of an observation's number: hyperbolic tangents of a few of these are all but ±1. */
const largestObservation = 30;

function warnOfObservations(
  warnings: Warnings,
  { observationSpace, observationScale }: Policy,
  settings: Settings,
  { observations, steps, count }: Found,
): void {
  if (observationScale || isImage(observationSpace)) return;
  const entries = boxEntries(observationSpace);
  const { size } = observationSpace;
  const sizes = Array.from(entries, (isNumber, entry) => {
    let squares = 0;
    for (let at = entry; at < steps * count * size; at += size) squares += observations[at] ** 2;
    return isNumber === 1 ? Math.sqrt(squares / (steps * count)) : 0;
  });
  const largest = sizes.indexOf(sizes.reduce((most, each) => Math.max(most, each), 0));
  if (!(sizes[largest] > largestObservation)) return;
  warnings.add(
    `observations: ${entryName(observationSpace, largest)} is ${short(sizes[largest])} in the first steps (root of the mean ` +
      `square), and networks learn from numbers around 1. ${remedy(settings, "normalizeObservations", "scale it")}`,
  );
}

/** Of a reward, times the steps that the discount looks ahead: about the size of returns. */
const largestReturn = 5000;
const longestHorizon = 1000;

function warnOfRewards(
  warnings: Warnings,
  settings: Settings,
  { rewards, steps, count, players }: Found,
): void {
  if (settings.normalizeRewards === true) return;
  const discount = typeof settings.discount === "number" ? settings.discount : 0.99;
  const horizon = Math.min(1 / (1 - discount), longestHorizon);
  const rewardCount = steps * count * players;
  let total = 0;
  for (let at = 0; at < rewardCount; at++) total += Math.abs(rewards[at]);
  const size = (total / rewardCount) * horizon;
  if (!(size > largestReturn)) return;
  warnings.add(
    `rewards: they are ${short(size / horizon)} in the first steps (mean size), so that discounted returns may be about ` +
      `${short(size)}, and networks learn numbers around 1. ${remedy(settings, "normalizeRewards", "divide them")}`,
  );
}

function remedy(settings: Settings, option: string, otherwise: string): string {
  const inEnvironment = `${otherwise} in the environment`;
  return option in settings
    ? `Set ${option} to true, or ${inEnvironment}.`
    : `It would be best to ${inEnvironment}.`;
}

/** Share of the first actions that should lie within the bounds: of bounds of ±1 it is 0.68. */
const leastInside = 0.55;
/** Half of the distance between bounds, in the unit of the policy, which are hardly ever reached. */
const widest = 20;
/** The same in the unit of the environment: such bounds stand for none. */
const unbounded = 1e5;

function warnOfBounds(warnings: Warnings, { actionSpace, head }: Policy, settings: Settings): void {
  if (!isBox(actionSpace)) return;
  const { low, high } = actionSpace;
  const isRescaled = head !== "diagonal-normal";
  const advice = `Take ${"head" in settings ? "another head, such as rescaled-normal" : "other bounds"}`;
  for (let i = 0; i < actionSpace.size; i++) {
    if (!Number.isFinite(high[i] - low[i])) continue;
    const between = `actions: element ${i} lies between ${short(low[i])} and ${short(high[i])}`;
    const halfWidth = high[i] / 2 - low[i] / 2;
    if (isRescaled) {
      if (halfWidth < unbounded) continue;
      warnings.add(
        `${between}, and the policy draws actions of that size. Give the box the bounds that actions should have.`,
      );
      return;
    }
    const inside = normalShare(low[i], high[i]);
    if (inside >= leastInside && halfWidth <= widest) continue;
    const share =
      halfWidth > widest ? "which hardly ever are far from 0" : `of which ${short(100 * inside)} % lie there`;
    warnings.add(`${between}, and the policy draws standard normal numbers at first, ${share}. ${advice}.`);
    return;
  }
}

/** Of standard normal numbers, the share from `low` to `high`, to 4 decimals: the midpoint rule is enough for a warning. */
function normalShare(low: number, high: number): number {
  const from = Math.max(low, -8);
  const width = (Math.min(high, 8) - from) / 1000;
  let sum = 0;
  if (width > 0) for (let i = 0; i < 1000; i++) sum += Math.exp(-((from + (i + 0.5) * width) ** 2) / 2);
  return (sum * width) / Math.sqrt(2 * Math.PI);
}

const short = (value: number) => Number(value.toPrecision(3));
