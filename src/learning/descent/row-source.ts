import {
  constant,
  type Expression,
  gatherRows,
  type Input,
  inputIndices,
  type RowArrays,
  type RowExpressions,
  type Rows,
  type RowViews,
  rowInputs,
  slice,
  widthOf,
} from "../../graph/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import { rowOf, rowsInShards, type Sequences, sequencesOf } from "./sequences.ts";

/**
 * How the rows of a batch come into a program. Shapes are static, so either there is a fixed number of rows, all of
 * which are in the program's memory at once, or any number, which pass through it in shards of a fixed size. Where rows have
 * states of recurrent networks, runs and shards consist of whole sequences.
 */
export type Feed =
  | {
      /** Rows of a batch. */
      readonly size: number;
      /** Rows of a run, chosen by number; default: all rows in their order. */
      readonly minibatch?: number;
      /** For recurrent networks: the rows are [T, N]. A run is then over sequences, chosen by number. */
      readonly sequences?: Sequences;
    }
  | {
      /** Rows of a shard: those that are left over in the last one hold what {@link Rows} says. */
      readonly rowsPerShard: number;
      /**
       * For recurrent networks, whose rows are episodes one after another: most steps of a sequence, which divide the rows of
       * a shard; default: all of them. Episodes begin sequences, and spare rows stand behind those that are shorter.
       */
      readonly sequenceLength?: number;
      /**
       * For recurrent networks: whether a sequence is a whole episode, none of which may be longer. Its state is zeros then, which
       * no row needs to hold. Default false.
       */
      readonly wholeEpisodes?: boolean;
    };

/** The rows of a batch as a program reads them. */
export interface RowSource<R extends Rows> {
  readonly inputs: Readonly<Record<string, Input>>;
  /** What a batch has and a run is over, to be chosen by number: rows, or sequences of rows. */
  readonly choices: Choices;
  /** Into how many shards a run is split; undefined where that depends on its rows. */
  readonly shards: number | undefined;
  /**
   * The rows of one shard. Of sequences the first steps of all come first, then the second ones, and so on; a state has one
   * row for each sequence.
   */
  readonly expressions: RowExpressions<R>;
  /** All rows of the run that a shard is of. @throws where any number of rows pass through */
  whole(name: keyof R & string): Expression;
  /** Given once, when the inputs are compiled: where they are. */
  connect(views: Readonly<Record<string, Float32Array | Int32Array>>): ConnectedRows<R>;
}

export interface Choices {
  readonly ofBatch: number;
  readonly ofRun: number;
}

/** A row source whose inputs have their places. */
export interface ConnectedRows<R extends Rows> {
  /** Where the program reads the rows of a batch: what is written here need not be loaded. */
  readonly views: RowViews<R>;
  /** Makes these rows the batch. Of any number of rows, all arrays and the number are given, and read when it runs. */
  load(arrays: Partial<RowArrays<R>>, count?: number): void;
  /** Begins a run over some of the rows or sequences, or all. Returns into how many shards it is split. */
  begin(numbers?: Int32Array): number;
  /** Brings the rows of a shard to where the program reads them. */
  place(shard: number): void;
}

/** @param shards into how many a run over a fixed number of rows is split; they divide its rows, or sequences */
export function createRowSource<R extends Rows>(rows: R, feed: Feed, shards = 1): RowSource<R> {
  return "size" in feed ? residentRows(rows, feed, shards) : passingRows(rows, feed);
}

/** Names of the inputs that say which rows a run is over, and which of them a shard has. */
const ofRun = "rows of the run";
const ofShard = "rows of the shard";

