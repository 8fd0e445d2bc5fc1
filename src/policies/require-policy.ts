import { describeValue } from "../text/describe-value.ts";
import type { Policy } from "./policy.ts";

/**
 * @param owner the function that was given it: begins the message
 * @throws TypeError when what should be a policy is none, such as a report of training
 */
export function requirePolicy(owner: string, given: unknown): asserts given is Policy {
  const { act, actor, observationSpace, policy } = (given ?? {}) as Partial<Policy> & { policy?: unknown };
  if (typeof act === "function" && typeof actor === "function" && observationSpace) return;
  throw new TypeError(
    `${owner}: the policy is ${describeValue(given)}; it must be a policy that was trained, or loaded by loadPolicy of logpi` +
      (policy === undefined ? "" : ". The object has one: give its policy, as in report.policy"),
  );
}
