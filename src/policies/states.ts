import type { Expression, RowType } from "../graph/index.ts";

/** What a row of experience holds of a recurrent network's state: with which one the sequence begins. */
export function stateRow(stateSize: number): RowType<"float"> {
  return { shape: [stateSize], dtype: "float", spare: 0, sequence: "state" };
}

/** Whether an episode begins. */
export const beginsRow: RowType<"float"> = { shape: [], dtype: "float", spare: 0, sequence: "beginning" };

/** @throws TypeError when a recurrent policy or value function is given none */
export function requireStates(
  name: "policyStates" | "valueStates",
  states: Expression | undefined,
): Expression {
  if (states) return states;
  throw new TypeError(
    `${name} is missing: the network is recurrent and goes on from a state. Give it the rows that it asks for (its \`rows\`), or ` +
      'take an architecture without a state, such as { kind: "mlp", … }',
  );
}