function residentRows<R extends Rows>(
  rows: R,
  feed: Extract<Feed, { readonly size: number }>,
  shards: number,
): RowSource<R> {
  const { size, minibatch } = feed;
  const sequences = sequencesOf(rows, feed.sequences);
  const length = sequences?.length ?? 1;
  const all = rowInputs(rows, size);
  const perRun = minibatch ?? size;
  const perShard = perRun / shards;
  // A batch of sequences that are as long as it has its rows in order.
  const isWhole = minibatch === undefined && (!sequences || length * sequences.copies === size);
  const runRows = isWhole ? undefined : inputIndices([perRun]);
  const shardRows = shards === 1 ? runRows : inputIndices([perShard]);
  const pick = (node: Expression, numbers: Expression | undefined) =>
    numbers ? gatherRows(node, numbers) : node;
  const pickFirst = (node: Expression) => {
    const count = perShard / length;
    return shardRows ? pick(node, slice(shardRows, 0, 0, count)) : slice(node, 0, 0, count);
  };
  const names = Object.keys(rows);

  return {
    inputs: {
      ...all,
      ...(runRows && { [ofRun]: runRows }),
      ...(shards > 1 && { [ofShard]: shardRows! }),
    },
    choices: { ofBatch: size / length, ofRun: perRun / length },
    shards,
    expressions: Object.fromEntries(
      names.map((name) => [
        name,
        rows[name].sequence === "state" ? pickFirst(all[name]) : pick(all[name], shardRows),
      ]),
    ) as unknown as RowExpressions<R>,
    whole: (name) => pick(all[name], runRows),
    connect(views) {
      if (sequences && !isWhole) {
        const everything = Int32Array.from({ length: perRun / length }, (_, index) => index);
        placeSequences(views[ofRun], everything, sequences);
      }
      return {
        views: views as unknown as RowViews<R>,
        load(arrays) {
          for (const name of names) {
            const values = arrays[name];
            if (values && values !== views[name]) views[name].set(values);
          }
        },
        begin(numbers) {
          if (!numbers) return shards;
          if (sequences) placeSequences(views[ofRun], numbers, sequences);
          else views[ofRun].set(numbers);
          return shards;
        },
        place(shard) {
          if (shards === 1) return;
          const target = views[ofShard];
          const from = isWhole ? undefined : views[ofRun];
          // One step of all sequences after the other, in the run as in the shard.
          const [inRun, inShard] = [perRun / length, perShard / length];
          for (let step = 0; step < length; step++) {
            const first = step * inRun + shard * inShard;
            for (let i = 0; i < inShard; i++) {
              target[step * inShard + i] = from ? from[first + i] : first + i;
            }
          }
        },
      };
    },
  };
}

/** Writes the numbers of the rows of some sequences: of all first steps, then of all second ones, and so on. */
function placeSequences(target: Int32Array | Float32Array, numbers: Int32Array, sequences: Sequences): void {
  const count = numbers.length;
  for (let step = 0; step < sequences.length; step++) {
    for (let i = 0; i < count; i++) target[step * count + i] = rowOf(sequences, numbers[i], step);
  }
}

function passingRows<R extends Rows>(
  rows: R,
  feed: Extract<Feed, { readonly rowsPerShard: number }>,
): RowSource<R> {
  const { rowsPerShard, sequenceLength = rowsPerShard, wholeEpisodes = false } = feed;
  const length = sequencesOf(rows, { length: sequenceLength, copies: 1 })?.length ?? 1;
  const perShard = rowsPerShard / length;
  const isZero = (name: keyof R & string) => wholeEpisodes && rows[name].sequence === "state";
  const all: (keyof R & string)[] = Object.keys(rows);
  const names = all.filter((name) => !isZero(name));
  const beginning = names.find((name) => rows[name].sequence === "beginning");
  const inputs = Object.fromEntries(
    names.map((name) => {
      const count = rows[name].sequence === "state" ? perShard : rowsPerShard;
      return [name, rowInputs(rows, count)[name]];
    }),
  );
  const zeros = all.filter(isZero).map((name) => {
    const shape = [perShard, ...rows[name].shape];
    return [name, constant(new Float32Array(perShard * widthOf(rows[name])), shape)];
  });
  return {
    inputs,
    choices: { ofBatch: 0, ofRun: 0 },
    shards: undefined,
    expressions: { ...inputs, ...Object.fromEntries(zeros) } as unknown as RowExpressions<R>,
    whole() {
      throw new RangeError("whole: only a fixed number of rows are in memory at once");
    },
    connect(views) {
      let loaded: Partial<RowArrays<R>> = {};
      let total = 0;
      /** Which row stands where; undefined where they stand in their order. */
      let order: Int32Array | undefined;
      return {
        views: views as unknown as RowViews<R>,
        load(arrays, count) {
          requireInteger("load: count", count, 0);
          loaded = arrays;
          total = count!;
          if (length === 1) return;
          order = rowsInShards(beginning && arrays[beginning], total, { length, rowsPerShard });
        },
        begin: () => Math.ceil((order?.length ?? total) / rowsPerShard),
        place(shard) {
          for (const name of names) {
            const values = loaded[name];
            if (!values) continue;
            const view = views[name];
            const width = widthOf(rows[name]);
            const { spare } = rows[name];
            if (!order) {
              const first = shard * rowsPerShard * width;
              const own = values.subarray(first, Math.min(first + view.length, total * width));
              view.set(own);
              view.fill(spare, own.length);
              continue;
            }
            for (let i = shard * rowsPerShard, at = 0; at < view.length; i++) {
              const row = order[i];
              for (let j = 0; j < width; j++) view[at++] = row < 0 ? spare : values[row * width + j];
            }
          }
        },
      };
    },
  };
}
