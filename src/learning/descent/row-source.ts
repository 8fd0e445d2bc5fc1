import {
  type Expression,
  gatherRows,
  type Input,
  inputIndices,
  type RowArrays,
  type RowExpressions,
  type Rows,
  type RowViews,
  rowInputs,
  widthOf,
} from "../../graph/index.ts";
import { placeRows } from "./place-rows.ts";

/**
 * How the rows of a batch come into a program. Shapes are static, so either there is a fixed number of rows, all of
 * which are in the program's memory at once, or any number, which pass through it in shards of a fixed size.
 */
export type Feed =
  | {
      /** Rows of a batch. */
      readonly size: number;
      /** Rows of a run, chosen by number; default: all rows in their order. */
      readonly minibatch?: number;
    }
  | {
      /** Rows of a shard: those that are left over in the last one hold what {@link Rows} says. */
      readonly rowsPerShard: number;
    };

/** The rows of a batch as a program reads them. */
export interface RowSource<R extends Rows> {
  readonly inputs: Readonly<Record<string, Input>>;
  /** The rows of one shard. */
  readonly expressions: RowExpressions<R>;
  /** All rows of the run that a shard is of. @throws where any number of rows pass through */
  whole(name: keyof R & string): Expression;
  /** Given once, when the inputs are compiled: where they are. */
  connect(views: Readonly<Record<string, Float32Array | Int32Array>>): ConnectedRows<R>;
}

/** A row source whose inputs have their places. */
export interface ConnectedRows<R extends Rows> {
  /** Where the program reads the rows of a batch: what is written here need not be loaded. */
  readonly views: RowViews<R>;
  /** Makes these rows the batch. Of any number of rows, the arrays are read when it runs. */
  load(arrays: Partial<RowArrays<R>>, count?: number): void;
  /** Begins a run over some of the rows, or all. Returns into how many shards it is split. */
  begin(rowNumbers?: Int32Array): number;
  /** Brings the rows of a shard to where the program reads them. */
  place(shard: number): void;
}

/** @param shards into how many a run over a fixed number of rows is split */
export function createRowSource<R extends Rows>(rows: R, feed: Feed, shards = 1): RowSource<R> {
  return "size" in feed ? residentRows(rows, feed, shards) : passingRows(rows, feed.rowsPerShard);
}

/** Names of the inputs that say which rows a run is over, and which of them a shard has. */
const ofRun = "rows of the run";
const ofShard = "rows of the shard";

function residentRows<R extends Rows>(
  rows: R,
  { size, minibatch }: { readonly size: number; readonly minibatch?: number },
  shards: number,
): RowSource<R> {
  const all = rowInputs(rows, size);
  const perRun = minibatch ?? size;
  const perShard = perRun / shards;
  const runRows = minibatch === undefined ? undefined : inputIndices([minibatch]);
  const shardRows = shards === 1 ? runRows : inputIndices([perShard]);
  const pick = (node: Expression, numbers: Expression | undefined) =>
    numbers ? gatherRows(node, numbers) : node;
  const names = Object.keys(rows);

  return {
    inputs: {
      ...all,
      ...(runRows && { [ofRun]: runRows }),
      ...(shards > 1 && { [ofShard]: shardRows! }),
    },
    expressions: Object.fromEntries(
      names.map((name) => [name, pick(all[name], shardRows)]),
    ) as unknown as RowExpressions<R>,
    whole: (name) => pick(all[name], runRows),
    connect: (views) => ({
      views: views as unknown as RowViews<R>,
      load(arrays) {
        for (const name of names) {
          const values = arrays[name];
          if (values && values !== views[name]) views[name].set(values);
        }
      },
      begin(rowNumbers) {
        if (rowNumbers) views[ofRun].set(rowNumbers);
        return shards;
      },
      place(shard) {
        if (shards === 1) return;
        const target = views[ofShard];
        const first = shard * perShard;
        if (minibatch === undefined) for (let i = 0; i < perShard; i++) target[i] = first + i;
        else target.set(views[ofRun].subarray(first, first + perShard));
      },
    }),
  };
}

function passingRows<R extends Rows>(rows: R, rowsPerShard: number): RowSource<R> {
  const inputs = rowInputs(rows, rowsPerShard);
  const names = Object.keys(rows);
  return {
    inputs,
    expressions: inputs as unknown as RowExpressions<R>,
    whole() {
      throw new RangeError("whole: only a fixed number of rows are in memory at once");
    },
    connect(views) {
      let loaded: Partial<RowArrays<R>> = {};
      let total = 0;
      return {
        views: views as unknown as RowViews<R>,
        load(arrays, count = 0) {
          loaded = arrays;
          total = count;
        },
        begin: () => Math.ceil(total / rowsPerShard),
        place(shard) {
          const from = shard * rowsPerShard;
          const to = Math.min(from + rowsPerShard, total);
          for (const name of names) {
            const values = loaded[name];
            if (values)
              placeRows(views[name], values, {
                from,
                to,
                width: widthOf(rows[name]),
                spare: rows[name].spare,
              });
          }
        },
      };
    },
  };
}
