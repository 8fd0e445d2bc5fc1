import { matchStep, matchSteps, players, policyOf } from "./matches.ts";
import { paths } from "./paths.ts";
import type { CampaignSettings, SearchRound, TrainingSettings } from "./settings.ts";

/** A part of the campaign: one command, which goes on where it was stopped. All paths are in the campaign's folder. */
export interface Step {
  readonly name: string;
  /** Words with a space between two of them; the first is "logpi" or the file of a script of this repository. */
  readonly command: string;
  /** What earlier steps have to have written. */
  readonly reads: readonly string[];
  readonly writes: Output;
}

/** What a step writes: the folder of a run, a file with a game on each line, or another file. */
export type Output =
  | { readonly kind: "run"; readonly path: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "games"; readonly path: string; readonly games: number };

/** AlphaGo's pipeline on 9×9, and the matches that show what came of it. */
export function stepsOf(settings: CampaignSettings): Step[] {
  const { seed, processes, backend, expertGames, selfPlayGames, fewSelfPlayGames } = settings;

  const games = (name: string, command: string, path: string, count: number, own = seed): Step => ({
    name,
    command: `logpi go games ${command} --count ${count} --seed ${own} --out ${path}`,
    reads: pathsIn(command),
    writes: { kind: "games", path, games: count },
  });
  const training = (
    name: string,
    command: string,
    path: string,
    { steps, options }: TrainingSettings,
  ): Step => {
    const given = [
      ...(steps === undefined ? [] : [`--steps ${steps}`]),
      ...Object.entries(options).map(([option, value]) => `--set ${option}=${value}`),
    ];
    const common = `--backend ${backend} --workers ${processes} --seed ${seed}`;
    return {
      name,
      command: [`logpi go ${command} --run ${path} ${common}`, ...given].join(" "),
      reads: pathsIn(command),
      writes: { kind: "run", path },
    };
  };

  /**
   * A search by the networks `from` plays games, which may begin at positions of others, and with which each of them goes on:
   * what comes of them lies in `to`.
   */
  const searchRound = (
    prefix: string,
    { games: count, simulations, temperature, ...trainings }: SearchRound,
    own: number,
    from: { readonly policy: string; readonly value: string; readonly positions?: string },
    to: { readonly games: string; readonly policy: string; readonly value: string },
  ): Step[] => {
    const player = `${policyOf(from.policy)}+${policyOf(from.value)}:${simulations}`;
    const positions = from.positions === undefined ? "" : ` --from ${from.positions}`;
    const search = `--player ${player}${positions} --temperature ${temperature} --workers ${processes}`;
    const { apprentice, value } = trainings;
    return [
      games(`${prefix}games of a search`, search, to.games, count, own),
      training(
        `${prefix}apprentice`,
        `imitate --games ${to.games} --policy ${from.policy}`,
        to.policy,
        apprentice,
      ),
      training(
        `${prefix}value by games of a search`,
        `value --games ${to.games} --value ${from.value} --positions all`,
        to.value,
        value,
      ),
    ];
  };

  const { imitation, valueOfExperts, apprentice, valueOfSearch, secondApprentice } = paths;
  const { reinforced, value, valueOfAll, valueOfFew, secondPass } = paths;
  const allGames = [
    ...[paths.expertGames, paths.searchGames, paths.secondSearchGames],
    ...[paths.apprenticeGames, paths.trainedGames],
  ].join(",");
  const learnValue = `value --games ${paths.selfPlay}`;
  const ofReinforced = `--policy ${reinforced} --workers ${processes}`;
  return [
    games("games of GNU Go", `--level 1 --processes ${processes}`, paths.expertGames, expertGames),
    training("imitation", `imitate --games ${paths.expertGames}`, imitation, settings.imitation),
    training(
      "value by games of GNU Go",
      `value --games ${paths.expertGames} --positions all`,
      valueOfExperts,
      settings.valueOfExperts,
    ),
    ...searchRound(
      "",
      settings.firstRound,
      seed,
      { policy: imitation, value: valueOfExperts },
      { games: paths.searchGames, policy: apprentice, value: valueOfSearch },
    ),
    matchStep(
      {
        ...{ name: "games of the apprentice against GNU Go", games: settings.apprenticeGames, level: 1 },
        ...{ player: players.apprentice, opponent: players.gnuGo },
      },
      paths.apprenticeGames,
      { processes, seed: seed + 1 },
    ),
    ...searchRound(
      "second ",
      settings.secondRound,
      seed + 1,
      { policy: apprentice, value: valueOfSearch, positions: paths.apprenticeGames },
      { games: paths.secondSearchGames, policy: secondApprentice, value: paths.secondValueOfSearch },
    ),
    training(
      "reinforcement",
      `reinforce --policy ${secondApprentice} --value ${paths.secondValueOfSearch} --from ${paths.apprenticeGames}`,
      reinforced,
      settings.reinforcement,
    ),
    training(
      "reinforcement against GNU Go",
      `reinforce --policy ${secondApprentice} --value ${paths.secondValueOfSearch} --against gnugo --level 1`,
      paths.againstGnuGo,
      settings.againstGnuGo,
    ),
    matchStep(
      {
        ...{ name: "games of the trained policy against GNU Go", games: settings.trainedGames, level: 1 },
        ...{ player: players.againstGnuGo, opponent: players.gnuGo },
      },
      paths.trainedGames,
      { processes, seed: seed + 2 },
    ),
    training(
      "value by all games",
      `value --games ${allGames} --positions all`,
      paths.valueOfGames,
      settings.valueOfGames,
    ),
    games("games of the reinforced policy", ofReinforced, paths.selfPlay, selfPlayGames),
    training("value", learnValue, value, settings.value),
    training("value by all positions", `${learnValue} --positions all`, valueOfAll, settings.valueOfAll),
    games("other games of it", ofReinforced, paths.fewGames, fewSelfPlayGames, seed + 1),
    training(
      "value by all positions of few games",
      `value --games ${paths.fewGames} --positions all`,
      valueOfFew,
      settings.valueOfFew,
    ),
    training(
      "second pass",
      `reinforce --policy ${reinforced} --value ${valueOfAll}`,
      secondPass,
      settings.secondPass,
    ),
    modelStep(),
    baselineStep(settings),
    snapshotStep(settings),
    ...matchSteps(settings),
  ];
}

