/** Something that a check of an environment found. */
export interface Finding {
  /** The step, counted from 0 over all episodes of the check; `undefined` if it concerns no step. */
  readonly step: number | undefined;
  /** Which part of the environment, such as "reward" or "observationSpace". */
  readonly part: string;
  readonly expected: string;
  readonly found: string;
}

/** What {@link checkEnvironment} found. */
export interface EnvironmentReport {
  /** Where the contract is broken: training on this environment would go wrong. */
  readonly errors: readonly Finding[];
  /** What is allowed, but seldom wise. */
  readonly warnings: readonly Finding[];
  /** How many steps were taken, and how many episodes ended in them. */
  readonly steps: number;
  readonly episodes: number;
}

/** A finding as a sentence. */
export function describeFinding({ step, part, expected, found }: Finding): string {
  return `${step === undefined ? "" : `step ${step}: `}${part}: expected ${expected}, found ${found}`;
}

/** Collects findings; of one part and expectation only the first is kept, so that a report stays short. */
export function createFindings(): { readonly list: Finding[]; add(finding: Finding): void } {
  const list: Finding[] = [];
  const seen = new Set<string>();
  return {
    list,
    add(finding) {
      const key = `${finding.part}\n${finding.expected}`;
      if (!seen.has(key)) list.push(finding);
      seen.add(key);
    },
  };
}
