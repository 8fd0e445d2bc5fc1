import type { Generator } from "../../random/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import { black, white } from "./colors.ts";
import { GoPosition } from "./position.ts";
import { createRandomPlayout } from "./random-playout.ts";
import { areaOwners } from "./scoring.ts";

/**
 * The share of random games, played on from the stones of a position, at whose end each point was Black's: `[points]`, from 0 to 1.
 * Every other game begins with White. What is certain is 0 or 1, such as the points of a group with two eyes.
 *
 * @param games how many; default 400
 * @throws RangeError unless they are a whole number from 1
 */
export function ownershipOf(
  { rules, stones, points }: GoPosition,
  generator: Generator,
  games = 400,
): Float64Array {
  requireInteger("ownershipOf: games", games, 1);
  const position = new GoPosition(rules);
  const playout = createRandomPlayout(position, generator);
  const longest = 3 * points;
  const shares = new Float64Array(points);
  for (let game = 0; game < games; game++) {
    position.setUp(stones, game % 2 === 0 ? black : white);
    playout(position, longest);
    for (const [point, owner] of areaOwners(position.stones, position).entries()) {
      if (owner === black) shares[point] += 1 / games;
      else if (owner !== white) shares[point] += 0.5 / games;
    }
  }
  return shares;
}

/**
 * The chains of a position that are likely to be dead: in most random games their points end up as the other player's. Of a
 * position that both have passed in; before, what is dead is a matter of who moves. A chain in a seki may be among them.
 *
 * @returns the points of each
 */
export function deadChains(position: GoPosition, generator: Generator): number[][] {
  const shares = ownershipOf(position, generator);
  return chainsOf(position).filter((chain) => {
    const mean = chain.reduce((sum, point) => sum + shares[point], 0) / chain.length;
    return position.stones[chain[0]] === black ? mean < 0.5 : mean > 0.5;
  });
}

/** The points of each chain on the board. */
export function chainsOf({ stones, chains: { heads } }: GoPosition): number[][] {
  const byHead = new Map<number, number[]>();
  for (const [point, stone] of stones.entries()) {
    if (stone === 0) continue;
    const chain = byHead.get(heads[point]);
    if (chain) chain.push(point);
    else byHead.set(heads[point], [point]);
  }
  return [...byHead.values()];
}
