import type { SearchTree } from "./search-tree.ts";

/** How much less than its parent's value a move that was never tried seems worth, when all of the prior has been tried. */
const reduction = 0.25;

/**
 * The child that the next simulation goes to: the one of the largest Q + c · P · √N / (1 + n) (PUCT; Rosin 2011, Silver et al.
 * 2016), of those that can still be better than what is proven already. There is one unless the node is solved.
 *
 * A child that no simulation has been to has its parent's value, less a part that grows with the priors that were tried.
 *
 * @param exploration c
 */
export function selectChild(tree: SearchTree, node: number, exploration: number): number {
  const { visits, pending, prior, total, lower, upper } = tree;
  const isFirst = tree.mover[node] === 0;
  const sign = isFirst ? 1 : -1;
  const first = tree.firstChild[node];
  const end = first + tree.children[node];
  const proven = isFirst ? lower[node] : -upper[node];
  const explored = exploration * Math.sqrt(Math.max(1, visits[node] + pending[node] - 1));
  const untried = valueUntried(tree, node, sign);
  let best = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let child = first; child < end; child++) {
    const most = isFirst ? upper[child] : -lower[child];
    if (most <= proven) continue;
    const tried = visits[child] + pending[child];
    let value = untried;
    if (tried > 0) {
      const least = isFirst ? lower[child] : -upper[child];
      value = Math.min(most, Math.max(least, (sign * total[child] - pending[child]) / tried));
    }
    const score = value + (explored * prior[child]) / (1 + tried);
    if (score > bestScore) {
      bestScore = score;
      best = child;
    }
  }
  return best;
}

function valueUntried(tree: SearchTree, node: number, sign: number): number {
  const first = tree.firstChild[node];
  const end = first + tree.children[node];
  let triedPrior = 0;
  for (let child = first; child < end; child++) if (tree.visits[child] > 0) triedPrior += tree.prior[child];
  const mean = tree.visits[node] > 0 ? (sign * tree.total[node]) / tree.visits[node] : 0;
  return mean - reduction * Math.sqrt(triedPrior);
}

/**
 * The child that is the move to play: a proven best one where there is one; otherwise the one with the most simulations, among
 * equals the likelier one, of those that can be better than what is proven, unless what is proven is worth more than it seems.
 */
export function bestChild(tree: SearchTree, node = 0): number {
  const { visits, prior, lower, upper } = tree;
  const isFirst = tree.mover[node] === 0;
  const first = tree.firstChild[node];
  const end = first + tree.children[node];
  const proven = isFirst ? lower[node] : -upper[node];
  const isBetter = (a: number, b: number) =>
    b < 0 || visits[a] > visits[b] || (visits[a] === visits[b] && prior[a] > prior[b]);
  let open = -1;
  let sure = -1;
  for (let child = first; child < end; child++) {
    const most = isFirst ? upper[child] : -lower[child];
    const least = isFirst ? lower[child] : -upper[child];
    if (most > proven && isBetter(child, open)) open = child;
    if (least >= proven && isBetter(child, sure)) sure = child;
  }
  if (open < 0) return sure;
  const isProvenGood = proven > -1 && sure >= 0;
  return isProvenGood && expectedValue(tree, open, isFirst ? 0 : 1) < proven ? sure : open;
}

/** What a player is expected to get at a node, within what is proven; the middle of that before any simulation. */
export function expectedValue(
  { visits, total, lower, upper }: SearchTree,
  node: number,
  player: 0 | 1,
): number {
  const mean = visits[node] > 0 ? total[node] / visits[node] : (lower[node] + upper[node]) / 2;
  const value = Math.min(upper[node], Math.max(lower[node], mean));
  return player === 0 ? value : 0 - value;
}
