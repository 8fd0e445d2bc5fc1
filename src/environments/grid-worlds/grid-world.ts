import { knownOptions, requireOptionsObject } from "../../text/known-options.ts";
import { OptionsError } from "../../text/options-error.ts";
import { requireFinite, requireFraction } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { Scene, Tile } from "../rendering.ts";
import { type TabularEnvironment, tabularEnvironment } from "../tabular/tabular-environment.ts";
import type { Outcome, TransitionTable } from "../tabular/transition-table.ts";

/** What a letter of a map means. */
export interface GridTile {
  /** What arriving here pays; default: the reward of a step. */
  readonly reward?: number;
  /** What is special: an episode is over here, or goes on at the start, or nobody can enter. Default: nothing is. */
  readonly kind?: "end" | "back-to-start" | "wall";
}

/** The four actions in their order, in which each is a quarter turn from the one before. */
export type GridActions = "left-down-right-up" | "up-right-down-left";

/** A grid world. */
export interface GridWorldOptions {
  readonly id: string;
  /** One sentence; default "Find the way through a grid." */
  readonly description?: string;
  /**
   * Rows of equal length, a letter for each cell: "S" where an episode can begin, each of them equally likely, and what
   * `tiles` has. What it does not have, is a cell without anything special.
   */
  readonly map: readonly string[];
  /** What letters mean; default: "G" is an end that pays 1, "H" one that pays nothing, and "#" a wall. */
  readonly tiles?: Readonly<Record<string, GridTile>>;
  /** What a step pays where the tile does not say; default 0. */
  readonly stepReward?: number;
  /**
   * The probability of moving as meant; otherwise one moves to one of the two sides, both equally likely. Default 1.
   */
  readonly successProbability?: number;
  /** What the actions 0 to 3 are; default "left-down-right-up". */
  readonly actions?: GridActions;
  /** After how many steps an episode is truncated; default: never. */
  readonly maxEpisodeSteps?: number;
}

const usualTiles: Readonly<Record<string, GridTile>> = {
  G: { kind: "end", reward: 1 },
  H: { kind: "end", reward: 0 },
  "#": { kind: "wall" },
};
/** Rows down and columns to the right, by action. */
const steps: Readonly<Record<GridActions, readonly (readonly [number, number])[]>> = {
  "left-down-right-up": [[0, -1], [1, 0], [0, 1], [-1, 0]], // biome-ignore format: as a list of pairs
  "up-right-down-left": [[-1, 0], [0, 1], [1, 0], [0, -1]], // biome-ignore format: as a list of pairs
};

/**
 * A grid world, drawn as a map. Observations are cells, row by row from the top left; who would leave the grid or enter a
 * wall stays.
 *
 * @throws OptionsError or RangeError for a map that is none, and options that there are not
 * @example
 * const maze = gridWorld({
 *   id: "Maze-v0",
 *   map: [
 *     "S.#.",
 *     "..#.",
 *     "...G",
 *   ],
 *   stepReward: -0.1,
 *   successProbability: 0.8,
 * });
 */
export function gridWorld(options: GridWorldOptions): TabularEnvironment {
  const names = ["map", "tiles", "stepReward", "successProbability", "actions"] as const;
  knownOptions("gridWorld", options, [...names, "id", "description", "maxEpisodeSteps"]);
  const { id, description = "Find the way through a grid.", maxEpisodeSteps } = options;
  const { map, stepReward = 0, successProbability = 1, actions } = options;
  const problem = problemOf(map);
  if (problem !== undefined) throw new OptionsError([`gridWorld: map ${problem}.`]);
  requireTiles(options.tiles);
  if (actions !== undefined && !Object.hasOwn(steps, actions)) {
    const all = Object.keys(steps).join(" or ");
    throw new OptionsError([`gridWorld: actions is ${valueInText(actions)}; it must be ${all}.`]);
  }
  requireFinite("gridWorld: stepReward", stepReward);
  requireFraction("gridWorld: successProbability", successProbability);
  return tabularEnvironment({
    ...{ id, description },
    ...(maxEpisodeSteps !== undefined && { maxEpisodeSteps }),
    table: () => gridTable(options),
    render: drawing(options),
  });
}

