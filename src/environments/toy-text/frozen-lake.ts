import { createGenerator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { OptionsError } from "../../text/options-error.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireFinite, requireFraction, requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { foundById } from "../found-by-id.ts";
import { gridWorld } from "../grid-worlds/grid-world.ts";
import type { TabularEnvironment } from "../tabular/tabular-environment.ts";

/** The maps of FrozenLake-v1 and FrozenLake8x8-v1: start, frozen, hole, goal. */
export const frozenLakeMaps = {
  "4x4": ["SFFF", "FHFH", "FFFH", "HFFG"],
  "8x8": ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"],
} as const;

/** A lake to cross: see {@link frozenLake}. */
export interface FrozenLakeOptions {
  /** Which map, or rows of letters: S start, F frozen, H hole, G goal. Default "4x4". */
  readonly map?: keyof typeof frozenLakeMaps | readonly string[];
  /** Whether one may slip to a side; default true. */
  readonly isSlippery?: boolean;
  /** Where it is slippery, the probability of moving as meant; default 1/3. */
  readonly successRate?: number;
  /** What arriving pays at the goal, in a hole and on ice; default 1, 0, 0. */
  readonly rewards?: readonly [goal: number, hole: number, frozen: number];
}

/**
 * FrozenLake-v1 and FrozenLake8x8-v1 (as in Gymnasium): cross a frozen lake without falling into a hole, though the ice is
 * slippery.
 *
 * - Observation: the cell, row by row from the top left.
 * - Actions: 0 left, 1 down, 2 right, 3 up. On slippery ice one moves as meant with probability 1/3, and otherwise to one of
 *   the two sides.
 * - Reward: 1 at the goal; 0 otherwise.
 * - Terminated: in a hole and at the goal.
 * - Truncated: after 100 steps; after 200 on the 8×8 map. A shorter limit: `timeLimit(frozenLake(options), 50)`.
 * - Start: the cell S, or each of them equally likely.
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed. Without a time limit, the goal of the slippery 4×4 map is reached with
 * probability 14/17 at best, and that of the 8×8 map with probability 1.
 *
 * @throws OptionsError, RangeError or TypeError for options that there are not
 */
export function frozenLake(options: FrozenLakeOptions = {}): TabularEnvironment {
  const names = ["map", "isSlippery", "successRate", "rewards"] as const;
  knownOptions("frozenLake", options, names);
  const { map = "4x4", isSlippery = true, successRate = 1 / 3, rewards = [1, 0, 0] } = options;
  if (!(typeof map === "string" ? Object.hasOwn(frozenLakeMaps, map) : Array.isArray(map))) {
    const known = Object.keys(frozenLakeMaps).join(" or ");
    throw new OptionsError([
      `frozenLake: map is ${valueInText(map)}; it must be ${known}, or a list of rows.`,
    ]);
  }
  requireFlag("frozenLake: isSlippery", isSlippery);
  requireFraction("frozenLake: successRate", successRate);
  requireRewards(rewards);
  const rows: readonly string[] = typeof map === "string" ? frozenLakeMaps[map] : map;
  requireLetters(rows);
  const [goal, hole, frozen] = rewards;
  const id = idOf({ map, isSlippery, successRate, rewards });
  return foundById(
    gridWorld({
      id,
      description: `Cross a frozen lake without falling into a hole${isSlippery ? ", though the ice is slippery" : ""}.`,
      map: rows,
      tiles: { G: { kind: "end", reward: goal }, H: { kind: "end", reward: hole } },
      stepReward: frozen,
      successProbability: isSlippery ? successRate : 1,
      maxEpisodeSteps: map === "8x8" ? 200 : 100,
    }),
    id === "FrozenLake-v1" || id === "FrozenLake8x8-v1",
  );
}

/** Any other letter would be ice: a hole that is written "h", too. What are no rows, a grid world refuses. */
function requireLetters(rows: readonly unknown[]): void {
  for (const [row, letters] of rows.entries()) {
    const [wrong] = typeof letters === "string" ? letters.replace(/[SFHG]/g, "") : [];
    if (wrong === undefined) continue;
    throw new OptionsError([
      `frozenLake: map has ${valueInText(wrong)} in row ${row}; its letters must be S start, F frozen, H hole and G goal.`,
    ]);
  }
}

function requireRewards(rewards: unknown): void {
  if (!Array.isArray(rewards) || rewards.length !== 3) {
    throw new OptionsError([
      `frozenLake: rewards is ${valueInText(rewards)}; it must be a list of three numbers, for the goal, a hole and ice.`,
    ]);
  }
  for (const reward of rewards) requireFinite("frozenLake: a reward", reward);
}

/** "FrozenLake-v1" for the default options, and what is different in others. */
function idOf({ map, isSlippery, successRate, rewards }: Required<FrozenLakeOptions>): string {
  return [
    map === "8x8" ? "FrozenLake8x8" : "FrozenLake",
    ...(typeof map === "string" ? [] : [map.join(".")]),
    ...(isSlippery ? [] : ["notSlippery"]),
    ...(successRate === 1 / 3 ? [] : [`success${successRate}`]),
    ...(rewards.join() === "1,0,0" ? [] : [`rewards${rewards.join(",")}`]),
    "v1",
  ].join("-");
}

/** A map that {@link generateFrozenLake} makes. */
export interface GeneratedLakeOptions {
  /** Cells of a side; default 8. */
  readonly size?: number;
  /** The probability that a cell is frozen, and no hole; default 0.8. */
  readonly frozen?: number;
  /** Default 0. */
  readonly seed?: number;
}

/**
 * A random map with a way from the start, in the upper left corner, to the goal, in the lower right one: that of Gymnasium's
 * `generate_random_map(size, frozen, seed)`.
 *
 * @throws RangeError for a size below 2, and a probability that is none, or 0
 * @example
 * const lake = frozenLake({ map: generateFrozenLake({ size: 5, seed: 3 }) });
 */
export function generateFrozenLake(options: GeneratedLakeOptions = {}): string[] {
  const names = ["size", "frozen", "seed"] as const;
  const { size = 8, frozen = 0.8, seed = 0 } = knownOptions("generateFrozenLake", options, names);
  requireInteger("generateFrozenLake: size", size, 2);
  if (!(typeof frozen === "number" && frozen > 0 && frozen <= 1)) {
    throw new RangeError(
      `generateFrozenLake: frozen is ${valueInText(frozen)}; it must be above 0 and at most 1.`,
    );
  }
  const generator = createGenerator(seed);
  for (;;) {
    const cells = generator.choice(["F", "H"], { size: size * size, p: [frozen, 1 - frozen] });
    cells[0] = "S";
    cells[size * size - 1] = "G";
    const rows = Array.from({ length: size }, (_, row) => cells.slice(row * size, (row + 1) * size).join(""));
    if (hasWay(rows)) return rows;
  }
}

/** Can the goal be reached from the upper left corner? */
function hasWay(rows: readonly string[]): boolean {
  const seen = new Set<string>();
  const open = [[0, 0]];
  for (const [row, column] of open) {
    const letter = rows[row]?.[column] ?? "H";
    if (letter === "G") return true;
    if (letter === "H" || seen.has(`${row},${column}`)) continue;
    seen.add(`${row},${column}`);
    open.push([row + 1, column], [row, column + 1], [row - 1, column], [row, column - 1]);
  }
  return false;
}
