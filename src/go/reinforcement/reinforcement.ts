import { createSelfPlay, scoreObjective } from "../../algorithms/index.ts";
import { isGo, type Space } from "../../environments/index.ts";
import { defineAlgorithm, OptionsError, type OptionsOf } from "../../learning/index.ts";
import { boardValueHead, type ConvolutionalHead } from "../../networks/index.ts";
import { stateOf } from "../../state/index.ts";
import { inModule } from "../../workers/index.ts";
import { boardArchitectureFor } from "../positions/architecture.ts";
import { reinforcementOptions } from "./options.ts";
import { createRival } from "./rival.ts";

export type GoReinforcementOptions = Partial<OptionsOf<typeof reinforcementOptions>>;

/**
 * AlphaGo's policy by reinforcement (Silver et al. 2016): REINFORCE on the outcomes of games against a pool of earlier policies,
 * which is `selfPlay`, from the weights of a policy that imitates. Every so often it also plays against the policy that it began
 * with, with moves drawn, at temperature 1 and at 0.25: a policy that has only become surer of the same moves wins at the
 * first and not at the other.
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
    copies: ({ gamesPerUpdate }) => gamesPerUpdate,
    work: ({ gamesPerUpdate }) => ({ shards: gamesPerUpdate }),

    create(parts) {
      const { settings, source, team } = parts;
      if (!isGo(source)) {
        throw new OptionsError([
          `go-reinforcement: ${source.id} is no Go. Take an environment such as Go-9x9-v0.`,
        ]);
      }
      const looked = parts.environment(1);
      const learner = createSelfPlay({ ...parts, settings: withNetworks(settings, looked.observationSpace) });
      looked.close();
      const rival = createRival(source, learner.policy, settings, team);
      return {
        ...learner,
        ...stateOf({ learner, rival }),
        learn(games, progress) {
          rival.begin();
          return { ...learner.learn(games as never, progress), ...rival.meet() };
        },
      };
    },
  }),
  "goReinforcement",
);

type Settings = OptionsOf<typeof reinforcementOptions>;

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
