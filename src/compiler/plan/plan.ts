import type { Expression } from "../../graph/expression.ts";
import { broadcastTo } from "../../graph/operations/layout.ts";
import { sizeOf } from "../../graph/shape.ts";
import { reachable } from "../../graph/traverse.ts";
import type { Graph } from "../backend.ts";
import { updateInputs, updateVariables } from "../update.ts";
import { createArena } from "./arena.ts";
import { copyTo, selectInstruction } from "./instructions/index.ts";
import { simplify } from "./simplify.ts";
import type { Step } from "./step.ts";
import { isPersistent, storageOf } from "./storage.ts";
import { updateSteps } from "./updates.ts";

/** Instructions in order, and where toverwritten values lie in the program's own block of memory. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Byte offset in the arena of every value that is neither input, variable nor constant. */
  readonly offsets: ReadonlyMap<Expression, number>;
  /** Byte offset in the arena of what a step works in; steps without scratch have none. */
  readonly scratchOffsets: ReadonlyMap<Step, number>;
  readonly arenaBytes: number;
  /** The node in whose place each output is to be read. */
  readonly outputs: Readonly<Record<string, Expression>>;
}

/** The latest plan without updates for each expression that was the first output of one. */
const latest = new WeakMap<Expression, { readonly outputs: Graph["outputs"]; readonly plan: Plan }>();

/**
 * Chooses instructions for a graph, orders them, and shares memory among values that do not live together.
 *
 * A graph is planned once, whichever program it is for: the one that a policy acts by is also in its file.
 */
export function plan(graph: Graph): Plan {
  const [first] = Object.values(graph.outputs);
  if (first === undefined || graph.updates.length > 0) return makePlan(graph);
  const known = latest.get(first);
  if (known && sameOutputs(known.outputs, graph.outputs)) return known.plan;
  const made = { outputs: graph.outputs, plan: makePlan(graph) };
  latest.set(first, made);
  return made.plan;
}

function sameOutputs(some: Graph["outputs"], others: Graph["outputs"]): boolean {
  const names = Object.keys(others);
  return (
    Object.keys(some).every((name, index) => name === names[index] && some[name] === others[name]) &&
    Object.keys(some).length === names.length
  );
}

function makePlan(graph: Graph): Plan {
  const roots = [...Object.values(graph.outputs), ...graph.updates.flatMap(updateInputs)];
  const replacements = simplify(roots);
  const replaced = (root: Expression) => replacements.get(root)!;
  const computing = selectSteps(roots.map(replaced));

  // Outputs that would show an input or a variable are copied, so that they show it as it was before the updates.
  const copies: Step[] = [];
  const copied = (node: Expression): Expression => {
    const copy = placeFor(node);
    copies.push(copyTo(copy, node));
    return copy;
  };
  const outputs = Object.fromEntries(
    Object.entries(graph.outputs).map(([name, root]) => {
      const node = replaced(root);
      return [name, isPersistent(storageOf(node)) ? copied(node) : node];
    }),
  );

  // An update may read a variable that an earlier one has changed by then: it gets the value from before.
  const changed = new Set<Expression>(graph.updates.flatMap(updateVariables));
  const updating = graph.updates.map((update) => {
    const inputs = updateInputs(update)
      .map(replaced)
      .map((node) => (changed.has(storageOf(node)) ? copied(node) : node));
    return { update, inputs };
  });

  const steps = [...computing, ...copies, ...updateSteps(updating)];
  const pinned = new Set(Object.values(outputs).map(storageOf));
  return { steps, outputs, ...allocate(steps, pinned) };
}

/**
 * Walks from the roots down: what a chosen instruction reads is wanted, what it takes over is not. Nodes come
 * after toverwritten inputs, so one pass from the last to the first suffices.
 */
function selectSteps(roots: readonly Expression[]): Step[] {
  const nodes = reachable(roots);
  const uses = new Map<Expression, number>();
  for (const node of [...roots, ...nodes.flatMap(({ inputs }) => inputs)]) {
    uses.set(node, (uses.get(node) ?? 0) + 1);
  }
  const usedOnce = (node: Expression) => uses.get(node) === 1;

  const wanted = new Set(roots.map(storageOf));
  const steps: Step[] = [];
  for (const node of nodes.reverse()) {
    if (!wanted.has(node) || isPersistent(node)) continue;
    const step = selectInstruction(node, usedOnce);
    for (const read of step.reads) wanted.add(storageOf(read));
    steps.push(step);
  }
  return steps.reverse();
}

/** A node that stands for a place to copy to. */
function placeFor(node: Expression): Expression {
  return broadcastTo(node, [1, ...node.shape]);
}

const bytesOf = (node: Expression) => 4 * sizeOf(node.shape);

function allocate(
  steps: readonly Step[],
  pinned: ReadonlySet<Expression>,
): Pick<Plan, "offsets" | "scratchOffsets" | "arenaBytes"> {
  const lastRead = new Map<Expression, number>();
  steps.forEach(({ reads }, index) => {
    for (const read of reads) lastRead.set(storageOf(read), index);
  });
  const arena = createArena();
  const offsets = new Map<Expression, number>();
  const scratchOffsets = new Map<Step, number>();
  const isLastRead = (holder: Expression, index: number) =>
    lastRead.get(holder) === index && offsets.has(holder) && !pinned.has(holder);

  steps.forEach((step, index) => {
    const { result, reads, overwritable, scratchBytes } = step;
    const released = new Set(reads.map(storageOf).filter((holder) => isLastRead(holder, index)));
    if (result) {
      const overwritten = pinned.has(result)
        ? undefined
        : overwritable
            .map(storageOf)
            .find((holder) => released.has(holder) && bytesOf(holder) === bytesOf(result));
      if (overwritten) {
        offsets.set(result, offsets.get(overwritten)!);
        released.delete(overwritten);
      } else {
        offsets.set(result, arena.take(bytesOf(result)));
      }
    }
    if (scratchBytes > 0) {
      const offset = arena.take(scratchBytes);
      scratchOffsets.set(step, offset);
      arena.give(offset, scratchBytes);
    }
    for (const holder of released) arena.give(offsets.get(holder)!, bytesOf(holder));
  });
  return { offsets, scratchOffsets, arenaBytes: arena.bytes };
}
