import type { Generator } from "../../random/index.ts";
import { describeValue } from "../../text/describe-value.ts";
import { isSpace } from "../require-environment.ts";
import { type Box, isBox } from "../spaces/box.ts";
import { isDict } from "../spaces/dict.ts";
import type { Space } from "../spaces/space.ts";
import { spaceFromJson } from "../spaces/space-from-json.ts";
import { isTuple } from "../spaces/tuple.ts";
import type { Finding } from "./environment-report.ts";

/** What is wrong with something that should be a space; `undefined` if nothing is. */
export function mismatchInSpace(space: unknown, part: string, generator: Generator): Finding | undefined {
  const reject = (expected: string, found: string): Finding => ({ step: undefined, part, expected, found });
  if (!isSpace(space)) return reject("a space, as made by box(), discrete(), …", describeValue(space));

  try {
    const problem = space.explain(space.sample(generator));
    if (problem !== undefined) return reject("samples that lie in the space", problem);
    spaceFromJson(space.toJSON());
  } catch (error) {
    return reject("a space that can be sampled and described", `an error: ${(error as Error).message}`);
  }
  return undefined;
}

/** Bounds that make learning hard: infinite or constant ones; for observations, very wide ones. */
export function boundWarnings(space: Space, part: string, role: "observation" | "action"): Finding[] {
  if (isDict(space)) {
    return Object.entries(space.spaces).flatMap(([key, inner]) =>
      boundWarnings(inner, `${part}.${key}`, role),
    );
  }
  if (isTuple(space)) return space.spaces.flatMap((inner, i) => boundWarnings(inner, `${part}.${i}`, role));
  if (!isBox(space)) return [];
  const rules = role === "observation" ? [...EITHER_ROLE, ...OBSERVATIONS] : EITHER_ROLE;
  return rules.flatMap(({ expected, breaks }) => {
    const element = space.low.findIndex((low, i) => breaks(low, space.high[i]));
    return element < 0 ? [] : [{ step: undefined, part, expected, found: describeBounds(space, element) }];
  });
}

interface BoundRule {
  readonly expected: string;
  breaks(low: number, high: number): boolean;
}

const isUnbounded = (low: number, high: number): boolean => low === -Infinity || high === Infinity;

const EITHER_ROLE: readonly BoundRule[] = [
  { expected: "finite bounds", breaks: isUnbounded },
  { expected: "a low below the high", breaks: (low, high) => low === high },
];

/** Actions have no such rule: policies rescale them by default, and around any middle. */
const OBSERVATIONS: readonly BoundRule[] = [
  {
    expected:
      "bounds of at most 1000 in magnitude (networks learn best from inputs around ±1: scale them, or train with " +
      "normalizeObservations, which ppo does by default)",
    breaks: (low, high) => !isUnbounded(low, high) && Math.max(Math.abs(low), Math.abs(high)) > 1000,
  },
];

function describeBounds({ low, high }: Box, element: number): string {
  return `${low[element]} to ${high[element]} at element ${element}`;
}
