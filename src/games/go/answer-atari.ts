import type { Generator } from "../../random/index.ts";
import type { GoPosition } from "./position.ts";
import type { BoardSize } from "./vertices.ts";

/** A move with which whoever is to play answers the latest move, or −1 for no answer. */
export type GoAnswer = (position: GoPosition) => number;

/** Which share of the answers is played; with all of them playouts would differ too little. */
const answered = 0.9;

/** More pseudo-liberties than this a chain with one liberty cannot have: the point has four neighbors. */
const mostInAtari = 4;

/**
 * Answers to atari, as in playouts of Monte-Carlo programs (Gelly, Wang, Munos and Teytaud 2006): a chain that has just played
 * itself into atari is captured. An own chain beside the latest move that has one liberty left is saved where it can be, by
 * the capture of a chain beside it or by an extension to what looks like two liberties; of several such moves one is drawn.
 */
export function createAtariAnswer({ columns, rows }: BoardSize, generator: Generator): GoAnswer {
  const points = columns * rows;
  const liberties = new Int16Array(points);
  /** Four chains, with at most as many attackers in atari as there are pairs of neighbors. */
  const candidates = new Int16Array(16 * points + 4);

  const isInAtari = ({ chains }: GoPosition, stone: number): boolean =>
    chains.pseudoLiberties[chains.heads[stone]] <= mostInAtari && chains.liberties(stone, 2) === 1;

  const libertyOf = ({ chains }: GoPosition, stone: number): number => {
    chains.writeLiberties(stone, liberties);
    return liberties[0];
  };

  /** Writes the liberties of the other's chains in atari beside a chain, from `at` on; returns where they end. */
  const writeCaptures = (position: GoPosition, chain: number, at: number): number => {
    const { colors, neighbors, next } = position.chains;
    let stone = chain;
    do {
      for (let i = 4 * stone; i < 4 * stone + 4; i++) {
        const neighbor = neighbors[i];
        if (colors[neighbor] !== 3 - position.toPlay || !isInAtari(position, neighbor)) continue;
        candidates[at++] = libertyOf(position, neighbor);
      }
      stone = next[stone];
    } while (stone !== chain);
    return at;
  };

  /**
   * How many liberties a chain in atari has after an extension, as long as there are fewer than two, but that one which two chains
   * share, or a chain and the new stone, counts twice: in random games 4 of 100 extensions stay in atari. It is the count by which
   * searches have played: another one would give other games with the same seed.
   */
  const libertiesAfter = ({ chains, toPlay }: GoPosition, chain: number, point: number): number => {
    const { colors, neighbors, heads } = chains;
    let count = 0;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const neighbor = neighbors[i];
      if (colors[neighbor] === 0) count++;
      else if (colors[neighbor] === toPlay && heads[neighbor] !== heads[chain]) {
        count += chains.liberties(neighbor, 3) - 1;
      }
    }
    return count;
  };

  return (position) => {
    const { chains, lastMove, toPlay } = position;
    if (lastMove < 0 || lastMove === points || generator.random() >= answered) return -1;
    const { colors, neighbors } = chains;
    if (colors[lastMove] === 3 - toPlay && isInAtari(position, lastMove)) {
      const capture = libertyOf(position, lastMove);
      if (position.isLegal(capture)) return capture;
    }
    let count = 0;
    for (let i = 4 * lastMove; i < 4 * lastMove + 4; i++) {
      const chain = neighbors[i];
      if (colors[chain] !== toPlay || !isInAtari(position, chain)) continue;
      count = writeCaptures(position, chain, count);
      const extension = libertyOf(position, chain);
      if (libertiesAfter(position, chain, extension) >= 2) candidates[count++] = extension;
    }
    if (count === 0) return -1;
    const move = candidates[Math.floor(generator.random() * count)];
    return position.isLegal(move) ? move : -1;
  };
}
