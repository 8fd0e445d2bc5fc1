import type { BatchActions, BatchEnvironment } from "../batch-environment.ts";
import { choicesOf, explainMaskedSpace } from "../spaces/legal-actions.ts";

/** The masks of a batch's copies. */
export interface Masks {
  /** `[count, actionSpace.size]` */
  readonly legalActions: Uint8Array;
  /** Asks which actions are legal now. A fast path may write anything. */
  update(): void;
  /** @throws RangeError for an action that is not legal */
  requireLegal(actions: BatchActions): void;
}

/**
 * @param nameOf what to call a copy in messages
 * @returns `undefined` for batches without `legalActions`
 * @throws TypeError if the batch has `legalActions` for actions without masks
 */
export function watchMasks(
  batch: BatchEnvironment,
  id: string,
  nameOf: (copy: number) => string,
): Masks | undefined {
  const { count, actionSpace } = batch;
  if (batch.legalActions === undefined) return undefined;
  const unmaskable = explainMaskedSpace(actionSpace);
  if (unmaskable !== undefined) throw new TypeError(`${id}: legalActions: ${unmaskable}.`);
  const choices = choicesOf(actionSpace);
  const maskSize = actionSpace.size;
  const legalActions = new Uint8Array(count * maskSize);

  return {
    legalActions,
    update() {
      batch.legalActions!(legalActions);
      let at = 0;
      for (let copy = 0; copy < count; copy += 1) {
        for (let choice = 0; choice < choices.length; choice += 1) {
          let legal = 0;
          for (const end = at + choices[choice]; at < end; at += 1) {
            legal += legalActions[at];
            if (legalActions[at] > 1) {
              const found = `entry ${at % maskSize}, found ${legalActions[at]}`;
              throw new RangeError(`${nameOf(copy)}: legalActions: expected 0 or 1 at ${found}.`);
            }
          }
          if (legal > 0) continue;
          const where = choices.length > 1 ? ` of choice ${choice}` : "";
          throw new RangeError(
            `${nameOf(copy)}: legalActions: expected at least one legal action${where}, found none.`,
          );
        }
      }
    },
    requireLegal(actions) {
      for (let copy = 0; copy < count; copy += 1) {
        let at = copy * maskSize;
        for (let choice = 0; choice < choices.length; choice += 1) {
          const action = actions[copy * choices.length + choice];
          if (legalActions[at + action] === 0) {
            const what =
              choices.length === 1 ? `action ${action}` : `${action} at element ${choice} of the action`;
            throw new RangeError(`${nameOf(copy)}: ${what} is not legal now; see legalActions.`);
          }
          at += choices[choice];
        }
      }
    },
  };
}