function problemOf(map: unknown): string | undefined {
  if (!Array.isArray(map) || map.some((row) => typeof row !== "string" || row === "")) {
    return `is ${valueInText(map)}; it must be a list of rows such as ["SF", "HG"]`;
  }
  const wide = map.findIndex((row) => /[\ud800-\udfff]/.test(row));
  if (wide >= 0) {
    return `has ${valueInText(map[wide])} in row ${wide}; a cell must be one character, as letters are and emoji are not`;
  }
  const odd = map.findIndex((row) => row.length !== map[0].length);
  if (odd > 0) return `has ${map[odd].length} letters in row ${odd} and ${map[0].length} in row 0`;
  return map.some((row) => row.includes("S")) ? undefined : `has no "S", where an episode begins`;
}

const kinds: readonly unknown[] = [undefined, "end", "back-to-start", "wall"];

function requireTiles(tiles: unknown = usualTiles): void {
  requireOptionsObject("gridWorld: tiles", tiles, '{ G: { kind: "end", reward: 1 } }');
  for (const [letter, tile] of Object.entries(tiles as object)) {
    const owner = `gridWorld: tiles.${letter}`;
    if (letter.length !== 1) {
      throw new OptionsError([
        `gridWorld: tiles has ${valueInText(letter)}; it must be a letter, one character, as it stands in the map.`,
      ]);
    }
    const { kind, reward = 0 } = knownOptions(owner, tile as GridTile, ["reward", "kind"]);
    requireFinite(`${owner}: reward`, reward);
    if (kinds.includes(kind)) continue;
    throw new OptionsError([
      `${owner}: kind is ${valueInText(kind)}; it must be "end", "back-to-start" or "wall", or left out.`,
    ]);
  }
}

/** What is to be seen where somebody is in a cell: an end that pays less than another is a hole. */
function drawing({ map, tiles = usualTiles, stepReward = 0 }: GridWorldOptions): (cell: number) => Scene {
  const ends = Object.values(tiles).filter(({ kind }) => kind === "end");
  const best = Math.max(...ends.map(({ reward = stepReward }) => reward));
  const looks = Array.from(map.join(""), (letter): Tile => {
    const { kind, reward = stepReward } = tiles[letter] ?? {};
    if (kind === "end") return reward === best ? "goal" : "hole";
    if (kind === "back-to-start") return "cliff";
    return kind ?? (letter === "S" ? "start" : "plain");
  });
  return (cell) => ({ scene: "grid", columns: map[0].length, tiles: looks, cell });
}

function gridTable({
  map,
  tiles = usualTiles,
  stepReward = 0,
  successProbability = 1,
  actions: order = "left-down-right-up",
}: GridWorldOptions): TransitionTable {
  const [rows, columns] = [map.length, map[0].length];
  const letters = map.join("");
  const starts = Array.from(letters).flatMap((letter, cell) => (letter === "S" ? [cell] : []));
  const tileOf = (cell: number): GridTile => tiles[letters[cell]] ?? {};
  const sides = (1 - successProbability) / 2;

  const arrivals = (cell: number, action: number, probability: number): Outcome[] => {
    const [down, right] = steps[order][action];
    const row = Math.max(0, Math.min(rows - 1, Math.floor(cell / columns) + down));
    const column = Math.max(0, Math.min(columns - 1, (cell % columns) + right));
    const target = row * columns + column;
    const next = tileOf(target).kind === "wall" ? cell : target;
    const { reward = stepReward, kind } = tileOf(next);
    if (kind !== "back-to-start") return [{ probability, next, reward }];
    return starts.map((start) => ({ probability: probability / starts.length, next: start, reward }));
  };

  return {
    states: rows * columns,
    actions: 4,
    start: Array.from(letters, (letter) => (letter === "S" ? 1 / starts.length : 0)),
    outcomes(cell, action) {
      const { kind } = tileOf(cell);
      if (kind === "end" || kind === "wall") return [];
      if (successProbability === 1) return arrivals(cell, action, 1);
      return [
        ...arrivals(cell, (action + 3) % 4, sides),
        ...arrivals(cell, action, successProbability),
        ...arrivals(cell, (action + 1) % 4, sides),
      ];
    },
  };
}
