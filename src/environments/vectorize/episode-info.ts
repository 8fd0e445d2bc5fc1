import type { Info } from "../environment.ts";

/** What an environment told of an episode in the `info` of its last step: its numbers, and 1 or 0 for true and false. */
export type EpisodeInfo = Readonly<Record<string, number>>;

/**
 * The numbers of what was told, whatever else is in it; undefined if there are none.
 *
 * @param leaveOut is told of a number that is not finite, which is left out
 */
export function readEpisodeInfo(
  info: Info | undefined,
  leaveOut: (name: string, value: number) => void,
): EpisodeInfo | undefined {
  const numbers: [string, number][] = [];
  for (const [name, told] of Object.entries(info ?? {})) {
    const value = typeof told === "boolean" ? Number(told) : told;
    if (typeof value !== "number") continue;
    if (Number.isFinite(value)) numbers.push([name, value]);
    else leaveOut(name, value);
  }
  return numbers.length === 0 ? undefined : Object.fromEntries(numbers);
}
