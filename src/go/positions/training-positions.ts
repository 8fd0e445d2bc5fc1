import type { CloningParts } from "../../algorithms/index.ts";
import { type EnvironmentDefinition, type GoDefinition, isGo } from "../../environments/index.ts";
import { readUncompressed } from "../../files/read-uncompressed.ts";
import { goPlanes } from "../../games/go/index.ts";
import { OptionsError } from "../../learning/index.ts";
import type { Stateful } from "../../state/index.ts";
import { nodeModule, type Team } from "../../workers/index.ts";
import { asksEndings, type EndingWeights } from "./ending-task.ts";
import { endingsOf } from "./endings.ts";
import { collectGames, type GameCollection, playGames } from "./game-collection.ts";
import { heldOutGames } from "./held-out-games.ts";
import { hasPositions } from "./position-drawing.ts";
import { type ChosenPositions, joinPositions, listPositions } from "./position-list.ts";
import { type Lesson, positionDemonstrations, turnPositions } from "./position-reader.ts";
import { gamesState, shareGames } from "./share-games.ts";

/** Which games a training is on. */
export interface GamesSettings {
  /** An SGF collection, which may be compressed by gzip; several with commas between them. */
  readonly games: string;
  /** The share of the games that nothing is learned from, see `heldOutGames`. */
  readonly heldOut: number;
}

/** The same, with what is asked of them. */
type TrainingSettings = GamesSettings & EndingWeights & { readonly heldOutRows: number };

/** What a training learns from, as behavior cloning takes it. */
export interface TrainingPositions
  extends Required<Pick<CloningParts, "demonstrations" | "augment" | "learned" | "judged">> {
  /** Which games they are of. */
  readonly state: Stateful;
}

/**
 * The games of files, played by the rules of an environment.
 *
 * @param names of the files, with commas between them
 * @param option that names them; default "games"
 * @throws OptionsError naming the option, and what is wrong
 */
export function gamesOf(
  owner: string,
  source: EnvironmentDefinition,
  names: string,
  option = "games",
): GameCollection {
  const fail = (problem: string): never => {
    throw new OptionsError([`${owner}: ${problem}`]);
  };
  if (!isGo(source)) return fail(`${source.id} is no Go. Take an environment such as Go-9x9-v0.`);
  if (nodeModule("node:fs") === undefined) return fail("only Node (20.16 or later) reads files of games.");
  if (names === "")
    return fail(`option ${option} is not given; name an SGF file, such as \`logpi go games\` writes.`);
  const { rules } = source;
  const reading = <T>(what: string, read: () => T): T => {
    try {
      return read();
    } catch (cause) {
      return fail(`option ${option}: ${what}: ${(cause as Error).message}`);
    }
  };
  const files = filesIn(names);
  const played = files.flatMap((file) => reading(file, () => playGames(readUncompressed(file), rules)));
  const games = reading(names, () => collectGames(played));
  const { columns, rows, count } = games;
  if (!hasPositions(games))
    return fail(
      `option ${option}: ${names} has no move in its games, of which there are ${count}. Moves that were given do not count.`,
    );
  if (columns === rules.columns && rows === rules.rows) return games;
  return fail(
    `option ${option}: ${names} has games of ${columns}×${rows}, and ${source.id} is on a board of ${rules.columns}×${rules.rows}.`,
  );
}

/** A name with a comma may be that of one file. */
const filesIn = (names: string): string[] =>
  nodeModule("node:fs")?.existsSync(names) ? [names] : names.split(",");

/**
 * The positions that a training learns from, and then those that are held out, by the opening of their games.
 *
 * @param ofLearned which positions of the games that are learned from
 * @param ofHeldOut which of those that are held out
 * @throws OptionsError where the games cannot be read, are on another board, or leave nothing to learn from
 */
export function trainingPositions(
  owner: string,
  source: EnvironmentDefinition,
  settings: TrainingSettings,
  lesson: Lesson,
  [ofLearned, ofHeldOut]: readonly [ChosenPositions, ChosenPositions],
  team: Team,
): TrainingPositions {
  const { games, heldOut, heldOutRows } = settings;
  const collection = shareGames(team, () => gamesOf(owner, source, games));
  const { rules, features } = source as GoDefinition & EnvironmentDefinition; // seen to by reading the games
  const planes = goPlanes(rules, features);
  const isHeld = heldOutGames(collection, heldOut);
  const learned = listPositions(collection, { ...ofLearned, games: (game) => isHeld[game] === 0 });
  const held = listPositions(collection, { ...ofHeldOut, games: (game) => isHeld[game] === 1 });
  if (learned.count === 0) {
    throw new OptionsError([
      `${owner}: there is nothing to learn from: ${games} has ${collection.count} games, of which a share of ${heldOut} is held out.`,
    ]);
  }
  const judged = Math.min(held.count, heldOutRows);
  const endings = asksEndings(settings) ? endingsOf(collection, rules) : undefined;
  return {
    demonstrations: positionDemonstrations(
      collection,
      joinPositions(learned, held),
      rules,
      planes,
      lesson,
      endings,
    ),
    augment: turnPositions(rules, planes.channels, lesson),
    learned: learned.count,
    judged: Array.from({ length: judged }, (_, i) => learned.count + Math.floor((i * held.count) / judged)),
    state: gamesState(collection),
  };
}
