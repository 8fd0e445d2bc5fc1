/** How many nodes there is memory for at first. */
const leastLength = 2 ** 14;

/** No node: the parent of the root. */
export const none = -1;

/**
 * The nodes of a search tree, in typed arrays. A node is the position behind a move; its children are next to one another, and
 * behind it. Node 0 is the root. All values are those of player 0.
 *
 * Beside the mean of what simulations found, a node has bounds on its exact value, as far as games that end prove them (Cazenave
 * and Saffidine 2010, Score Bounded Monte-Carlo Tree Search). Where they meet, the node is solved.
 */
export class SearchTree {
  /** How many nodes there may be. */
  readonly most: number;
  /** How many nodes there are. */
  size = 0;
  parent = new Int32Array(0);
  firstChild = new Int32Array(0);
  /** How many; 0 as long as it is not known which moves there are. */
  children = new Int32Array(0);
  /** Who is to move, where there are children. */
  mover = new Uint8Array(0);
  move = new Int32Array(0);
  prior = new Float32Array(0);
  visits = new Int32Array(0);
  /** Simulations through the node that are under way: they count as lost until they are evaluated (virtual loss). */
  pending = new Int32Array(0);
  /** The sum of the values of simulations. */
  total = new Float64Array(0);
  lower = new Float32Array(0);
  upper = new Float32Array(0);
  /** Where nodes go when the root changes. */
  #moved = new Int32Array(0);

  /** @param most how many nodes there may be; memory is taken as they come */
  constructor(most: number) {
    this.most = most;
    this.#makeRoom(1);
    this.clear();
  }

  /** Leaves a root, and nothing below it. */
  clear(): void {
    this.size = 0;
    this.#add(none, none, 1);
  }

  isSolved(node: number): boolean {
    return this.lower[node] === this.upper[node];
  }

  /**
   * Gives a node its children.
   *
   * @param moves [count] of the children
   * @param priors [count] of the moves
   */
  expand(node: number, mover: 0 | 1, moves: Int32Array, priors: Float32Array, count: number): void {
    this.#makeRoom(count);
    this.mover[node] = mover;
    this.firstChild[node] = this.size;
    this.children[node] = count;
    for (let i = 0; i < count; i++) this.#add(node, moves[i], priors[i]);
  }

  /** Makes the arrays twice as long, or longer, where `count` more nodes do not fit. */
  #makeRoom(count: number): void {
    const wanted = this.size + count;
    if (wanted <= this.parent.length) return;
    const length = Math.min(this.most, Math.max(wanted, leastLength, 2 * this.parent.length));
    this.parent = longer(this.parent, new Int32Array(length));
    this.firstChild = longer(this.firstChild, new Int32Array(length));
    this.children = longer(this.children, new Int32Array(length));
    this.mover = longer(this.mover, new Uint8Array(length));
    this.move = longer(this.move, new Int32Array(length));
    this.prior = longer(this.prior, new Float32Array(length));
    this.visits = longer(this.visits, new Int32Array(length));
    this.pending = longer(this.pending, new Int32Array(length));
    this.total = longer(this.total, new Float64Array(length));
    this.lower = longer(this.lower, new Float32Array(length));
    this.upper = longer(this.upper, new Float32Array(length));
    this.#moved = new Int32Array(length);
  }

  #add(parent: number, move: number, prior: number): void {
    const node = this.size++;
    this.parent[node] = parent;
    this.move[node] = move;
    this.prior[node] = prior;
    this.children[node] = 0;
    this.visits[node] = 0;
    this.pending[node] = 0;
    this.total[node] = 0;
    this.lower[node] = -1;
    this.upper[node] = 1;
  }

  /** Ends a simulation: its value goes up to the root. */
  record(node: number, value: number): void {
    for (let at = node; at !== none; at = this.parent[at]) {
      this.visits[at]++;
      this.total[at] += value;
    }
  }

  /** Adds `change` to the simulations under way through a node and those above it. */
  addPending(node: number, change: number): void {
    for (let at = node; at !== none; at = this.parent[at]) this.pending[at] += change;
  }

  /** Says what a node's exact value is, and what follows for those above it. */
  solve(node: number, value: number): void {
    this.lower[node] = value;
    this.upper[node] = value;
    for (let at = this.parent[node]; at !== none; at = this.parent[at]) if (!this.#narrow(at)) return;
  }

  /** Takes the bounds of a node from those of its children; returns whether they have changed. */
  #narrow(node: number): boolean {
    const { lower, upper } = this;
    const first = this.firstChild[node];
    const end = first + this.children[node];
    let low = lower[first];
    let high = upper[first];
    if (this.mover[node] === 0) {
      for (let child = first + 1; child < end; child++) {
        if (lower[child] > low) low = lower[child];
        if (upper[child] > high) high = upper[child];
      }
    } else {
      for (let child = first + 1; child < end; child++) {
        if (lower[child] < low) low = lower[child];
        if (upper[child] < high) high = upper[child];
      }
    }
    if (lower[node] === low && upper[node] === high) return false;
    lower[node] = low;
    upper[node] = high;
    return true;
  }

  /** The child that a move leads to, or `none`. */
  childBy(node: number, move: number): number {
    const first = this.firstChild[node];
    const end = first + this.children[node];
    for (let child = first; child < end; child++) if (this.move[child] === move) return child;
    return none;
  }

  /** Makes a node the root, and forgets what is not below it. */
  advance(root: number): void {
    const moved = this.#moved;
    let size = 0;
    for (let node = root; node < this.size; node++) {
      const above = this.parent[node];
      const isKept = node === root || (above >= root && moved[above] !== none);
      moved[node] = isKept ? size : none;
      if (isKept) this.#place(node, size++);
    }
    this.parent[0] = none;
    this.move[0] = none;
    this.size = size;
  }

  /** Moves a node to a place that is not behind its own; its parent has been moved, unless it is the new root. */
  #place(from: number, to: number): void {
    const above = to === 0 ? none : this.#moved[this.parent[from]];
    if (above !== none && this.firstChild[above] === from) this.firstChild[above] = to;
    this.parent[to] = above;
    this.firstChild[to] = this.firstChild[from];
    this.children[to] = this.children[from];
    this.mover[to] = this.mover[from];
    this.move[to] = this.move[from];
    this.prior[to] = this.prior[from];
    this.visits[to] = this.visits[from];
    this.pending[to] = this.pending[from];
    this.total[to] = this.total[from];
    this.lower[to] = this.lower[from];
    this.upper[to] = this.upper[from];
  }
}

function longer<Numbers extends Int32Array | Uint8Array | Float32Array | Float64Array>(
  old: Numbers,
  array: Numbers,
): Numbers {
  array.set(old);
  return array;
}
