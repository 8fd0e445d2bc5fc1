import { type Network, once } from "./network.ts";

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
      tower = shared ?? once(build());
      return tower as Built;
    },
  };
}
