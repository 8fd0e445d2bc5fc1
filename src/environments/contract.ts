import { describeValue } from "./spaces/describe-value.ts";

/** One way in which a result breaks the contract. */
export interface Mismatch {
  /** Which part, such as "reward". */
  readonly part: string;
  readonly expected: string;
  readonly found: string;
}

const NONE: readonly Mismatch[] = [];

/** What is wrong with what `reset` returned, the observation itself apart. */
export function mismatchesInReset(result: unknown): readonly Mismatch[] {
  return hasObservation(result) ? NONE : [wrongResult("reset", "{ observation, info? }", result)];
}

/** What is wrong with what `step` returned, the observation itself apart. */
export function mismatchesInStep(result: unknown): readonly Mismatch[] {
  if (!hasObservation(result)) {
    return [wrongResult("step", "{ observation, reward, terminated, truncated, info? }", result)];
  }
  const { reward, terminated, truncated } = result as Readonly<Record<string, unknown>>;
  if (Number.isFinite(reward) && typeof terminated === "boolean" && typeof truncated === "boolean")
    return NONE;
  const mismatches: Mismatch[] = [];
  if (!Number.isFinite(reward)) {
    mismatches.push({ part: "reward", expected: "a finite number", found: describeValue(reward) });
  }
  for (const [part, flag] of Object.entries({ terminated, truncated })) {
    if (typeof flag !== "boolean") {
      mismatches.push({ part, expected: "true or false", found: describeValue(flag) });
    }
  }
  return mismatches;
}

/** Is the result an object with an observation, so that there is something to go on with? */
export function hasObservation(result: unknown): result is { readonly observation: unknown } {
  return typeof result === "object" && result !== null && "observation" in result;
}

function wrongResult(method: string, shape: string, result: unknown): Mismatch {
  const promised = typeof result === "object" && result !== null && "then" in result;
  const found = promised
    ? "a promise, which only a training under `for await` waits for, in one worker"
    : describeValue(result);
  return { part: `the result of ${method}`, expected: `an object ${shape}`, found };
}
