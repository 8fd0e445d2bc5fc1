import { isDiscrete, isMultiDiscrete } from "../../environments/index.ts";
import { widthOf } from "../../graph/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { DemonstrationRows } from "./demonstrations.ts";

type Spaces = Pick<Policy, "observationSpace" | "actionSpace" | "rows">;

/** @throws RangeError for numbers that are not finite, a weight below 0, and an action that there is not or that is not legal */
export function requireSoundRow(spaces: Spaces, rows: DemonstrationRows, row: number, index: number): void {
  const { observations, weights, targets } = rows;
  const { size } = spaces.observationSpace;
  for (let i = row * size; i < (row + 1) * size; i++) {
    const seen = observations[i];
    if (seen - seen !== 0)
      throw wrong(index, `number ${i - row * size} of the observation`, seen, "a finite number");
  }
  const weight = weights[row];
  if (!(weight >= 0 && weight < Infinity)) throw wrong(index, "the weight", weight, "a finite number from 0");
  const targetSize = targets ? targets.length / weights.length : 0;
  for (let i = 0; i < targetSize; i++) {
    const target = targets![row * targetSize + i];
    if (target - target !== 0) throw wrong(index, `target ${i}`, target, "a finite number");
  }
  requireSoundAction(spaces, rows, row, index);
}

/** @throws RangeError for numbers that are not finite, and an action that there is not or that is not legal */
export function requireSoundAction(
  { actionSpace, rows: { actions: action } }: Spaces,
  { actions, legalActions }: DemonstrationRows,
  row: number,
  index: number,
): void {
  const width = widthOf(action);
  let choice = 0; // where the options of a choice begin in a mask
  for (let i = 0; i < width; i++) {
    const taken = actions[row * width + i];
    if (action.dtype === "float") {
      if (taken - taken !== 0) throw wrong(index, `number ${i} of the action`, taken, "a finite number");
      continue;
    }
    const options = isDiscrete(actionSpace)
      ? actionSpace.n
      : isMultiDiscrete(actionSpace)
        ? actionSpace.counts[i]
        : 2;
    const what = width === 1 ? "the action" : `number ${i} of the action`;
    if (!(taken >= 0 && taken < options)) throw wrong(index, what, taken, `from 0 to ${options - 1}`);
    if (legalActions && legalActions[row * actionSpace.size + choice + taken] === 0) {
      throw wrong(index, what, taken, "one that is legal by its mask");
    }
    choice += options;
  }
}

function wrong(index: number, what: string, found: number, allowed: string): RangeError {
  return new RangeError(
    `demonstrations: ${what} of demonstration ${index} is ${found}; it must be ${allowed}`,
  );
}
