/**
 * Lists of integers, each with a number beside it if wanted, in two arrays that grow: list i stands from `starts[i]` for
 * `counts[i]` places. A list that is full moves to the end, with room for half as many again.
 */
export interface GrowingLists {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Taken anew after each `append`. */
  integers: Int32Array;
  numbers: Float64Array;
  append(list: number, integer: number, value: number): void;
  /** Puts the last of the list in place of the one at a place in `integers`. */
  removeAt(list: number, at: number): void;
}

export interface FirstLists {
  readonly starts: Int32Array;
  readonly integers: Int32Array;
  /** If there are numbers at all. */
  readonly numbers?: Float64Array;
}

/**
 * Lists that are at first those from `starts[i]` up to `starts[i + 1]`, in arrays that are not copied.
 */
export function growingLists({ starts: bounds, integers, numbers }: FirstLists): GrowingLists {
  const starts = bounds.slice(0, -1);
  const room = starts.map((start, i) => bounds[i + 1] - start);
  let end = integers.length;
  const withNumbers = numbers !== undefined;
  const lists: GrowingLists = {
    starts,
    counts: room.slice(),
    integers,
    numbers: numbers ?? new Float64Array(0),

    append(list, integer, value) {
      if (lists.counts[list] === room[list]) move(list);
      const at = starts[list] + lists.counts[list]++;
      lists.integers[at] = integer;
      if (withNumbers) lists.numbers[at] = value;
    },

    removeAt(list, at) {
      const last = starts[list] + --lists.counts[list];
      lists.integers[at] = lists.integers[last];
      if (withNumbers) lists.numbers[at] = lists.numbers[last];
    },
  };

  function move(list: number): void {
    const larger = room[list] + (room[list] >> 1) + 4;
    if (end + larger > lists.integers.length) {
      const length = 2 * (end + larger);
      lists.integers = grown(new Int32Array(length), lists.integers);
      if (withNumbers) lists.numbers = grown(new Float64Array(length), lists.numbers);
    }
    const from = starts[list];
    const to = from + lists.counts[list];
    lists.integers.copyWithin(end, from, to);
    if (withNumbers) lists.numbers.copyWithin(end, from, to);
    starts[list] = end;
    room[list] = larger;
    end += larger;
  }
  return lists;
}

function grown<Numbers extends Int32Array | Float64Array>(larger: Numbers, present: Numbers): Numbers {
  larger.set(present);
  return larger;
}
