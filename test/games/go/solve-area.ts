import { black, countArea, GoPosition, type GoRulesOptions } from "../../../src/games/index.ts";

/**
 * Whether Black gets a lead in area of at least `lead` against every defence, from the empty board on. Positions are the same
 * where stones, the player to move, passes and the set of positions that superko forbids are: that set is known by the sum of
 * the hashes of all positions so far.
 */
export function canBlackLead(
  lead: number,
  rules: GoRulesOptions,
): { readonly answer: boolean; readonly nodes: number } {
  const position = new GoPosition({ ...rules, komi: 0 });
  const { pass, points } = position;
  const known = new Map<string, boolean>();
  /** What was best before in a position, whatever had been before it. */
  const bestMoves = new Map<string, number>();
  let nodes = 0;

  const score = (): number => {
    const area = countArea(position.stones, position);
    return area.black - area.white;
  };
  /** `low` and `high` sum up the hashes of the positions before, each once. */
  const search = (low: number, high: number): boolean => {
    nodes++;
    if (position.isOver) return score() >= lead;
    const { toPlay, consecutivePasses, hash } = position;
    const isBlack = toPlay === black;
    // A pass that ends the game as the player wants it.
    if (consecutivePasses === 1 && score() >= lead === isBlack) return isBlack;
    const key = `${low},${high},${hash[0]},${hash[1]},${2 * consecutivePasses + toPlay}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const plainKey = `${hash[0]},${hash[1]},${2 * consecutivePasses + toPlay}`;
    const tried = bestMoves.get(plainKey);
    const moves: { readonly move: number; readonly order: number }[] = [];
    for (let move = 0; move < points; move++) {
      if (!position.isLegal(move)) continue;
      moves.push({
        move,
        order: move === tried ? 1000 : 8 * position.captures(move) + freedom(position, move),
      });
    }
    // Who is content with the board as it is passes, so that the other has to change it.
    const isContent = score() >= lead === isBlack;
    moves.push({ move: pass, order: pass === tried ? 1000 : isContent ? 100 : 0 });
    moves.sort((a, b) => b.order - a.order);
    let answer = !isBlack;
    for (const { move } of moves) {
      position.playLegal(move);
      const reached =
        move === pass
          ? search(low, high)
          : search((low + position.hash[0]) | 0, (high + position.hash[1]) | 0);
      position.undo();
      if (reached === isBlack) {
        answer = isBlack;
        bestMoves.set(plainKey, move);
        break;
      }
    }
    known.set(key, answer);
    return answer;
  };
  return { answer: search(0, 0), nodes };
}

/** Empty points beside a point: where a stone lives longest. */
function freedom({ chains }: GoPosition, point: number): number {
  let count = 0;
  for (let i = 4 * point; i < 4 * point + 4; i++) if (chains.colors[chains.neighbors[i]] === 0) count++;
  return count;
}