/** The file with the networks that play. */
function modelStep(): Step {
  const { imitation, againstGnuGo, valueOfGames, model } = paths;
  const policies = `--imitation ${imitation} --reinforced ${againstGnuGo}`;
  return {
    name: "model",
    command: `logpi go model ${policies} --value ${valueOfGames} --out ${model}`,
    reads: [imitation, againstGnuGo, valueOfGames],
    writes: { kind: "file", path: model },
  };
}

function baselineStep({ seed, backend, baselines }: CampaignSettings): Step {
  const { imitation, reinforced, valueOfAll, baselines: path } = paths;
  const of = `--value ${valueOfAll} --policy ${imitation} --policy ${reinforced}`;
  const how = `--batches ${baselines.batches} --games ${baselines.games} --backend ${backend} --seed ${seed}`;
  return {
    name: "baselines",
    command: `scripts/train-go/compare-baselines.ts ${of} ${how} --out ${path}`,
    reads: [imitation, reinforced, valueOfAll],
    writes: { kind: "file", path },
  };
}

function snapshotStep({ snapshots }: CampaignSettings): Step {
  const { reinforced, snapshots: folder } = paths;
  return {
    name: "snapshots of the reinforcement",
    command: `scripts/train-go/write-snapshots.ts ${reinforced} --count ${snapshots} --out ${folder}`,
    reads: [reinforced],
    writes: { kind: "file", path: `${folder}/snapshots.json` },
  };
}

/** What a command names: a file or a run, or the policy of a run in the name of a player. */
function pathsIn(command: string): string[] {
  const words = command.split(" ").flatMap((word) => word.split(/[+:,]/));
  return Object.values(paths).filter((path) =>
    words.some((word) => word === path || word === policyOf(path)),
  );
}
