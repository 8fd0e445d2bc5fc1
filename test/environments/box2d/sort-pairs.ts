import type { World } from "planck";

/** A shape in planck's broad phase. Numbers rise with the order in which shapes were made. */
interface Proxy {
  readonly proxyId: number;
}

type AddPair = (first: Proxy, second: Proxy) => void;

/** What is replaced is private to planck. */
interface Internals {
  readonly m_broadPhase: { updatePairs(add: AddPair): void };
}

/**
 * Lets planck make new contacts in the order of Box2D 2.3, that of the shapes' numbers, and not as its tree happens to find
 * them. Contacts are solved in the order in which they were made, and where a body touches two sides at once, the result
 * depends on it.
 */
export function sortPairs(world: World): void {
  const { m_broadPhase: broadPhase } = world as unknown as Internals;
  const update = broadPhase.updatePairs.bind(broadPhase);
  broadPhase.updatePairs = (add) => {
    const pairs: (readonly [Proxy, Proxy])[] = [];
    update((first, second) => {
      pairs.push(first.proxyId < second.proxyId ? [first, second] : [second, first]);
    });
    pairs.sort(([a, b], [c, d]) => a.proxyId - c.proxyId || b.proxyId - d.proxyId);
    for (const [first, second] of pairs) add(first, second);
  };
}
