import type { Chains } from "../chains.ts";

/** The liberties of all chains of a position, and what moves would make of them. Nothing is allocated after the start. */
export class MoveEffects {
  /** By the head of a chain: how many liberties it has. */
  readonly liberties: Int16Array;
  /** What the move that was looked at last captures: stones of the other. */
  captured = 0;
  /** How many stones the chain of that move has then. */
  size = 0;
  /** How many liberties that chain has then. */
  libertiesAfter = 0;
  /** By the head: where its liberties begin in the list. */
  readonly #starts: Int16Array;
  /** Liberties of one chain after the other; an empty point is one of four chains at most. */
  readonly #list: Int16Array;
  readonly #marks: Int32Array;
  #mark = 0;
  readonly #own = new Int16Array(4);
  readonly #dead = new Int16Array(4);

  constructor(points: number) {
    this.liberties = new Int16Array(points + 1);
    this.#starts = new Int16Array(points + 1);
    this.#list = new Int16Array(4 * points);
    this.#marks = new Int32Array(points + 1);
  }

  /** Counts the liberties of all chains. */
  update({ points, colors, heads, next, neighbors }: Chains): void {
    const marks = this.#marks;
    const list = this.#list;
    let end = 0;
    for (let head = 0; head < points; head++) {
      if (colors[head] === 0 || heads[head] !== head) continue;
      const mark = this.#nextMark();
      const start = end;
      let stone = head;
      do {
        for (let i = 4 * stone; i < 4 * stone + 4; i++) {
          const beside = neighbors[i];
          if (colors[beside] !== 0 || marks[beside] === mark) continue;
          marks[beside] = mark;
          list[end++] = beside;
        }
        stone = next[stone];
      } while (stone !== head);
      this.#starts[head] = start;
      this.liberties[head] = end - start;
    }
  }

  /** Liberty `index` of a chain. */
  libertyAt(head: number, index: number): number {
    return this.#list[this.#starts[head] + index];
  }

  /** Looks at what a stone on an empty point would do, after `update` with the same chains. */
  look(chains: Chains, point: number, own: number): void {
    const { colors, heads, sizes, neighbors } = chains;
    const { liberties } = this;
    const marks = this.#marks;
    const mark = this.#nextMark();
    const ownHeads = this.#own;
    const deadHeads = this.#dead;
    let owns = 0;
    let dead = 0;
    let free = 0;
    this.captured = 0;
    this.size = 1;
    marks[point] = mark;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const beside = neighbors[i];
      const color = colors[beside];
      if (color === 0) {
        if (marks[beside] === mark) continue;
        marks[beside] = mark;
        free++;
        continue;
      }
      const head = heads[beside];
      if (color === own && !includes(ownHeads, owns, head)) {
        ownHeads[owns++] = head;
        this.size += sizes[head];
        free += this.#markLiberties(head, mark);
      } else if (color === 3 - own && liberties[head] === 1 && !includes(deadHeads, dead, head)) {
        deadHeads[dead++] = head;
        this.captured += sizes[head];
      }
    }
    for (let i = 0; i < dead; i++) free += this.#countVacated(chains, deadHeads[i], point, owns);
    this.libertiesAfter = free;
  }

  #markLiberties(head: number, mark: number): number {
    const marks = this.#marks;
    const start = this.#starts[head];
    const end = start + this.liberties[head];
    let count = 0;
    for (let i = start; i < end; i++) {
      if (marks[this.#list[i]] === mark) continue;
      marks[this.#list[i]] = mark;
      count++;
    }
    return count;
  }

  /** How many points of a chain that is taken off lie beside the stone that takes it, or the chains that it is joined to. */
  #countVacated({ heads, next, neighbors }: Chains, head: number, point: number, owns: number): number {
    let count = 0;
    let stone = head;
    do {
      for (let i = 4 * stone; i < 4 * stone + 4; i++) {
        const beside = neighbors[i];
        if (beside !== point && !includes(this.#own, owns, heads[beside])) continue;
        count++;
        break;
      }
      stone = next[stone];
    } while (stone !== head);
    return count;
  }

  #nextMark(): number {
    this.#mark++;
    if (this.#mark > 0x7ffffffe) {
      this.#marks.fill(0);
      this.#mark = 1;
    }
    return this.#mark;
  }
}

function includes(heads: Int16Array, count: number, head: number): boolean {
  for (let i = 0; i < count; i++) if (heads[i] === head) return true;
  return false;
}
