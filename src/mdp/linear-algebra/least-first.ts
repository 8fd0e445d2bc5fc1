/** Items by an integer key, of which the one with the least key is taken next. */
export interface LeastFirst {
  /** Puts an item in, or changes its key. */
  set(item: number, key: number): void;
  /** Takes an item of the least key out; −1 when none is left. */
  take(): number;
}

/** Lists of items of equal keys, linked both ways. Keys above `largest` count as that. */
export function leastFirst(items: number, largest: number): LeastFirst {
  const first = new Int32Array(largest + 1).fill(-1);
  const next = new Int32Array(items).fill(-1);
  const previous = new Int32Array(items).fill(-1);
  const keys = new Int32Array(items).fill(-1);
  let least = 0;

  const remove = (item: number): void => {
    if (previous[item] >= 0) next[previous[item]] = next[item];
    else first[keys[item]] = next[item];
    if (next[item] >= 0) previous[next[item]] = previous[item];
  };
  return {
    set(item, given) {
      const key = Math.min(given, largest);
      if (key === keys[item]) return;
      if (keys[item] >= 0) remove(item);
      keys[item] = key;
      next[item] = first[key];
      previous[item] = -1;
      if (first[key] >= 0) previous[first[key]] = item;
      first[key] = item;
      if (key < least) least = key;
    },
    take() {
      while (least <= largest && first[least] < 0) least++;
      if (least > largest) return -1;
      const item = first[least];
      remove(item);
      keys[item] = -1;
      return item;
    },
  };
}
