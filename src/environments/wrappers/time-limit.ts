import { requireInteger } from "../../text/require-number.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { type EnvironmentSource, resolveEnvironment } from "../environment-source.ts";
import { variantOf, type Wrapped } from "./wrapping/wrap-definition.ts";

/**
 * Cuts episodes off after `maxEpisodeSteps` steps, as Gymnasium's TimeLimit: the step that reaches the limit reports
 * `truncated`, and whether the task ended by itself in that very step still stands in `terminated`, apart. Of several
 * limits the shortest counts. The fast path stays.
 *
 * @throws RangeError if `maxEpisodeSteps` is no integer from 1
 *
 * @example
 * ppo(timeLimit(() => corridor(), 500), { steps: 20_000 });
 */
export function timeLimit<const Source extends EnvironmentSource>(
  source: Source,
  maxEpisodeSteps: number,
): Wrapped<Source> {
  requireInteger("timeLimit: maxEpisodeSteps", maxEpisodeSteps, 1);
  const definition = resolveEnvironment(source);
  const { id, description, maxEpisodeSteps: before = maxEpisodeSteps } = definition;
  const limited: EnvironmentDefinition = {
    id: `${id}-timeLimit`,
    description,
    ...variantOf(definition, "timeLimit", [maxEpisodeSteps]),
    maxEpisodeSteps: Math.min(before, maxEpisodeSteps),
    create: () => definition.create(),
    ...(definition.batch && { batch: (count: number) => definition.batch!(count) }),
  };
  return limited as Wrapped<Source>;
}
