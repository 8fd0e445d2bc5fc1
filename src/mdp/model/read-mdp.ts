import { didYouMean } from "../../text/did-you-mean.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { policyFromProbabilities, softmaxPolicy } from "../policies/softmax-policy.ts";
import type { TabularPolicy } from "../policies/tabular-policy.ts";
import { createMdp, type MdpDescription } from "./create-mdp.ts";
import type { Mdp } from "./mdp.ts";

/** An MDP with a policy, as `logpi mdp` reads them from a file. */
export interface MdpFile {
  readonly mdp: Mdp;
  /** Its gradients are with respect to the logits, row-major [states × actions]. */
  readonly policy: TabularPolicy;
}

const required = ["transitions", "rewards", "start", "discount"];
const optional = ["policy", "logits", "terminal", "legalActions"];

/**
 * Reads `{ transitions, rewards, start, discount, policy | logits, terminal?, legalActions? }`: `transitions[s][a][s′]`
 * or rows `[s, a, s′, p]`, `rewards[s][a]`, `start[s]`, `policy[s][a]` or `logits[s][a]`.
 *
 * @param content what `JSON.parse` made of a file
 * @throws TypeError or RangeError that names the field, what it is, and what it must be
 */
export function readMdp(content: unknown): MdpFile {
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new TypeError(
      `mdp: expected an object with the fields ${required.join(", ")}, found ${valueInText(content)}.`,
    );
  }
  const fields = content as Readonly<Record<string, unknown>>;
  checkFields(fields);
  requireNumbers("start", fields.start);
  requireRows("rewards", fields.rewards);
  requireList("transitions", fields.transitions);
  if (typeof fields.discount !== "number") {
    throw new TypeError(`mdp: discount is ${valueInText(fields.discount)}; it must be a number in [0, 1).`);
  }
  if (fields.terminal !== undefined) requireNumbers("terminal", fields.terminal);
  if (fields.legalActions !== undefined) requireRows("legalActions", fields.legalActions);
  const { policy: _, logits: __, ...description } = fields;
  const mdp = createMdp(description as unknown as MdpDescription);

  const name = fields.policy === undefined ? "logits" : "policy";
  const rows = fields[name];
  requireRows(name, rows);
  requireShape(name, rows, mdp);
  const policy =
    name === "policy" ? policyFromProbabilities(mdp, rows.flat()) : softmaxPolicy(mdp, rows.flat());
  return { mdp, policy };
}

function checkFields(fields: Readonly<Record<string, unknown>>): void {
  const known = [...required, ...optional];
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known, `The fields are ${known.join(", ")}.`);
    throw new TypeError(`mdp: there is no field "${name}". ${hint}`);
  }
  const missing = required.find((name) => fields[name] === undefined);
  if (missing !== undefined) throw new TypeError(`mdp: ${missing} is missing.`);
  const policies = ["policy", "logits"].filter((name) => fields[name] !== undefined);
  if (policies.length === 1) return;
  throw new TypeError(
    policies.length === 0
      ? "mdp: the policy is missing: give its probabilities, policy[s][a], or its logits[s][a]."
      : "mdp: both policy and logits are given; give one of them.",
  );
}

function requireList(name: string, value: unknown): asserts value is readonly unknown[] {
  if (Array.isArray(value)) return;
  throw new TypeError(`mdp: ${name} is ${valueInText(value)}; it must be a list.`);
}

function requireNumbers(name: string, value: unknown): asserts value is readonly number[] {
  requireList(name, value);
  const odd = value.findIndex((entry) => typeof entry !== "number");
  if (odd >= 0)
    throw new TypeError(`mdp: ${name}[${odd}] is ${valueInText(value[odd])}; it must be a number.`);
}

function requireRows(name: string, value: unknown): asserts value is readonly (readonly number[])[] {
  requireList(name, value);
  for (const [i, row] of value.entries()) requireNumbers(`${name}[${i}]`, row);
}

function requireShape(name: string, rows: readonly (readonly number[])[], { states, actions }: Mdp): void {
  if (rows.length !== states) {
    throw new RangeError(
      `mdp: ${name} has ${rows.length} rows; it must have one for each of the ${states} states.`,
    );
  }
  const odd = rows.findIndex((row) => row.length !== actions);
  if (odd < 0) return;
  throw new RangeError(
    `mdp: ${name}[${odd}] has ${rows[odd].length} entries; it must have one for each of the ${actions} actions.`,
  );
}
