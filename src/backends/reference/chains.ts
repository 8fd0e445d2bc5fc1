import { storageOf } from "../../compiler/plan/storage.ts";
import { type Expression, is } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Values } from "./evaluate.ts";
import {
  type Float64Kernels,
  fewestElements,
  float64Kernels,
  registerCount,
  registerLength,
} from "./float64-kernels.ts";

/** The computation of a node's values, by itself. */
export interface Step {
  readonly node: Expression;
  run(): void;
}

/**
 * What a run calls, one after another. Operations on every element of values of one size, broadcasting only scalars, are
 * made chains, which run block by block in the kernels: they take from memory what they begin with and put there what
 * is used elsewhere. The values are those of the steps by themselves, bit for bit.
 *
 * @param steps each after those that it needs
 * @param roots the nodes whose values are read after a run
 */
export function inChains(
  steps: readonly Step[],
  roots: readonly Expression[],
  placeOf: (node: Expression) => Values,
): (() => void)[] {
  const kernels = float64Kernels(
    steps.reduce((longest, { node }) => Math.max(longest, sizeOf(node.shape)), 0),
  );
  if (kernels === undefined) return steps.map(({ run }) => run);

  const readers = new Map<Expression, Expression[]>();
  for (const { node } of steps) {
    for (const holder of holdersRead(node)) {
      const known = readers.get(holder);
      if (known) known.push(node);
      else readers.set(holder, [node]);
    }
  }
  const kept = new Set(roots.map(storageOf));

  const runs: (() => void)[] = [];
  const chain = new Set<Expression>();
  const close = () => {
    if (chain.size === 0) return;
    const isUsedElsewhere = (node: Expression) =>
      kept.has(node) || (readers.get(node) ?? []).some((reader) => !chain.has(reader));
    runs.push(createChain(kernels, [...chain], isUsedElsewhere, placeOf));
    chain.clear();
  };
  for (const { node, run } of steps) {
    if (isChainable(kernels, node)) {
      const [first = node] = chain;
      const fits = placesOf([...chain, node]).count <= registerCount;
      if (lengthOf(first) !== lengthOf(node) || !fits) close();
      chain.add(node);
    } else {
      // What does not read the chain may come before it.
      if (holdersRead(node).some((holder) => chain.has(holder))) close();
      runs.push(run);
    }
  }
  close();
  return runs;
}

const holdersRead = (node: Expression): Expression[] => node.inputs.map(storageOf);

/** Of how many elements each operand of a node in a chain is. */
const lengthOf = (node: Expression): number =>
  node.operation === "concatenate" ? sizeOf(node.inputs[0].shape) : sizeOf(node.shape);

function isChainable({ operations }: Float64Kernels, node: Expression): boolean {
  const length = lengthOf(node);
  if (!(node.operation in operations && node.dtype === "float" && length >= fewestElements)) return false;
  if (placesOf([node]).count > registerCount) return false; // many columns
  if (!is(node, "concatenate")) {
    return node.inputs.every(({ shape }) => sizeOf(shape) === length || sizeOf(shape) === 1);
  }
  const last = node.shape.length - 1;
  return node.attributes.axis === last && node.inputs.every(({ shape }) => shape[last] === 1);
}

/** The first register of each value that a chain reads or computes, and how many there are. */
function placesOf(chain: readonly Expression[]) {
  const registers = new Map<Expression, number>();
  let count = 0;
  for (const holder of new Set(chain.flatMap((node) => [...holdersRead(node), node]))) {
    registers.set(holder, count);
    count += holder.operation === "concatenate" && chain.includes(holder) ? holder.inputs.length : 1;
  }
  return { registers, count };
}

interface Copy {
  readonly from: Values;
  readonly to: Values;
}

function createChain(
  { registers, operations }: Float64Kernels,
  chain: readonly Expression[],
  isUsedElsewhere: (node: Expression) => boolean,
  placeOf: (node: Expression) => Values,
): () => void {
  const length = lengthOf(chain[0]);
  const places = placesOf(chain).registers;
  const given = [...places].filter(([holder]) => !chain.includes(holder));
  const registersFrom = (register: number, count: number) =>
    registers.subarray(register * registerLength, register * registerLength + count);
  const scalars: Copy[] = given
    .filter(([{ shape }]) => sizeOf(shape) === 1)
    .map(([holder, register]) => ({ from: placeOf(holder), to: registersFrom(register, registerLength) }));

  const blocks = Array.from({ length: Math.ceil(length / registerLength) }, (_, block) => {
    const start = block * registerLength;
    const end = Math.min(length, start + registerLength);
    const reads: Copy[] = given
      .filter(([{ shape }]) => sizeOf(shape) > 1)
      .map(([holder, register]) => ({
        from: placeOf(holder).subarray(start, end),
        to: registersFrom(register, registerLength),
      }));
    const writes: Copy[] = chain.filter(isUsedElsewhere).map((node) => {
      const columns = sizeOf(node.shape) / length;
      return {
        from: registersFrom(places.get(node)!, columns * (end - start)),
        to: placeOf(node).subarray(columns * start, columns * end),
      };
    });
    return { length: end - start, reads, writes };
  });
  const instructions = chain.flatMap((node) => {
    const operate = operations[node.operation];
    const d = places.get(node)!;
    const operands = holdersRead(node).map((holder) => places.get(holder)!);
    if (node.operation === "concatenate") {
      return operands.map((a, column) => ({ operate, d, a, b: column, c: operands.length }));
    }
    const [a, b = a, c = a] = operands;
    return [{ operate, d, a, b, c }];
  });

  return () => {
    for (const { from, to } of scalars) to.fill(from[0]);
    for (const { length, reads, writes } of blocks) {
      for (const { from, to } of reads) to.set(from);
      for (const { operate, d, a, b, c } of instructions) operate(length, d, a, b, c);
      for (const { from, to } of writes) to.set(from);
    }
  };
}
