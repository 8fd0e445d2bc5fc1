import type { Expression } from "./expression.ts";

/** All nodes that the given ones depend on, themselves included, each after its inputs. */
export function reachable(roots: readonly Expression[]): Expression[] {
  const seen = new Set<Expression>();
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) pending.push(input);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
