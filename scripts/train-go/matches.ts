import { paths } from "./paths.ts";
import type { CampaignSettings } from "./settings.ts";
import type { Step } from "./steps.ts";

/** The players, as `logpi go match` calls them. A policy without a temperature takes its most probable move. */
export const players = {
  random: "random",
  gnuGo: "gnugo",
  imitation: policyOf(paths.imitation),
  apprentice: policyOf(paths.apprentice),
  secondApprentice: policyOf(paths.secondApprentice),
  /** The policy that the reinforcement had in between, from number 1. */
  snapshot: (number: number) => `${paths.snapshots}/snapshot-${number}.safetensors`,
  reinforced: policyOf(paths.reinforced),
  /** The one by games against GNU Go. */
  againstGnuGo: policyOf(paths.againstGnuGo),
  secondPass: policyOf(paths.secondPass),
  /** A search that the imitation leads, with the value network by all games. */
  search: (simulations: number) => `${paths.model}:${simulations}`,
} as const;

/** The file of a run's policy. */
export function policyOf(run: string): string {
  return `${run}/policy.safetensors`;
}

/** A match, whose games go into a file of its name. */
export interface Match {
  readonly name: string;
  readonly player: string;
  readonly opponent: string;
  readonly games: number;
  /** Of GNU Go; default 10. */
  readonly level?: number;
}

/** The matches that the figures are of: those that are asked for, and those that join all players to one ladder. */
export function listMatches({ games, simulations, snapshots }: CampaignSettings): Match[] {
  const { imitation, apprentice, secondApprentice, reinforced, secondPass, gnuGo, random } = players;
  const trained = players.againstGnuGo;
  const search = players.search(simulations);
  const match =
    (games: number, level?: number) =>
    (name: string, player: string, opponent: string): Match => ({
      ...{ name, player, opponent, games },
      ...(level !== undefined && { level }),
    });
  const drawn = match(games.againstImitation);
  const byMovesDrawn = [1, 0.25].flatMap((temperature) => {
    const at = (player: string) => `${player}@${temperature}`;
    return [
      drawn(`reinforced-imitation-at-${temperature}`, at(reinforced), at(imitation)),
      drawn(`reinforced-second-apprentice-at-${temperature}`, at(reinforced), at(secondApprentice)),
      drawn(`against-gnugo-imitation-at-${temperature}`, at(trained), at(imitation)),
      drawn(`second-pass-reinforced-at-${temperature}`, at(secondPass), at(reinforced)),
    ];
  });
  const withGnuGo = match(games.againstGnuGo);
  const ofLadder = match(games.ofLadder);
  const againstLevel1 = match(games.ofLadder, 1);
  const between = Array.from({ length: snapshots }, (_, i) => players.snapshot(i + 1));
  const rungs = [secondApprentice, ...between, reinforced];
  const names = ["second-apprentice", ...between.map((_, i) => `snapshot-${i + 1}`), "reinforced"];
  return [
    ...byMovesDrawn,
    withGnuGo("against-gnugo-gnugo-10", trained, gnuGo),
    withGnuGo("search-gnugo-10", search, gnuGo),
    withGnuGo("second-apprentice-gnugo-10", secondApprentice, gnuGo),
    ofLadder("imitation-random", imitation, random),
    ofLadder("imitation-gnugo-10", imitation, gnuGo),
    ofLadder("apprentice-imitation", apprentice, imitation),
    ofLadder("second-apprentice-apprentice", secondApprentice, apprentice),
    ofLadder("second-pass-reinforced", secondPass, reinforced),
    ofLadder("against-gnugo-reinforced", trained, reinforced),
    againstLevel1("against-gnugo-gnugo-1", trained, gnuGo),
    ...rungs.map((player, i) => againstLevel1(`${names[i]}-gnugo-1`, player, gnuGo)),
    ...between.map((player, i) => ofLadder(`${names[i + 1]}-${names[i]}`, player, rungs[i])),
    ofLadder(`reinforced-${names[snapshots]}`, reinforced, rungs[snapshots]),
  ];
}

/** The steps that play them. */
export function matchSteps(settings: CampaignSettings): Step[] {
  return listMatches(settings).map((match) =>
    matchStep({ ...match, name: `match ${match.name}` }, `${paths.matches}/${match.name}.sgf`, settings),
  );
}

/** The step that plays a match. @param path of the file for its games */
export function matchStep(
  { name, player, opponent, games, level }: Match,
  path: string,
  { processes, seed }: Pick<CampaignSettings, "processes" | "seed">,
): Step {
  const match = `--player ${player} --opponent ${opponent}${level === undefined ? "" : ` --level ${level}`}`;
  return {
    name,
    command: `logpi go match ${match} --games ${games} --processes ${processes} --seed ${seed} --out ${path}`,
    reads: Object.values(paths).filter((each) => match.includes(`${each}/`) || match.includes(`${each}:`)),
    writes: { kind: "games", path, games },
  };
}
