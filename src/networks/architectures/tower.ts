import { valueInText } from "../../text/value-in-text.ts";
import { isNetwork, type Network, once } from "../network.ts";

/** Marks some layers of a network as its tower: builds them, unless those of another network stand in their place. */
export type MarkTower = <Built extends Network>(build: () => Built) => Built;

/** The tower of a network that is being built. */
export interface TowerMark {
  readonly mark: MarkTower;
  /** What has been marked so far. */
  readonly tower: Network | undefined;
}

/**
 * @param shared the tower of another network, which is to be this one's too
 */
export function createTowerMark(shared: Network | undefined): TowerMark {
  let tower: Network | undefined;
  return {
    get tower() {
      return tower;
    },
    mark<Built extends Network>(build: () => Built): Built {
      if (tower) throw new RangeError("architecture: tower() was called twice; a network has one tower");
      requireBuilder(build);
      tower = shared ?? once<Network>(requireBuilt(build()));
      return tower as Built;
    },
  };
}

function requireBuilder(build: unknown): void {
  if (typeof build === "function") return;
  throw new TypeError(
    `architecture: tower() was given ${valueInText(build)}; it must be given a function that builds the layers, as in ` +
      "tower(() => dense(…))",
  );
}

function requireBuilt(built: unknown): Network {
  if (isNetwork(built)) return built;
  throw new TypeError(
    `architecture: the function of tower() returned ${valueInText(built)}; it must return a network, as dense() does`,
  );
}
