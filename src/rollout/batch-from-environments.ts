import {
  type BatchActions,
  type BatchEnvironment,
  type Environment,
  guardEnvironment,
  isDiscrete,
  type Space,
} from "../environments/index.ts";
import { actionLayout } from "./action-layout.ts";

/**
 * Separate environments as one batch, each of them guarded: for environments without a fast path.
 *
 * @param environments one for each copy, none of them twice
 * @param name what to call them in messages, before the number of the copy
 * @param firstCopy the number of the first
 * @throws if two of the environments are the same object, or their spaces differ in kind or size.
 */
export function batchFromEnvironments(
  environments: readonly Environment[],
  name: string,
  firstCopy = 0,
): BatchEnvironment {
  const { observationSpace, actionSpace } = environments[0];
  requireAlike(environments, name);
  const guarded = environments.map((environment, i) =>
    guardEnvironment(environment, `${name}, copy ${firstCopy + i}`),
  );
  const toAction = actionReader(actionSpace);
  const observationSize = observationSpace.size;
  const masked =
    isDiscrete(actionSpace) && environments.some(({ legalActions }) => legalActions !== undefined);

  return {
    count: guarded.length,
    observationSpace,
    actionSpace,
    reset(index, observations, seed) {
      const environment = guarded[index];
      environment.reset(seed === undefined ? {} : { seed });
      observations.set(environment.flatObservation, index * observationSize);
    },
    step(actions, observations, rewards, terminated, truncated) {
      for (let index = 0; index < guarded.length; index += 1) {
        const environment = guarded[index];
        const result = environment.step(toAction(actions, index));
        observations.set(environment.flatObservation, index * observationSize);
        rewards[index] = result.reward;
        terminated[index] = result.terminated ? 1 : 0;
        truncated[index] = result.truncated ? 1 : 0;
      }
    },
    ...(masked && {
      legalActions: (mask: Uint8Array) => {
        for (const [index, environment] of guarded.entries()) {
          writeLegalActions(environment, mask, index, actionSpace.size, `${name}, copy ${firstCopy + index}`);
        }
      },
    }),
    close() {
      for (const environment of guarded) environment.close?.();
    },
  };
}

function requireAlike(environments: readonly Environment[], name: string): void {
  const [{ observationSpace, actionSpace }] = environments;
  if (new Set(environments).size < environments.length) {
    throw new TypeError(
      `${name}: expected a fresh environment for every copy, found the same one twice. ` +
        "Create it inside the function that you pass, not outside.",
    );
  }
  for (const [i, other] of environments.entries()) {
    for (const [part, own, first] of [
      ["observationSpace", other.observationSpace, observationSpace],
      ["actionSpace", other.actionSpace, actionSpace],
    ] as const) {
      if (own.kind !== first.kind || own.size !== first.size) {
        throw new TypeError(
          `${name}: the copies must have the same ${part}, but copy 0 has a ${first.kind} of size ${first.size} ` +
            `and copy ${i} a ${own.kind} of size ${own.size}.`,
        );
      }
    }
  }
}

/** Reads the action of one copy in the form that a single environment takes: a number, or an array of its own. */
function actionReader(space: Space): (actions: BatchActions, index: number) => unknown {
  if (isDiscrete(space)) return (actions, index) => actions[index];
  const { size } = actionLayout(space);
  const read = (actions: BatchActions, index: number) => actions.slice(index * size, (index + 1) * size);
  return space.kind === "multi-binary" ? (actions, index) => Uint8Array.from(read(actions, index)) : read;
}

function writeLegalActions(
  environment: Environment,
  mask: Uint8Array,
  index: number,
  actionCount: number,
  name: string,
): void {
  const legal = environment.legalActions?.();
  if (legal !== undefined && legal.length !== actionCount) {
    throw new RangeError(`${name}: legalActions: expected ${actionCount} entries, found ${legal.length}.`);
  }
  let any = false;
  for (let action = 0; action < actionCount; action += 1) {
    const isLegal = legal === undefined || Boolean(legal[action]);
    mask[index * actionCount + action] = isLegal ? 1 : 0;
    any ||= isLegal;
  }
  if (!any) throw new RangeError(`${name}: legalActions: expected at least one legal action, found none.`);
}
