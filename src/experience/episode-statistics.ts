import type { EpisodeInfo } from "../environments/index.ts";
import type { Trajectory } from "./trajectory.ts";

/** Means of what an environment told of episodes, by name. */
export interface InfoMeans {
  /**
   * Means of the numbers in the `info` of the last steps of episodes, with 1 and 0 for true and false: of
   * `{ success: true }`, the share of episodes that succeeded. Empty where the environment tells nothing.
   */
  readonly info: Readonly<Record<string, number>>;
  /** How many episodes each of these means is over: those that told of it. */
  readonly infoCounts: Readonly<Record<string, number>>;
}

/** Episodes that ended while something was collected. */
export interface EpisodeStatistics extends InfoMeans {
  readonly count: number;
  /** Mean sum of rewards, in a game of several players those of the first; NaN when no episode ended. */
  readonly meanReturn: number;
  /** The same of each player, in a game of several. */
  readonly meanReturns?: readonly number[];
  /** Mean number of steps; NaN when no episode ended. */
  readonly meanLength: number;
}

/** Statistics of the episodes that ended in a trajectory. */
export function episodeStatistics({
  episodeLengths,
  episodeReturns,
  episodeInfo,
  players,
}: Pick<Trajectory, "episodeLengths" | "episodeReturns" | "episodeInfo" | "players">): EpisodeStatistics {
  let count = 0;
  let length = 0;
  const sums = new Array<number>(players).fill(0);
  for (let i = 0; i < episodeLengths.length; i++) {
    if (episodeLengths[i] === 0) continue;
    count++;
    length += episodeLengths[i];
    for (let player = 0; player < players; player++) sums[player] += episodeReturns[i * players + player];
  }
  const infos = episodeInfo.length === 0 ? [] : episodeInfo.map(({ info }) => info);
  return {
    ...{ count, meanReturn: sums[0] / count, meanLength: length / count },
    ...(players > 1 && { meanReturns: sums.map((sum) => sum / count) }),
    ...infoMeans(infos),
  };
}

/** Means over those of the episodes that told something. */
export function infoMeans(infos: readonly (EpisodeInfo | undefined)[]): InfoMeans {
  if (infos.length === 0) return { info: {}, infoCounts: {} };
  const sums = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const info of infos) {
    for (const [name, value] of Object.entries(info ?? {})) {
      sums.set(name, (sums.get(name) ?? 0) + value);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const means = Array.from(sums, ([name, sum]) => [name, sum / counts.get(name)!] as const);
  return { info: Object.fromEntries(means), infoCounts: Object.fromEntries(counts) };
}

/** The statistics of the episodes of two stretches together. */
export function joinStatistics(a: EpisodeStatistics, b: EpisodeStatistics): EpisodeStatistics {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const joined = (countA: number, meanA: number, countB: number, meanB: number): number =>
    (countA * meanA + countB * meanB) / (countA + countB);
  const info = { ...a.info, ...b.info };
  const infoCounts = { ...a.infoCounts, ...b.infoCounts };
  for (const name of Object.keys(info)) {
    if (!Object.hasOwn(a.info, name) || !Object.hasOwn(b.info, name)) continue;
    info[name] = joined(a.infoCounts[name], a.info[name], b.infoCounts[name], b.info[name]);
    infoCounts[name] = a.infoCounts[name] + b.infoCounts[name];
  }
  return {
    count: a.count + b.count,
    meanReturn: joined(a.count, a.meanReturn, b.count, b.meanReturn),
    ...(a.meanReturns && {
      meanReturns: a.meanReturns.map((mean, i) => joined(a.count, mean, b.count, b.meanReturns![i])),
    }),
    meanLength: joined(a.count, a.meanLength, b.count, b.meanLength),
    ...{ info, infoCounts },
  };
}
