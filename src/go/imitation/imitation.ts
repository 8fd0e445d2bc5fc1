import { createCloning } from "../../algorithms/index.ts";
import { defineAlgorithm, type OptionsOf } from "../../learning/index.ts";
import { createPolicy } from "../../policies/index.ts";
import { stateOf } from "../../state/index.ts";
import { inModule } from "../../workers/index.ts";
import { boardArchitectureFor } from "../positions/architecture.ts";
import { endingTask } from "../positions/ending-task.ts";
import { ofGames, rowsPerShard } from "../positions/options.ts";
import { trainingPositions } from "../positions/training-positions.ts";
import { imitationOptions } from "./options.ts";

export type GoImitationOptions = Partial<OptionsOf<typeof imitationOptions>>;

/**
 * AlphaGo's supervised policy (Silver et al. 2016): maximizes the likelihood of the moves that experts played,
 *
 *     E[ log π_θ(a | s) ]
 *
 * over positions s of their games and their moves a, among the legal ones, each in one of the eight forms that turning and
 * mirroring the board gives. A step is a position. Of games held out, the moves on the board are judged, passes left out.
 *
 * @example
 * const games = { games: "games.sgf" };
 * for (const { steps, metrics } of goImitation("Go-9x9-v0", games)) console.log(steps, metrics.heldOutAccuracy);
 */
export const goImitation = inModule(
  import.meta.url,
  defineAlgorithm({
    name: "go-imitation",
    description: "Supervised learning of a policy from the moves of Go experts.",
    options: imitationOptions,
    ...ofGames,

    create({ settings, generators, source, environment, ...parts }) {
      const { passes } = settings;
      const of = [{ passes }, { passes: false }] as const;
      const { state, ...positions } = trainingPositions(
        "go-imitation",
        source,
        settings,
        "move",
        of,
        parts.team,
      );
      const looked = environment(1);
      const policy = createPolicy(looked, {
        architecture: boardArchitectureFor(looked.observationSpace, settings),
        ...{ generator: generators.weights, masked: true, backend: parts.backend },
      });
      looked.close();
      const auxiliary = endingTask("go-imitation", policy, settings, generators.weights);
      const learner = createCloning({
        ...{ policy, auxiliary, ...positions, settings, generators, rowsPerShard, ...parts },
      });
      return { ...learner, ...stateOf({ games: state, learner }) };
    },
  }),
  "goImitation",
);
