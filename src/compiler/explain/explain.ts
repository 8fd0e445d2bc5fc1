import { type Expression, is } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import { knownOptions } from "../../text/known-options.ts";
import type { Instruction, ProgramListing } from "../listing.ts";
import { isPersistent, storageOf } from "../plan/storage.ts";
import type { Program } from "../program.ts";
import { type Update, updateVariables } from "../update.ts";
import type { ExplainedInstruction, Explanation } from "./explanation.ts";
import { formatExplanation } from "./format.ts";
import { measure } from "./measure.ts";
import { operationsOf, operationsOfUpdate } from "./operations-of.ts";

export interface ExplainOptions {
  /** How often the program is run for the times; the median is taken. 0: no times (they are NaN). Default 100. */
  readonly runs?: number;
}

/**
 * Shows what a compiled program executes: its instructions with names, shapes, bytes, floating-point operations and
 * times. For the times the program is run on its present inputs, one instruction after another; variables have
 * their values from before again afterwards.
 *
 * @throws RangeError when an index in the present inputs is out of range
 * @example
 * console.log(String(explain(program)));
 */
export function explain(
  program: Pick<Program<unknown, unknown>, "list">,
  options: ExplainOptions = {},
): Explanation {
  const { runs = 100 } = knownOptions("explain", options, ["runs"]);
  if (!Number.isSafeInteger(runs) || runs < 0) {
    throw new RangeError(`explain: runs is ${runs}; it must be an integer from 0`);
  }
  const listing = program.list();
  const { instructions, floatBytes } = listing;
  const times = runs > 0 ? keepingVariables(listing, () => measure(instructions, runs)) : [];
  const whole = sumOf(times);
  const nameOf = nameValues(listing);

  const explained = instructions.map((instruction, number): ExplainedInstruction => {
    const { node, reads, result, updates } = instruction;
    const microseconds = times[number] ?? Number.NaN;
    return {
      number,
      opcode: instruction.opcode,
      result: result
        ? nameOf(result)
        : updates.map((update) => nameOf(updateVariables(update)[0])).join(", "),
      formula: formulaOf(instruction, nameOf),
      operands: reads.map((read) => ({ name: nameOf(read), shape: read.shape })),
      shape: (result ?? node).shape,
      bytes: bytesOf([...reads, ...(result ? [result] : updatedValues(updates))], floatBytes),
      operations: operationsOfInstruction(instruction),
      microseconds,
      share: microseconds / whole,
    };
  });
  const explanation = {
    instructions: explained,
    total: {
      bytes: sumOf(explained.map(({ bytes }) => bytes)),
      operations: sumOf(explained.map(({ operations }) => operations)),
      microseconds: runs > 0 ? whole : Number.NaN,
    },
    memory: memoryOf(listing),
    toString: () => formatExplanation(explanation),
  };
  return explanation;
}

const sumOf = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const bytesOf = (nodes: readonly Expression[], floatBytes: number) =>
  sumOf(nodes.map(({ shape, dtype }) => (dtype === "int" ? 4 : floatBytes) * sizeOf(shape)));

/** Parameters and what optimizers remember are read and written; the target of an assignment is only written. */
function updatedValues(updates: readonly Update[]): Expression[] {
  return updates.flatMap((update) => {
    const variables = updateVariables(update);
    return update.kind === "assign" ? variables : [...variables, ...variables];
  });
}

function keepingVariables<Result>({ updates, values }: ProgramListing, work: () => Result): Result {
  const variables = updates.flatMap(updateVariables);
  const before = variables.map((variable) => values(variable).slice());
  try {
    return work();
  } finally {
    variables.forEach((variable, index) => values(variable).set(before[index]));
  }
}

/** The nodes whose work an instruction does: what it computes, down to what it reads. */
function nodesOf({ node, reads, updates }: Instruction): Expression[] {
  if (updates.length > 0 || reads.includes(node)) return [];
  const holders = new Set(reads.map(storageOf));
  const nodes: Expression[] = [];
  const visit = (each: Expression) => {
    if (nodes.includes(each) || isPersistent(each) || (nodes.length > 0 && holders.has(storageOf(each))))
      return;
    nodes.push(each);
    each.inputs.forEach(visit);
  };
  visit(node);
  return nodes;
}

function operationsOfInstruction(instruction: Instruction): number {
  return sumOf([...nodesOf(instruction).map(operationsOf), ...instruction.updates.map(operationsOfUpdate)]);
}

type NameOf = (node: Expression) => string;

/** Inputs, variables and outputs have their own names; scalar constants are their value. */
function nameValues({ inputs, outputs, instructions }: ProgramListing): NameOf {
  const names = new Map<Expression, string>();
  instructions.forEach(({ result }, number) => {
    if (result) names.set(storageOf(result), `%${number}`);
  });
  for (const [name, node] of Object.entries({ ...outputs, ...inputs })) names.set(storageOf(node), name);
  return (node) => {
    const holder = storageOf(node);
    if (is(holder, "variable")) return holder.attributes.name;
    if (is(holder, "constant")) return constantName(holder);
    return names.get(holder) ?? "?";
  };
}

function constantName({ attributes: { values }, shape }: Expression<"constant">): string {
  return values.length === 1 ? String(Number(values[0].toPrecision(7))) : `constant [${shape.join(", ")}]`;
}

function formulaOf(instruction: Instruction, nameOf: NameOf): string {
  const { node, reads, opcode } = instruction;
  const computed = new Set(nodesOf(instruction));
  if (computed.size === 0) return `${opcode}(${reads.map(nameOf).join(", ")})`;
  const write = (part: Expression): string => {
    if (!computed.has(part)) return nameOf(part);
    if (part.operation === "reshape" || part.operation === "stopGradient") return write(part.inputs[0]);
    const operands = part.inputs.map(write);
    if (is(part, "matmul")) {
      const { transposeA, transposeB } = part.attributes;
      return `${operands[0]}${transposeA ? "ᵀ" : ""} · ${operands[1]}${transposeB ? "ᵀ" : ""}`;
    }
    return `${part.operation}(${operands.join(", ")})`;
  };
  return write(node);
}

function memoryOf({ inputs, instructions, arenaBytes, codeBytes, floatBytes }: ProgramListing) {
  const used = new Set<Expression>(Object.values(inputs));
  for (const { reads, updates } of instructions) {
    for (const node of [...reads.map(storageOf), ...updates.flatMap(updateVariables)]) used.add(node);
  }
  const bytes = (operation: Expression["operation"]) =>
    bytesOf(
      [...used].filter((node) => node.operation === operation),
      floatBytes,
    );
  return {
    inputs: bytes("input"),
    variables: bytes("variable"),
    constants: bytes("constant"),
    arena: arenaBytes,
    code: codeBytes,
  };
}
