import { createSelfPlay, scoreObjective } from "../../algorithms/index.ts";
import { type GoDefinition, isGo, type Space, vectorizeEach } from "../../environments/index.ts";
import type { createGameCollector, GamesTrajectory } from "../../experience/index.ts";
import { defineAlgorithm, OptionsError, type OptionsOf } from "../../learning/index.ts";
import { boardValueHead, type ConvolutionalHead } from "../../networks/index.ts";
import { stateOf } from "../../state/index.ts";
import { inModule } from "../../workers/index.ts";
import { requireEngine } from "../gtp/named-engine.ts";
import { boardArchitectureFor } from "../positions/architecture.ts";
import { positionDrawing } from "../positions/position-drawing.ts";
import { gamesState, shareGames } from "../positions/share-games.ts";
import { gamesOf } from "../positions/training-positions.ts";
import { createEngineGames, type EngineGames } from "./engine-games.ts";
import { reinforcementOptions } from "./options.ts";
import { createRival } from "./rival.ts";

export type GoReinforcementOptions = Partial<OptionsOf<typeof reinforcementOptions>>;

/**
 * AlphaGo's policy by reinforcement (Silver et al. 2016): REINFORCE on the outcomes of games against a pool of earlier policies,
 * which is `selfPlay`, from the weights of a policy that imitates. Every so often it also plays against the policy that it began
 * with, with moves drawn, at temperature 1 and at 0.25: a policy that has only become surer of the same moves wins at the
 * first and not at the other.
 *
 * With an engine as the opponent, `against`, all games are played against that one, and the metric `engineWinRate` is the share of the
 * games of an update that the policy won, draws counted half. It needs Node.
 *
 * @example
 * const { policy } = loadRun("runs/imitation");
 * for (const { steps, metrics } of goReinforcement("Go-9x9-alphago-v0", {}, { policy })) console.log(steps, metrics.winRate);
 */
export const goReinforcement = inModule(
  import.meta.url,
  defineAlgorithm({
    name: "go-reinforcement",
    description: "Self-play of Go from a policy that imitates, with matches against it.",
    options: reinforcementOptions,
    functions: { objective: scoreObjective },
    check: ({ against, ...others }) => (against === "pool" ? [] : problemsOf(others)),
    copies: ({ gamesPerUpdate }) => gamesPerUpdate,
    work: ({ gamesPerUpdate }) => ({ shards: gamesPerUpdate }),

    create(parts) {
      const { settings, source, team, own } = parts;
      if (!isGo(source)) {
        throw new OptionsError([
          `go-reinforcement: ${source.id} is no Go. Take an environment such as Go-9x9-v0.`,
        ]);
      }
      const looked = parts.environment(1);
      const { seed, reward, from } = settings;
      const positions =
        from === "" ? undefined : shareGames(team, () => gamesOf("go-reinforcement", source, from, "from"));
      const paying = reward === "auto" ? source : source.paying(reward);
      const game = positions ? paying.beginningAt(positionDrawing(positions, source.rules)) : paying;
      const ofSelfPlay = {
        ...parts,
        settings: withNetworks(settings, looked.observationSpace),
        ...(game !== source && {
          environments: () => vectorizeEach(game, { count: own.count, firstCopy: own.start, seed }),
        }),
      };
      looked.close();
      const createGames = gamesAgainst(source, settings);
      const learner = createSelfPlay(ofSelfPlay, createGames);
      const games = createGames && (learner.collector as EngineGames);
      const rival = createRival(source, learner.policy, settings, team);
      return {
        ...learner,
        ...stateOf({ learner, rival, ...(positions && { positions: gamesState(positions) }) }),
        learn(trajectory: GamesTrajectory, progress) {
          rival.begin();
          const measured = learner.learn(trajectory, progress);
          const ofEngine = games && { engineWinRate: winRateIn(trajectory), faults: games.faults };
          return { ...measured, ...ofEngine, ...rival.meet() };
        },
      };
    },
  }),
  "goReinforcement",
);

type Settings = OptionsOf<typeof reinforcementOptions>;

/** What is wrong with settings where an engine is played against. */
function problemsOf({
  gate,
  randomOpenings,
  reward,
  from,
  decidedAt,
}: Pick<Settings, "gate" | "randomOpenings" | "reward" | "from" | "decidedAt">): string[] {
  return [
    ...(decidedAt === 0
      ? ['option decidedAt is 0; it must be above 0, or "none": whoever is ahead at all has not won yet.']
      : []),
    ...(from === ""
      ? []
      : [`option from is "${from}"; it must be "" against an engine, where games begin with openingStones.`]),
    ...(reward === "auto"
      ? []
      : [`option reward is "${reward}"; it must be "auto" against an engine, where the result is paid.`]),
    ...(gate === "none"
      ? []
      : [`option gate is ${gate}; it must be "none" against an engine: it is about games against the pool.`]),
    ...(randomOpenings === 0
      ? []
      : [
          `option randomOpenings is ${randomOpenings}; it must be 0 against an engine, where games begin with openingStones.`,
        ]),
  ];
}

/** What plays the games against an engine; undefined for those against the pool. */
function gamesAgainst(
  source: GoDefinition,
  { against, level, timeLimit, engines, openingStones, decidedAt }: Settings,
): typeof createGameCollector | undefined {
  if (against === "pool") return undefined;
  const { engine } = requireEngine(against, { rules: source.rules, level, timeLimit });
  return (environments, options) =>
    createEngineGames({ source, engine, engines, openingStones, decidedAt }, environments, options);
}

/** Draws counted half. */
function winRateIn({ episodeLengths, episodeReturns }: GamesTrajectory): number {
  let [games, points] = [0, 0];
  episodeLengths.forEach((length, step) => {
    if (length === 0) return;
    games++;
    points += (1 + episodeReturns[step]) / 2;
  });
  return points / games;
}

/** The settings with networks of boards where they are "auto". A value function that nobody asks is as small as can be. */
function withNetworks(settings: Settings, observationSpace: Space): Settings {
  const { baseline, architecture, valueArchitecture } = settings;
  const ofBoard = (head?: ConvolutionalHead) =>
    boardArchitectureFor(observationSpace, { architecture: "auto", ...network }, head && { head });
  const ofValue = baseline === "value" ? ofBoard(boardValueHead) : ({ kind: "linear" } as const);
  return {
    ...settings,
    architecture: architecture === "auto" ? ofBoard() : architecture,
    valueArchitecture: valueArchitecture === "auto" ? ofValue : valueArchitecture,
  };
}

/** As imitation has it. */
const network = { layers: 5, filters: 48, firstKernel: 3 };
