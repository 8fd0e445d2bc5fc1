import { black, countArea, type GoColor, GoPosition, type GoRulesOptions } from "../../../src/games/index.ts";

/** Moves of the longest game that is looked for. */
const longest = 60;

/**
 * Whether a player can force a result from the empty board on: Black, that Black leads in area by `lead` or more; White, that
 * Black does not. Games are looked for that get there in at most so many moves, at first in few.
 *
 * Positions are the same where stones, the player to move, passes, and the set of positions that superko forbids are: that set
 * is known by the sum of the hashes of all positions so far. What was best in a position is tried first wherever the stones are
 * the same, whatever had been before.
 */
export function canForce(player: GoColor, lead: number, rules: GoRulesOptions): boolean {
  const position = new GoPosition({ ...rules, komi: 0 });
  const { pass, points } = position;
  const bestMoves = new Map<string, number>();
  const forced = new Set<string>();
  let failed = new Map<string, number>();

  const isReached = (): boolean => {
    const area = countArea(position.stones, position);
    return area.black - area.white >= lead === (player === black);
  };
  const ordered = (tried: number | undefined, isContent: boolean): number[] => {
    const moves = [{ move: pass, order: isContent ? 100 : 0 }];
    for (let move = 0; move < points; move++) {
      if (!position.isLegal(move)) continue;
      moves.push({ move, order: 8 * position.captures(move) + freedom(position, move) });
    }
    const first = (move: number) => (move === tried ? 1000 : 0);
    return moves.sort((a, b) => b.order + first(b.move) - a.order - first(a.move)).map(({ move }) => move);
  };
  /** `low` and `high` sum up the hashes of the positions before, each once. */
  const search = (low: number, high: number, depth: number): boolean => {
    if (position.isOver) return isReached();
    const { toPlay, consecutivePasses, hash } = position;
    const isOwn = toPlay === player;
    const isContent = isReached() === isOwn;
    if (consecutivePasses === 1 && isContent) return isOwn; // by a pass
    if (depth === 0) return false;
    const stones = `${hash[0]},${hash[1]},${2 * consecutivePasses + toPlay}`;
    const key = `${low},${high},${stones}`;
    if (forced.has(key)) return true;
    if ((failed.get(key) ?? 0) >= depth) return false;
    let answer = !isOwn;
    // Who is content with the board as it is passes, so that the other has to change it.
    for (const move of ordered(bestMoves.get(stones), isContent)) {
      position.playLegal(move);
      const [lower, higher] = move === pass ? [low, high] : [low + hash[0]!, high + hash[1]!];
      const result = search(lower | 0, higher | 0, depth - 1);
      position.undo();
      if (result !== isOwn) continue;
      answer = isOwn;
      bestMoves.set(stones, move);
      break;
    }
    if (answer) forced.add(key);
    else failed.set(key, depth);
    return answer;
  };
  for (let depth = 4; depth <= longest; depth += 2) {
    failed = new Map();
    if (search(0, 0, depth)) return true;
  }
  return false;
}

/** Empty points beside a point: where a stone lives longest. */
function freedom({ chains }: GoPosition, point: number): number {
  let count = 0;
  for (let i = 4 * point; i < 4 * point + 4; i++) if (chains.colors[chains.neighbors[i]!] === 0) count++;
  return count;
}
